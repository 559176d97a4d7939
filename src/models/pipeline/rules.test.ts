import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inputs } from '../../contract/estimator.ts';
import type { Preparation } from '../../contract/learning.ts';
import type { LearningTable } from '../learning-table.ts';
import { fitPipeline, loadPipeline } from './pipeline.ts';
import { allRows, categoryColumn, numberColumn, optionsOf, tableOf } from './testing.ts';

const fitAll = (table: LearningTable, preparation: Partial<Preparation> = {}, inputs: Inputs = {}, y?: number[]) =>
  fitPipeline(
    table,
    allRows(table),
    y ?? Array.from({ length: table.rows }, (_, row) => row % 2),
    optionsOf(preparation, inputs),
  );

const trees: Inputs = { missing: true, categories: true };
const numbersOf = (table: LearningTable, ...rest: [Partial<Preparation>?, Inputs?]) => [
  ...fitAll(table, ...rest).x.data,
];

describe('missing values', () => {
  const table = tableOf(numberColumn('n', [1, null, 3, 8]), categoryColumn('c', ['a', null, 'b', 'a']));

  it('auto: the mean, and a level of its own', () => {
    const { x } = fitAll(table);
    expect(x.names).toEqual(['n', 'c_a', 'c_b', 'c_(missing)']);
    expect([...x.data]).toEqual([1, 1, 0, 0, 4, 0, 0, 1, 3, 0, 1, 0, 8, 1, 0, 0]);
  });

  it('auto leaves them to an estimator that reads them, and codes with them', () => {
    const { x } = fitAll(table, {}, trees);
    expect(x.names).toEqual(['n', 'c']);
    expect([...x.data]).toEqual([1, 0, NaN, NaN, 3, 1, 8, 0]);
    expect([...x.categories!]).toEqual([0, 2]);
  });

  it('mode: the commonest number (the least of equals) and the commonest level', () => {
    expect(numbersOf(table, { impute: 'mode' })).toEqual([1, 1, 0, 1, 1, 0, 3, 0, 1, 8, 1, 0]);
  });

  it('indicators say where they were, and not twice', () => {
    expect(fitAll(table, { indicators: true }).x.names).toEqual(['n', 'n_missing', 'c_a', 'c_b', 'c_(missing)']);
    const { x } = fitAll(table, { indicators: true, impute: 'median' });
    expect(x.names).toEqual(['n', 'n_missing', 'c_a', 'c_b', 'c_missing']);
    expect([...x.data.subarray(5, 10)]).toEqual([3, 1, 1, 0, 1]);
  });

  it('an infinite number is a missing one', () => {
    expect(numbersOf(tableOf(numberColumn('n', [1, Infinity, 3, -Infinity])))).toEqual([1, 2, 3, 2]);
  });

  it('components and selection by weights fill them for every estimator', () => {
    const gaps = tableOf(numberColumn('n', [1, null, 3, 8]), numberColumn('m', [1, 5, null, 2]));
    expect(fitAll(gaps, { components: 1 }, trees).x.data.every(Number.isFinite)).toBe(true);
  });
});

describe('categories', () => {
  const train = Uint32Array.of(0, 1, 2, 3);
  // The last row's level is not among the training rows.
  const table = tableOf(categoryColumn('c', ['b', 'a', 'b', 'c', 'z']));
  const fit = (encode: Preparation['encode'], inputs: Inputs = {}) =>
    fitPipeline(table, train, [1, 0, 0, 1], optionsOf({ encode }, inputs)).pipeline;

  it('one-hot: an unseen level is none', () => {
    const pipeline = fit('onehot');
    expect(pipeline.names).toEqual(['c_a', 'c_b', 'c_c']);
    expect([...pipeline.transform(table).data]).toEqual([0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
  });

  it.each([
    ['ordinal', {}, [1, 0, 1, 2, -1]],
    ['ordinal', trees, [1, 0, 1, 2, NaN]],
    ['frequency', {}, [0.5, 0.25, 0.5, 0.25, 0]],
    ['native', trees, [1, 0, 1, 2, NaN]],
    // One that reads codes but no gaps is given the commonest.
    ['native', { categories: true }, [1, 0, 1, 2, 1]],
  ] as const)('%s codes for %j', (encode, inputs, expected) => {
    const pipeline = fit(encode, inputs);
    expect(pipeline.names).toEqual(['c']);
    expect([...pipeline.transform(table).data]).toEqual(expected);
  });

  it('native is one-hot for those who read no codes', () => {
    expect(fit('native').names).toEqual(['c_a', 'c_b', 'c_c']);
  });

  it('an unseen level has the mean of all under target encoding', () => {
    expect(fit('target').transform(table).data[4]).toBe(0.5);
  });

  it('of more than 100 levels, the 99 most frequent have a column, and the others one', () => {
    const names = Array.from(
      { length: 1320 },
      (_, row) => `l${String(row < 1200 ? row % 120 : row % 60).padStart(3, '0')}`,
    );
    const { x, pipeline } = fitAll(tableOf(categoryColumn('c', names)));
    expect(x.columns).toBe(100);
    expect(x.names.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, at) => `c_l${String(at).padStart(3, '0')}`));
    expect(x.names[99]).toBe('c_other');
    // 120 levels less 99, ten rows each.
    const others = Array.from({ length: x.rows }, (_, row) => x.data[row * 100 + 99]!).reduce(
      (sum, one) => sum + one,
      0,
    );
    expect(others).toBe(21 * 10);
    expect([...pipeline.transform(tableOf(categoryColumn('c', ['new']))).data].indexOf(1)).toBe(99);
  });

  it('levels of a handful of rows share a column, or have none where they are a handful together', () => {
    const rows = (level: string, count: number) => Array<string>(count).fill(level);
    const column = (...rare: [string, number][]) => [
      ...rows('a', 980),
      ...rows('b', 10),
      ...rare.flatMap(([level, count]) => rows(level, count)),
    ];
    const few = fitAll(tableOf(categoryColumn('c', column(['x', 5], ['y', 4]))));
    expect(few.x.names).toEqual(['c_a', 'c_b']);
    expect([...few.x.data].slice(-2)).toEqual([0, 0]);
    const more = fitAll(tableOf(categoryColumn('c', column(['x', 6], ['y', 5]))));
    expect(more.x.names).toEqual(['c_a', 'c_b', 'c_other']);
    expect([...more.x.data].slice(-3)).toEqual([0, 0, 1]);
    // Where the table is small, so is a handful; codes have no columns to be rare in.
    const small = fitAll(tableOf(categoryColumn('c', [...rows('a', 98), 'b', 'x'])));
    expect(small.x.names).toEqual(['c_a', 'c_b', 'c_x']);
    const coded = fitAll(tableOf(categoryColumn('c', column(['x', 5], ['y', 4]))), {}, trees);
    expect(coded.x.categories![0]).toBe(4);
  });

  it('all but a handful alike is as good as constant', () => {
    const names = [...Array<string>(995).fill('a'), ...Array<string>(5).fill('b')];
    const { pipeline } = fitAll(
      tableOf(
        categoryColumn('c', names),
        numberColumn(
          'n',
          names.map((_, row) => row),
        ),
      ),
    );
    expect(pipeline.dropped).toEqual([{ name: 'c', reason: 'constant' }]);
  });

  it('codes are at most 255', () => {
    const names = Array.from({ length: 900 }, (_, row) => `l${row % 300}`);
    const { x } = fitAll(tableOf(categoryColumn('c', names)), {}, trees);
    expect(x.categories![0]).toBe(255);
    expect(Math.max(...x.data)).toBe(254);
  });

  it('scaling leaves codes as they are', () => {
    const { x } = fitAll(tableOf(categoryColumn('c', ['a', 'b', 'c'])), { scale: 'standard' }, trees);
    expect([...x.data]).toEqual([0, 1, 2]);
  });

  it('levels are known by name, columns too: another table may hold them in another order', () => {
    const mixed = tableOf(numberColumn('n', [1, 2, 3]), categoryColumn('c', ['a', 'b', 'a']));
    const { pipeline } = fitAll(mixed);
    const other: LearningTable = {
      rows: 2,
      columns: [
        { name: 'c', kind: 'category', levels: ['y', 'b', 'a'], codes: Int32Array.of(2, 0) },
        numberColumn('n', [7, 8]),
      ],
    };
    expect([...pipeline.transform(other).data]).toEqual([7, 1, 0, 8, 0, 0]);
    const wrong = () => pipeline.transform(tableOf(numberColumn('n', [1])));
    expect(wrong).toThrowError(expect.objectContaining({ name: 'pipeline.missing-column', values: { column: 'c' } }));
    const kind = () => pipeline.transform(tableOf(categoryColumn('n', ['1']), categoryColumn('c', ['a'])));
    expect(kind).toThrowError(expect.objectContaining({ name: 'pipeline.wrong-kind' }));
  });
});

describe('columns left out', () => {
  it('are those that are constant among the training rows, and those that name rows', () => {
    const rows = 120;
    const ids = Array.from({ length: rows }, (_, row) => `u${row}`);
    const table = tableOf(
      numberColumn('same', Array(rows).fill(7)),
      numberColumn('none', Array(rows).fill(null)),
      categoryColumn('one', Array(rows).fill('x')),
      categoryColumn('id', ids),
      numberColumn(
        'number',
        ids.map((_, row) => row),
      ),
      categoryColumn(
        'half',
        ids.map((_, row) => `h${row % 60}`),
      ),
    );
    const { pipeline, x } = fitAll(table, { encode: 'frequency' });
    expect(pipeline.dropped).toEqual([
      { name: 'same', reason: 'constant' },
      { name: 'none', reason: 'constant' },
      { name: 'one', reason: 'constant' },
      { name: 'id', reason: 'identifier' },
    ]);
    expect(x.names).toEqual(['number', 'half']);
    expect([...pipeline.origin]).toEqual([4, 5]);
  });

  it('a constant beside gaps tells rows apart where the gaps are seen', () => {
    const table = tableOf(numberColumn('n', [1, null, 1, 1]), numberColumn('m', [1, 2, 3, 4]));
    expect(fitAll(table).x.names).toEqual(['m']);
    expect(fitAll(table, {}, trees).x.names).toEqual(['n', 'm']);
    expect(fitAll(table, { indicators: true }).x.names).toEqual(['n', 'n_missing', 'm']);
  });

  it('no column at all is an error with a name', () => {
    const none = () => fitAll(tableOf(numberColumn('same', [1, 1])));
    expect(none).toThrowError(expect.objectContaining({ name: 'pipeline.no-columns', values: { dropped: 'same' } }));
    const empty = () => fitPipeline(tableOf(numberColumn('n', [1, 2])), new Uint32Array(0), [], optionsOf());
    expect(empty).toThrowError(expect.objectContaining({ name: 'model.no-rows' }));
  });

  it('names stay distinct', () => {
    const table = tableOf(numberColumn('c_a', [1, 2]), categoryColumn('c', ['a', 'b']));
    expect(fitAll(table).x.names).toEqual(['c_a', 'c_a (2)', 'c_b']);
  });
});

describe('selection', () => {
  const y = Array.from({ length: 80 }, (_, row) => Number(row % 8 < 3));
  const noise = (step: number) => y.map((_, row) => (row * step) % 79);
  const table = tableOf(
    numberColumn('noise', noise(31)),
    numberColumn(
      'signal',
      y.map((one, row) => one + 0.01 * (row % 7)),
    ),
    numberColumn('more noise', noise(53)),
    categoryColumn(
      'sign',
      y.map((one, row) => (row % 10 === 0 ? 'x' : one ? 'yes' : 'no')),
    ),
  );

  it.each(['information', 'l1', 'recursive'] as const)('%s finds what tells the label', (select) => {
    const { pipeline, x } = fitAll(table, { select, selectCount: 2 }, {}, y);
    expect(x.columns).toBeLessThanOrEqual(2);
    expect(x.names).toContain('signal');
    expect(pipeline.dropped).toContainEqual({ name: 'noise', reason: 'selection' });
    expect(x.names.length + pipeline.dropped.length).toBe(6);
    expect(pipeline.transform(table)).toEqual(x);
  });

  it('keeps half of the columns where no count is named', () => {
    expect(fitAll(table, { select: 'variance' }, {}, y).x.columns).toBe(3);
  });

  it('of codes, keeps what are codes', () => {
    const { x } = fitAll(table, { select: 'information', selectCount: 2 }, trees, y);
    expect(x.names).toEqual(['signal', 'sign']);
    expect([...x.categories!]).toEqual([0, 3]);
  });
});

const cell = fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
  freq: 4,
});
const level = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { freq: 4 });
const record = fc.record({ n: cell, m: cell, c: level, d: level, y: fc.constantFrom(0, 1) });
type Row = { n: number | null; m: number | null; c: string | null; d: string | null; y: number };

const LEVELS = ['a', 'b', 'c', 'd'];
const coded = (name: string, values: (string | null)[]) => ({
  name,
  kind: 'category' as const,
  levels: LEVELS,
  codes: Int32Array.from(values, (value) => LEVELS.indexOf(value ?? '')),
});
const tableOfRows = (rows: readonly Row[]): LearningTable =>
  tableOf(
    numberColumn(
      'n',
      rows.map(({ n }) => n),
    ),
    numberColumn(
      'm',
      rows.map(({ m }) => m),
    ),
    coded(
      'c',
      rows.map(({ c }) => c),
    ),
    coded(
      'd',
      rows.map(({ d }) => d),
    ),
  );

const preparation: fc.Arbitrary<Partial<Preparation>> = fc.record({
  impute: fc.constantFrom('auto', 'none', 'mean', 'median', 'mode'),
  indicators: fc.boolean(),
  encode: fc.constantFrom('auto', 'onehot', 'ordinal', 'target', 'frequency', 'native'),
  scale: fc.constantFrom('auto', 'none', 'standard', 'minmax', 'robust'),
  select: fc.constantFrom('none', 'variance', 'information', 'l1', 'recursive'),
  components: fc.constantFrom(0, 0, 2),
});
const inputs = fc.record({ missing: fc.boolean(), categories: fc.boolean(), scaled: fc.boolean() });
const sample = fc.tuple(fc.array(record, { minLength: 6, maxLength: 24 }), fc.array(record, { maxLength: 6 }));

type Attempt = { table: LearningTable; error?: string } & Partial<ReturnType<typeof fitPipeline>>;

/** The pipeline and its matrix, or the name of the error. */
function attempt(train: readonly Row[], others: readonly Row[], options: ReturnType<typeof optionsOf>): Attempt {
  const table = tableOfRows([...train, ...others]);
  try {
    const rows = Uint32Array.from(train, (_, row) => row);
    return {
      table,
      ...fitPipeline(
        table,
        rows,
        train.map(({ y }) => y),
        options,
      ),
    };
  } catch (error) {
    return { table, error: (error as Error).name };
  }
}

describe('whatever the rows and the wishes', () => {
  it('rows outside training change nothing', () => {
    fc.assert(
      fc.property(
        sample,
        fc.array(record, { maxLength: 6 }),
        preparation,
        inputs,
        ([train, others], changed, wish, want) => {
          const options = optionsOf(wish, want);
          const [one, two] = [attempt(train, others, options), attempt(train, changed, options)];
          expect(two.error).toBe(one.error);
          expect(JSON.stringify(two.pipeline)).toBe(JSON.stringify(one.pipeline));
          expect(two.x?.data).toEqual(one.x?.data);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('no gap reaches an estimator that reads none, unless it was asked for; codes are in their range', () => {
    fc.assert(
      fc.property(sample, preparation, inputs, ([train, others], wish, want) => {
        const { pipeline, table, error } = attempt(train, others, optionsOf(wish, want));
        if (!pipeline) return void expect(['pipeline.no-columns', 'model.not-finite']).toContain(error);
        const { data, categories, columns } = pipeline.transform(table);
        if (!want.missing && wish.impute !== 'none') expect(data.every(Number.isFinite)).toBe(true);
        data.forEach((value, at) => {
          const codes = categories?.[at % columns] ?? 0;
          if (codes > 0 && !Number.isNaN(value))
            expect(Number.isInteger(value) && value >= 0 && value < codes).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('saved and loaded, it makes the same numbers to the bit; names and origins fit the matrix', () => {
    fc.assert(
      fc.property(sample, preparation, inputs, ([train, others], wish, want) => {
        const { pipeline, table } = attempt(train, others, optionsOf(wish, want));
        if (!pipeline) return;
        const loaded = loadPipeline(JSON.parse(JSON.stringify(pipeline)));
        const x = pipeline.transform(table);
        expect(loaded.transform(table)).toStrictEqual(x);
        expect(loaded.names).toEqual(x.names);
        expect([...loaded.origin]).toEqual([...pipeline.origin]);
        expect(pipeline.origin).toHaveLength(x.columns);
      }),
      { numRuns: 60 },
    );
  });

  it('a state that is none is refused', () => {
    for (const state of [null, {}, { columns: [{ kind: 'number' }] }]) {
      expect(() => loadPipeline(state)).toThrowError(expect.objectContaining({ name: 'model.unreadable' }));
    }
  });
});

describe('sequences', () => {
  it('come along, with the rows asked for', () => {
    const table: LearningTable = {
      ...tableOf(numberColumn('n', [1, 2, 3])),
      sequences: {
        length: 2,
        kinds: 3,
        codes: Int32Array.of(0, 1, 2, 3, 0, 2),
        gaps: Float32Array.of(0, 0, 0, 1.5, 0, 0),
      },
    };
    for (const wish of [{}, { components: 1 }, { select: 'variance' as const }]) {
      const { pipeline, x } = fitAll(table, wish, { sequences: true });
      expect(x.sequences).toEqual(table.sequences);
      const some = pipeline.transform(table, Uint32Array.of(2, 1)).sequences!;
      expect([...some.codes]).toEqual([0, 2, 2, 3]);
      expect([...some.gaps]).toEqual([0, 0, 0, 1.5]);
    }
    const bare = { ...table, columns: [] };
    expect(fitAll(bare, {}, { sequences: true }).x).toMatchObject({ rows: 3, columns: 0 });
  });
});

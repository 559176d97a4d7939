import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { AnyOperation, ColumnNeed, Shape, StepSql } from '../contract/operation.ts';
import { paramFields } from '../contract/params.ts';
import { AppError } from '../core/errors.ts';
import { errorCodes } from '../i18n/errors/index.ts';
import { translator } from '../i18n/translate.ts';
import { operations } from '../registry.ts';
import { columnTypeOf } from '../sql/column-type.ts';
import type { Outcome } from './test-table.ts';
import { inputOf, inputRows, sqlOf, take } from './test-table.ts';
import type { World } from './test-worlds.ts';
import { logRows, makeWorld, someRows } from './test-worlds.ts';

/** What an operation gives of itself to be tried with, over the log and the table of test-worlds.ts. */
interface Sample {
  params: Record<string, unknown>;
  /** Taken twice, it gives the same as once. */
  idempotent?: boolean;
  /** False where "touched" can't be read off the rows: names change, or a new column is compared with another. */
  brute?: boolean;
}

const definitions = import.meta.glob<AnyOperation>('./*/index.ts', { eager: true, import: 'default' });
const samples = import.meta.glob<Sample[]>('./*/samples.json', { eager: true, import: 'default' });
const folders = Object.keys(definitions).map((path) => path.split('/')[1]!);
const LANGUAGES = ['en', 'zh'] as const;

let database: NodeDatabase;
let world: World;
beforeAll(async () => {
  database = await openNodeDatabase();
  world = await makeWorld(database, someRows);
});

test('the registry has every folder, by its id', () => {
  expect([...operations.keys()].sort()).toEqual([...folders].sort());
  expect(folders.length).toBeGreaterThan(15);
});

const placeholders = (text: string) => [...new Set(text.match(/\{\w+/g) ?? [])].sort().join();

function textsOf(operation: AnyOperation): string[] {
  const fields = paramFields(operation.params);
  const options = fields.flatMap(({ name, ...field }) =>
    'options' in field && field.options ? field.options.map((option) => `option.${name}.${option}`) : [],
  );
  return ['title', 'about', ...fields.map(({ name }) => `param.${name}`), ...options];
}

/** The error that a step is refused with, or its SQL. */
function attempt(operation: AnyOperation, params: object, input: Shape, tables: readonly Shape[]): StepSql | AppError {
  try {
    return sqlOf(operation, params, input, tables);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const without = (shape: Shape, { column, table }: ColumnNeed): Shape =>
  (table ?? 'log') === shape.name ? { ...shape, columns: shape.columns.filter(({ name }) => name !== column) } : shape;

/** What became of each row, read off the tables: numbers of rows that vanished, were repeated, or hold anything else. */
function alteredRows(before: Outcome['rows'], names: readonly string[], after: Outcome): number[] {
  const became = new Map<number, Outcome['rows']>();
  for (const each of after.rows) became.set(each.row, [...(became.get(each.row) ?? []), each]);
  const differs = (texts: readonly (string | null)[], now: readonly (string | null)[]) =>
    names.some((name, n) => (texts[n] ?? null) !== (now[after.columns.indexOf(name)] ?? null)) ||
    after.columns.some((name, n) => !names.includes(name) && now[n] !== null && now[n] !== 'false');
  return before
    .filter(({ row, texts }) => {
      const now = became.get(row) ?? [];
      return now.length !== 1 || differs(texts, now[0]!.texts);
    })
    .map(({ row }) => row);
}

describe.each(folders)('%s', (folder) => {
  const operation = definitions[`./${folder}/index.ts`]!;
  const cases = samples[`./${folder}/samples.json`] ?? [];

  test('is named after its folder, and an empty object is its parameters', () => {
    expect(operation.id).toBe(folder);
    expect(operation.version).toBeGreaterThan(0);
    expect(v.safeParse(operation.params, {}).success).toBe(true);
    expect(cases.length).toBeGreaterThan(0);
  });

  test('has every text in both languages, with the same values', () => {
    const { en, zh } = operation.texts;
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(en)).toEqual(expect.arrayContaining(textsOf(operation)));
    for (const [key, text] of Object.entries(en)) {
      expect(text.trim() && zh[key]!.trim(), key).not.toBe('');
      expect([key, placeholders(zh[key]!)]).toEqual([key, placeholders(text)]);
    }
  });

  test('says what it does', () => {
    for (const language of LANGUAGES) {
      const text = translator<string>(operation.texts[language], language);
      for (const params of [{}, ...cases.map((each) => each.params)]) {
        const sentence = operation.describe(v.parse(operation.params, params), text) as string;
        expect(sentence).toMatch(/\S/);
        expect(sentence).not.toMatch(/\{\w|undefined|\[object|^step/);
      }
    }
  });

  test('without parameters it runs, or says in a coded sentence what is lacking', () => {
    const given = attempt(operation, {}, world.input, world.tables);
    if (given instanceof AppError) expect(errorCodes('en')).toContain(given.code);
    else expect(given.select).toMatch(/^SELECT/);
  });

  describe.each(cases)('$params', ({ params, idempotent, brute = true }) => {
    test('names what it needs, and misses it when it is gone', () => {
      const needs = operation.needs(v.parse(operation.params, params)) as ColumnNeed[];
      for (const need of needs) {
        const shape = [world.input, ...world.tables].find(({ name }) => name === (need.table ?? 'log'))!;
        const type = shape.columns.find(({ name }) => name === need.column)?.type;
        if (need.types) expect(need.types).toContain(columnTypeOf(type!));
        const tables = world.tables.map((table) => without(table, need));
        const refused = attempt(operation, params, without(world.input, need), tables);
        expect(refused).toMatchObject({ name: 'recipe.missing-column', values: { column: need.column } });
      }
    });

    test.each([false, true])('binds and runs, the names being naughty: %s', async (naughty) => {
      const there = await makeWorld(database, someRows, naughty);
      const step = sqlOf(operation, there.named(params), there.input, there.tables);
      expect(step.select.length + step.touched.length + (step.figures?.length ?? 0)).toBeLessThan(65_536);
      await database.query(`EXPLAIN ${step.select}`);
      const [first] = await database.rows(`DESCRIBE ${step.select}`);
      expect(first).toMatchObject({ column_name: '__row', column_type: 'BIGINT' });
      const outcome = await take(database, step);
      expect(outcome.columns).not.toContain('__row');
      for (const [name, value] of Object.entries(outcome.figures)) {
        expect(typeof value).toBe('number');
        for (const language of LANGUAGES) expect(operation.texts[language][`figure.${name}`], name).toBeTruthy();
      }
      expect(await take(database, step)).toEqual(outcome);
    });

    test('of an empty table', async () => {
      const there = await makeWorld(database, []);
      const step = sqlOf(operation, params, there.input, there.tables);
      const outcome = await take(database, step);
      expect(outcome.touched).toEqual([]);
      expect(Object.values(outcome.figures).every(Number.isFinite)).toBe(true);
    });

    test('keeps the order of the rows, and counts exactly those that it alters', async () => {
      await fc.assert(
        fc.asyncProperty(logRows, async (rows) => {
          const { input, tables } = await makeWorld(database, rows);
          const before = await inputRows(database);
          const outcome = await take(database, sqlOf(operation, params, input, tables));
          const numbers = outcome.rows.map(({ row }) => row);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          const names = input.columns.map(({ name }) => name);
          if (brute) expect(outcome.touched).toEqual(alteredRows(before, names, outcome));
        }),
        { numRuns: 12 },
      );
    });

    test.runIf(idempotent)('taken twice is the same as once', async () => {
      await fc.assert(
        fc.asyncProperty(logRows, async (rows) => {
          const { input, tables } = await makeWorld(database, rows);
          const once = await take(database, sqlOf(operation, params, input, tables));
          const again = await inputOf(database, 'SELECT * EXCLUDE (__row) FROM outcome');
          const twice = await take(database, sqlOf(operation, params, again, tables));
          expect(twice.rows.map(({ texts }) => texts)).toEqual(once.rows.map(({ texts }) => texts));
          expect(twice.touched).toEqual([]);
        }),
        { numRuns: 6 },
      );
    });
  });
});

test('the reference to a table that is gone is refused by name', () => {
  for (const id of ['join', 'union']) {
    const params = { table: 'gone', keys: [{ from: 'user', to: 'user' }] };
    expect(attempt(operations.get(id)!, params, world.input, world.tables)).toMatchObject({
      name: 'recipe.missing-table',
    });
  }
});

test('names that contradict each other are refused', () => {
  const refused = (id: string, params: object) => attempt(operations.get(id)!, params, world.input, world.tables);
  const taken = { name: 'recipe.name-taken' };
  expect(refused('derive', { name: 'USER', expression: '1' })).toMatchObject(taken);
  expect(refused('rename', { pairs: [{ from: 'user', to: 'Event' }] })).toMatchObject(taken);
  expect(refused('split', { column: 'note', into: ['a', 'A'] })).toMatchObject(taken);
  expect(refused('derive', { name: '__ROW', expression: '1' })).toMatchObject({ name: 'recipe.bad-name' });
  expect(refused('derive', { name: 'a\u0000', expression: '1' })).toMatchObject({ name: 'recipe.bad-name' });
});

test.each(['1); DROP TABLE log', "'", '1) OR (1', 'a /* b', '"', "e'\\'", '(1'])('%s is no expression', (condition) => {
  for (const [id, params] of [
    ['filter', { condition }],
    ['derive', { name: 'x', expression: condition }],
  ] as const) {
    const refused = attempt(operations.get(id)!, params, world.input, world.tables);
    expect(refused).toMatchObject({ name: 'recipe.bad-expression' });
  }
});

test.each([`';)' = "note"`, `"note" /* ) */ = 'x' -- )`, `e'\\'' = 'x'`, "$$;($$ = 'x'"])(
  '%s is one',
  async (condition) => {
    const step = sqlOf(operations.get('filter')!, { condition }, world.input, world.tables);
    await makeWorld(database, someRows);
    await expect(database.query(`EXPLAIN ${step.select}`)).resolves.toBeDefined();
  },
);

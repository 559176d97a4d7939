import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeText, fileOf, report } from '../../testing.ts';
import type { TextBatch } from '../../batch.ts';
import { textOf } from '../../typing/ascii.ts';
import { JsonReader } from './reader.ts';
import { endOfValue, INCOMPLETE, INVALID } from './validate.ts';

const encoder = new TextEncoder();
const json = (text: string, name = 'test.json') => decodeText(text, {}, name);

describe('reading JSON', () => {
  it.each([
    ['one object a line', '{"a":1,"b":"x"}\n\n{"a":2,"b":"y"}\r\n', 'ndjson'],
    ['an array', ' [ {"a":1,"b":"x"} ,\n {"a":2, "b" : "y"} ] \n', 'json'],
    ['objects over several lines', '{\n "a": 1,\n "b": "x"\n}\n{\n "a": 2, "b": "y"}', 'json'],
  ])('%s', async (_, text, format) => {
    const { ledger, columns } = await json(text);
    expect(ledger).toMatchObject({ rows: 2, records: 2, rejectedCount: 0, sniffed: { format } });
    expect(Object.fromEntries(columns)).toEqual({ a: [1n, 2n], b: ['x', 'y'] });
  });

  it('takes nested objects apart, and keeps arrays as JSON', async () => {
    const { columns } = await json(
      '{"a":{"b":1,"c":{"d":[1, 2]}},"e":[{"f":1}],"g":{}}\n{"a":null,"h":true}\n',
      'x.ndjson',
    );
    expect(Object.fromEntries(columns)).toEqual({
      'a.b': [1n, null],
      'a.c.d': ['[1, 2]', null],
      e: ['[{"f":1}]', null],
      g: ['{}', null],
      h: [null, true],
    });
  });

  it('keeps numbers written as numbers apart from those written as text', async () => {
    const { columns, ledger } = await json(
      '{"s":"12","n":12,"t":"2024-01-01T00:00:00Z","m":1,"big":12345678901234567890,"d":1.50,"b":true,"ident":1.0}\n' +
        '{"s":"13","n":1e2,"t":null,"m":"1","big":1,"d":2,"b":false,"ident":2.0}\n',
      'x.jsonl',
    );
    expect(Object.fromEntries(columns)).toEqual({
      s: ['12', '13'],
      n: [12, 100],
      t: ['2024-01-01T00:00:00.000Z', null],
      m: ['1', '1'],
      big: ['12345678901234567890', '1'],
      d: [1.5, 2],
      b: [true, false],
      ident: [1, 2],
    });
    expect(ledger.columns.every(({ changed }) => changed === 0)).toBe(true);
  });

  it('keeps keys in the order of first sight, late ones and __proto__ too', async () => {
    const late = `${'{"b":1,"__proto__":"p","a":2}\n'.repeat(30_000)}{"c":"x","a":null}\n`;
    const decoded = await json(late, 'x.ndjson');
    expect([...decoded.columns.keys()]).toEqual(['b', '__proto__', 'a', 'c']);
    expect(decoded.columns.get('c')!.at(-1)).toBe('x');
    expect(decoded.columns.get('__proto__')![0]).toBe('p');
    expect(report(decoded, 'c')).toMatchObject({ nulls: 30_000 });
    expect(decoded.passes).toBeLessThanOrEqual(2);
  });

  it('resolves escapes, and takes the last of equal keys', async () => {
    const { columns } = await json(
      '{"k\\u0065y":"a\\n\\"\\u00e9\\ud83d\\udeb2\\/","d":"x\\t","d":"y"}\n{"key":"","d":"\\ud800"}\n',
    );
    expect(Object.fromEntries(columns)).toEqual({ key: ['a\n"é🚲/', ''], d: ['y', '\ufffd'] });
  });

  it('sets bad lines aside', async () => {
    const { ledger, columns } = await json('{"a":1}\n{"a":\n[1]\n{"a":2} x\n"s"\n{"a":3}', 'x.ndjson');
    expect(columns.get('a')).toEqual([1n, 3n]);
    expect(ledger).toMatchObject({ records: 6, rows: 2, rejectedCount: 4 });
    expect(ledger.rejected).toEqual([
      { line: 2, reason: 'not-json', text: '{"a":' },
      { line: 3, reason: 'not-an-object', text: '[1]' },
      { line: 4, reason: 'not-json', text: '{"a":2} x' },
      { line: 5, reason: 'not-an-object', text: '"s"' },
    ]);
  });

  it.each([
    '[{"a":1}',
    '[{"a":1},]',
    '[{"a":1},,{"a":2}]',
    '[{"a":1}] x',
    '[{"a":01}]',
    '[{"a":1} {"a":2}]',
    '[,{"a":1}]',
  ])('refuses the array %s', async (text) => {
    await expect(json(text)).rejects.toMatchObject({ name: 'import.bad-json' });
  });

  it('says on which line an array goes wrong', async () => {
    await expect(json('[\n{"a":1},\n{"a":tru}\n]')).rejects.toMatchObject({
      values: { line: 3, text: '{"a":tru}\n]' },
    });
  });

  it.each([
    ['an array of values', '[1,null,"x",{"a":[2]}]', { value: ['1', null, 'x', '{"a":[2]}'] }],
    ['a single value', ' 1.5 ', { value: [1.5] }],
    ['an empty array', '[]', { value: [] }],
    ['empty objects', '[{},{}]', { value: [null, null] }],
    ['a single object', '{"a":{"b":{"c":1}},"d":[1,2]}', { 'a.b.c': [1n], d: ['[1,2]'] }],
    ['lists with names first', '[["a","b\\""],[1,"x"],[2]]', { a: [1n, 2n], 'b"': ['x', null] }],
    ['lists without names', '[[1,"x"],[2,"y"]]', { column_1: [1n, 2n], column_2: ['x', 'y'] }],
    ['lists, one a line', '["a","b"]\n[1,2]\n[3,4]\n', { a: [1n, 3n], b: [2n, 4n] }],
    ['columns', '{"a":[1,2],"b":["x\\ty","z"]}', { a: [1n, 2n], b: ['x\ty', 'z'] }],
    ['pandas: columns', '{"a":{"0":1,"1":2},"b":{"0":"x","1":null}}', { a: [1n, 2n], b: ['x', null] }],
    ['pandas: index', '{"0":{"a":1,"b":"x"},"1":{"a":2,"b":null}}', { a: [1n, 2n], b: ['x', null] }],
    ['pandas: split', '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,null]]}', { a: [1n, 2n], b: ['x', null] }],
    [
      'pandas: table',
      '{"schema":{"fields":[{"name":"a"}]},"data":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}',
      { a: [1n, 2n], b: ['x', 'y'] },
    ],
    ['objects in a wrapper', '{"n":2,"result":{"rows":[{"a":1},{"a":2}],"x":[]},"z":{}}', { a: [1n, 2n] }],
    [
      'GeoJSON',
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[1,2]}}]}',
      { type: ['Feature'], 'properties.n': [1n], 'geometry.type': ['Point'], 'geometry.coordinates': ['[1,2]'] },
    ],
    ['columns of unequal length as one record', '{"a":[1,2],"b":[3]}', { a: ['[1,2]'], b: ['[3]'] }],
    [
      'keys that are names elsewhere',
      '[{"":1,"constructor":2,"__proto__":{"x":3}}]',
      { column_1: [1n], constructor: [2n], '__proto__.x': [3n] },
    ],
  ])('reads %s', async (_, text, expected) => {
    const { columns, ledger } = await json(text);
    expect(Object.fromEntries(columns)).toEqual(expected);
    expect(ledger.rejectedCount).toBe(0);
    expect(ledger.records).toBe(ledger.rows);
  });

  it('says where the rows were found', async () => {
    const { ledger } = await json('{"result":{"rows":[{"a":1}]}}');
    expect(ledger.notices).toMatchObject([{ code: 'import.json-path', values: { path: 'result.rows' } }]);
    await expect(json('{"rows":[{"a":1}],"b":}')).rejects.toMatchObject({ name: 'import.bad-json' });
    await expect(json('{"rows":[{"a":1}]} 1')).rejects.toMatchObject({ name: 'import.bad-json' });
  });

  it('repeats a record for each element of its list, if asked', async () => {
    const text =
      '{"k":1,"note":"a\\tb","items":[{"sku":"x","n":1},{"sku":"y\\n","tags":[1]}]}\n' +
      '{"k":2,"items":[]}\n{"k":3,"items":null}\n{"k":4,"items":["z"]}\n';
    const { columns, ledger } = await decodeText(text, { arrays: 'rows' }, 'x.ndjson');
    expect(Object.fromEntries(columns)).toEqual({
      k: [1n, 1n, 2n, 3n, 4n],
      note: ['a\tb', 'a\tb', null, null, null],
      'items.sku': ['x', 'y\n', null, null, null],
      'items.n': [1n, null, null, null, null],
      'items.tags': [null, '[1]', null, null, null],
      items: [null, null, null, null, 'z'],
    });
    expect(ledger).toMatchObject({ rows: 5, records: 5 });
  });

  it('counts keys that come twice and halves of pairs', async () => {
    const { columns, ledger } = await json('{"a":1,"a":2}\n{"a":"\\ud800"}\n');
    expect(columns.get('a')).toEqual(['2', '\ufffd']);
    expect(ledger.notices).toMatchObject([
      { code: 'import.repeated-keys', values: { count: 1 } },
      { code: 'import.replaced-characters', values: { count: 1 } },
    ]);
  });

  it('refuses endless depth by name', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await expect(json(deep)).rejects.toMatchObject({ name: 'import.json-too-deep' });
    await expect(json(`{"a":1}\n{"a":${deep}}\n`)).rejects.toMatchObject({
      name: 'import.json-too-deep',
      values: { line: 1 },
    });
    await expect(json(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).rejects.toMatchObject({
      name: 'import.json-too-deep',
    });
  });

  it('refuses what is no JSON', async () => {
    await expect(json('{"a":NaN}')).rejects.toMatchObject({ name: 'import.bad-json' });
    await expect(json('{"a":NaN}\n{"a":Infinity}\n', 'x.ndjson')).rejects.toMatchObject({ name: 'import.bad-json' });
    await expect(json('  \n')).rejects.toMatchObject({ name: 'import.empty-file' });
    const keys = Array.from({ length: 5000 }, (_, key) => `"k${key}":1`).join(',');
    await expect(json(`{${keys}}`)).rejects.toMatchObject({ name: 'import.too-many-columns' });
  });
});

describe('records of the same form', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '1',
      '-0.5',
      '12e3',
      '01',
      '1.',
      '-',
      '""',
      '"a,b"',
      '"\\n"',
      'null',
      'true',
      'nul',
      '[1, "]"]',
      '{}',
      '{"x":1}',
      '"\u00e9"',
      ' 7 ',
    ),
    fc.integer().map(String),
  );
  const line = fc
    .tuple(
      fc.constantFrom('{"a":#,"b":{"c":#}}', '{"a":#, "b":{"c":#}}', '{"b":{"c":#},"a":#}', '{"a":#}'),
      value,
      value,
    )
    .map(([form, first, second]) => form.replace('#', () => first).replace('#', () => second));

  it('are what JSON.parse says, at any cut', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.nat(), (lines, seed) => {
        const parsed = lines.map(parsedOrNot).filter((record) => record !== undefined);
        const bytes = encoder.encode(`${lines.join('\n')}\n`);
        const cut = seed % bytes.length;
        const reader = new JsonReader(SHAPE, 'x.ndjson', [], { depth: 16 });
        const rows: unknown[] = [];
        const emit = (batch: TextBatch): void => {
          for (let row = 0; row < batch.rows; row++) rows.push(cellsOf(batch, row, reader.columns));
        };
        reader.push(bytes.slice(0, cut), emit);
        reader.push(bytes.slice(cut), emit);
        if (parsed.length > 0) reader.finish(emit);
        expect(rows).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });

  const SHAPE = { layout: 'lines', element: 'object', start: 0, path: '', levels: 0, header: false } as const;

  const parsedOrNot = (text: string): Record<string, string> | undefined => {
    try {
      return flat(JSON.parse(text) as object, '');
    } catch {
      return undefined;
    }
  };

  const flat = (object: object, prefix: string): Record<string, string> =>
    Object.assign(
      {},
      ...Object.entries(object).map(([key, inner]: [string, unknown]) => {
        if (inner === null) return {};
        if (typeof inner === 'object' && !Array.isArray(inner) && Object.keys(inner).length > 0)
          return flat(inner, `${prefix}${key}.`);
        return { [prefix + key]: typeof inner === 'string' ? inner : JSON.stringify(inner) };
      }),
    ) as Record<string, string>;

  const cellsOf = (batch: TextBatch, row: number, names: readonly (string | null)[]): Record<string, string> => {
    const cells: Record<string, string> = {};
    for (let column = 0; column < batch.width; column++) {
      const at = row * batch.width + column;
      if (batch.starts[at]! < 0) continue;
      const text = textOf(batch.bytes, batch.starts[at]!, batch.ends[at]!);
      cells[names[column]!] = /^[\d[{-]/.test(text) && text.length > 0 ? JSON.stringify(JSON.parse(text)) : text;
    }
    return cells;
  };
});

describe('the validator', () => {
  const isValid = (text: string): boolean => {
    const bytes = encoder.encode(text);
    const end = endOfValue(bytes, 0, bytes.length, true);
    return end > 0 && text.slice(end).trim() === '' && [...text.slice(end)].every((char) => ' \t\r\n'.includes(char));
  };
  const parses = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('agrees with JSON.parse on any soup of tokens', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      '1',
      '-0',
      '01',
      '1.5e3',
      '1.',
      'true',
      'nul',
      'null',
      ' ',
      '\n',
      '"',
    );
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 12 }), (tokens) => {
        expect(isValid(tokens.join(''))).toBe(parses(tokens.join('')));
      }),
      { numRuns: 8000 },
    );
  });

  it('finds the end of any value, and asks for more at any cut', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const bytes = encoder.encode(`${text} `);
        const end = bytes.length - 1;
        expect(endOfValue(bytes, 0, bytes.length, false)).toBe(encoder.encode(text.trimEnd()).length);
        for (let cut = 1; cut < end; cut++) {
          const found = endOfValue(bytes, 0, cut, false);
          expect(found).not.toBe(INVALID);
          if (found !== INCOMPLETE) expect(text.slice(cut).trim()).toBe('');
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('round trips', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const record = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), value, { minKeys: 1, maxKeys: 5 });

  it('gives objects back as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), fc.boolean(), async (records, asArray) => {
        const text = asArray
          ? JSON.stringify(records, null, 1)
          : records.map((item) => JSON.stringify(item)).join('\n');
        const { ledger, columns } = await decode(fileOf(text, asArray ? 'x.json' : 'x.ndjson'), { types: 'text' });
        expect(ledger).toMatchObject({ rows: records.length, rejectedCount: 0 });
        const originals = ledger.columns.map(({ original }) => original);
        expect(new Set(originals)).toEqual(new Set(records.flatMap((item) => Object.keys(item))));
        const lists = [...columns.values()];
        originals.forEach((key, index) => {
          const expected = records.map((item) => {
            const inner = Object.hasOwn(item, key) ? item[key] : null;
            if (inner === null || inner === undefined) return null;
            return typeof inner === 'string' ? inner : JSON.stringify(inner);
          });
          expect(lists[index]).toEqual(expected);
        });
      }),
      { numRuns: 100 },
    );
  });
});

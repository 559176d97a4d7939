import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeText, fileOf, report } from '../../testing.ts';
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

  it('takes nested objects apart once, and keeps what is deeper as JSON', async () => {
    const { columns } = await json(
      '{"a":{"b":1,"c":{"d":[1, 2]}},"e":[{"f":1}],"g":{}}\n{"a":null,"h":true}\n',
      'x.ndjson',
    );
    expect(Object.fromEntries(columns)).toEqual({
      'a.b': [1n, null],
      'a.c': ['{"d":[1, 2]}', null],
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

  it('refuses files without objects', async () => {
    await expect(json('[1,2]')).rejects.toMatchObject({ name: 'import.no-objects' });
    await expect(json('[]')).rejects.toMatchObject({ name: 'import.no-objects' });
    await expect(json('  \n')).rejects.toMatchObject({ name: 'import.empty-file' });
    const keys = Array.from({ length: 5000 }, (_, key) => `"k${key}":1`).join(',');
    await expect(json(`{${keys}}`)).rejects.toMatchObject({ name: 'import.too-many-columns' });
  });
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

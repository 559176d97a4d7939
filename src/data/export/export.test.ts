import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decoded } from '../testing.ts';
import { decode, fileOf } from '../testing.ts';
import type { Cell, WrittenDialect } from './delimited.ts';
import { SPREADSHEET, writeCell, writeDelimited } from './delimited.ts';
import type { WrittenEncoding } from './encode.ts';
import { encoderOf, WRITTEN_ENCODINGS } from './encode.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('encoderOf', () => {
  // Bytes as iconv (glibc 2.36) writes them.
  it.each([
    ['gb18030', '中€😀', 'd6d0a2e39439fc36'],
    ['gbk', '用户', 'd3c3bba7'],
    ['big5', '用戶', 'a5cea4e1'],
    ['shift_jis', 'ﾃ日本', 'c393fa967b'],
    ['euc-jp', '日本', 'c6fccbdc'],
    ['euc-kr', '한국', 'c7d1b1b9'],
    ['windows-1251', 'Привет', 'cff0e8e2e5f2'],
    ['koi8-r', 'Привет', 'f0d2c9d7c5d4'],
    ['iso-8859-15', '€é', 'a4e9'],
    ['utf-16le', 'a😀', '61003dd800de'],
    ['utf-16be', 'a😀', '0061d83dde00'],
  ] as const)('writes %s', (encoding, text, bytes) => {
    expect(hex(encoderOf(encoding)(text))).toBe(bytes);
  });

  it('refuses what the encoding lacks, by name', () => {
    expect(() => encoderOf('windows-1252')('naïve 中')).toThrow(
      expect.objectContaining({ code: 'export.unencodable', values: { character: '中', encoding: 'windows-1252' } }),
    );
  });
});

describe('writeCell', () => {
  const raw: WrittenDialect = { ...SPREADSHEET, defuse: false };

  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
  ])('defuses %j', (text, expected) => expect(writeCell(text, SPREADSHEET)).toBe(expected));

  it.each([
    ['-5', '-5'],
    [-5, '-5'],
    ['+3.25', '+3.25'],
    ['-.5', '-.5'],
    ['-1e-9', '-1e-9'],
    ['plain', 'plain'],
    [null, ''],
    [false, 'false'],
  ])('leaves %j alone', (value, expected) => expect(writeCell(value, SPREADSHEET)).toBe(expected));

  it('quotes what would break the line, and what would be nothing', () => {
    expect(writeCell('a,b', raw)).toBe('"a,b"');
    expect(writeCell('say "hi"', raw)).toBe('"say ""hi"""');
    expect(writeCell('two\nlines', raw)).toBe('"two\nlines"');
    expect(writeCell('', raw)).toBe('""');
    expect(writeCell('say "hi"\\', { ...raw, escape: 'backslash' })).toBe('"say \\"hi\\"\\\\"');
  });
});

describe('writeDelimited', () => {
  it('writes a byte order mark, a header and every row, across its parts', async () => {
    const blob = await writeDelimited(['n', '=x'], 20_001, (row) => [row, null]);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = (await blob.text()).split('\r\n');
    expect(lines.length).toBe(20_003);
    expect(lines[0]!.endsWith("n,'=x")).toBe(true);
    expect(lines[20_001]).toBe('20000,');
  });
});

/** Letters of each script that an encoding is for. */
const LETTERS: Partial<Record<WrittenEncoding, string>> = {
  'utf-8': '用戶日본Яñ😀',
  'utf-16le': '用戶日본Яñ😀',
  'utf-16be': '用戶日본Яñ😀',
  gb18030: '用户行为点击购买商品',
  gbk: '用户行为点击购买商品',
  big5: '用戶行為點擊購買商品',
  shift_jis: '利用者クリック購入のは日本',
  'euc-jp': '利用者クリック購入のは日本',
  'euc-kr': '사용자클릭구매상품한국',
  'windows-1251': 'Приветмирдаинет',
  'iso-8859-5': 'Приветмирдаинет',
  'koi8-r': 'Приветмирдаинет',
  'windows-1253': 'αβγδελληνικά',
};

const tableFor = (encoding: WrittenEncoding) => {
  const letters = [...(LETTERS[encoding] ?? 'äöüéß')];
  const unit = fc.constantFrom(...'abc,;|\t"\'\\\n# =1'.split(''), ...letters);
  const text = fc.string({ unit, maxLength: 8 });
  return fc.integer({ min: 2, max: 5 }).chain((width) =>
    fc.record({
      columns: fc.uniqueArray(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ...letters), minLength: 2, maxLength: 6 }),
        {
          minLength: width,
          maxLength: width,
          selector: (name) => name.toLowerCase(),
        },
      ),
      // A line of nothing but delimiters at a file's end is taken for padding, and listed as such.
      rows: fc
        .array(fc.array(fc.option(text, { freq: 6 }), { minLength: width, maxLength: width }), {
          minLength: 3,
          maxLength: 12,
        })
        .filter((rows) => rows.at(-1)!.some((cell) => cell !== null)),
    }),
  );
};

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"' as const, "'" as const),
  escape: fc.constantFrom('double' as const, 'backslash' as const),
  end: fc.constantFrom('\r\n' as const, '\n' as const, '\r' as const),
});

const rowsOf = ({ columns }: Decoded, names: readonly string[], count: number): unknown[][] =>
  Array.from({ length: count }, (_, row) => names.map((name) => columns.get(name)?.[row]));

describe('any table that is written', () => {
  it.each(WRITTEN_ENCODINGS)('comes back the same from %s, in any dialect that is named', async (encoding) => {
    await fc.assert(
      fc.asyncProperty(tableFor(encoding), dialect, fc.boolean(), async ({ columns, rows }, dialect, marked) => {
        const bom = marked && encoding.startsWith('utf');
        const written: WrittenDialect = { ...dialect, header: true, encoding, bom, defuse: false };
        const blob = await writeDelimited(columns, rows.length, (row) => rows[row] as Cell[], written);
        const bytes = new Uint8Array(await blob.arrayBuffer());
        const { delimiter, quote, escape } = dialect;
        const told = { delimiter, quote, ...(escape === 'backslash' && { escape: '\\' }), header: true, skip: 0 };
        const read = await decode(fileOf(bytes, 'table.csv'), { ...told, encoding, types: 'text', headerRows: 1 });
        expect(read.ledger.columns.map(({ name }) => name)).toEqual(columns);
        expect(rowsOf(read, columns, rows.length)).toEqual(rows);
        expect(read.ledger).toMatchObject({ rows: rows.length, records: rows.length, rejectedCount: 0 });
      }),
      { numRuns: 30 },
    );
  });
});

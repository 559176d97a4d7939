import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportOptions, Ledger } from '../contract/import.ts';
import { AppError } from '../core/errors.ts';
import { decode, fileOf } from './testing.ts';

/** Garbage is small: what takes longer than this to read hangs. */
const MOST_MS = 2000;

/**
 * Imports garbage. It may be refused by a coded error, but never by one that says our own books are wrong; where it is read, every
 * record is a row, set aside or passed over.
 */
async function expectHonest(bytes: Uint8Array, name: string, options: ImportOptions): Promise<Ledger | undefined> {
  const started = performance.now();
  try {
    const { ledger, columns } = await decode(fileOf(bytes, name), options);
    const { records, rows, rejectedCount, rejected, sniffed } = ledger;
    expect(records).toBe(rows + rejectedCount + (sniffed.skipped ?? 0));
    expect(rejected).toHaveLength(Math.min(1000, rejectedCount));
    expect(ledger.columns).toHaveLength(columns.size);
    for (const values of columns.values()) expect(values).toHaveLength(rows);
    return ledger;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.name).toMatch(/^import\./);
    expect(['import.does-not-reconcile', 'import.file-changed']).not.toContain(error.name);
    return undefined;
  } finally {
    expect(performance.now() - started).toBeLessThan(MOST_MS);
  }
}

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

/** Bytes put together from pieces, the likelier the more often a piece is given. */
const garbage = (pieces: readonly (string | number[])[], maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc
    .array(fc.constantFrom(...pieces.map((piece) => (typeof piece === 'string' ? utf8(piece) : piece))), { maxLength })
    .map((parts) => Uint8Array.from(parts.flat()));

const SIGNS = [
  '"',
  '"',
  '""',
  "'",
  '`',
  '\\',
  ',',
  ',',
  ',',
  ';',
  '\t',
  '|',
  '||',
  '\n',
  '\n',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  ' ',
  '#',
  '--',
];
const VALUES = [
  'a',
  'name',
  'x y',
  '1',
  '-2.5',
  '1,5',
  '007',
  '2024-03-05',
  '01/02/2024',
  'true',
  'NA',
  '',
  'é',
  '数据',
  '😀',
  '\ufeff',
];
const BAD_BYTES = [[0], [0], [0xff], [0xc3], [0xe4, 0xbd], [0xed, 0xa0, 0x80], [0x80], [0x1b, 0x24], [0x81, 0x30]];

/** Rows of a table with now and then a sign or a byte that doesn't belong there: what looks like a table nearly everywhere. */
const damagedTable = fc
  .tuple(
    fc.constantFrom(',', ';', '\t', '|'),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.array(fc.array(fc.constantFrom(...VALUES), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(2000), fc.constantFrom(...SIGNS.map(utf8), ...BAD_BYTES)), { maxLength: 6 }),
  )
  .map(([delimiter, end, rows, damage]) => {
    const bytes = utf8(rows.map((row) => row.join(delimiter)).join(end));
    for (const [at, piece] of damage) bytes.splice(at % (bytes.length + 1), 0, ...piece);
    return Uint8Array.from(bytes);
  });

const options = fc.constantFrom<ImportOptions>(
  {},
  {},
  { types: 'text' },
  { header: true },
  { header: false, skip: 2 },
  { delimiter: ',', quote: '"', comment: '#' },
  { escape: '\\' },
  { headerRows: 2 },
  { decimal: ',', dateOrder: 'dmy' },
);

describe('garbage as delimited text', () => {
  it.each([
    ['signs and values', garbage([...SIGNS, ...VALUES], 200)],
    ['bytes that are no text', garbage([...SIGNS, ...VALUES, ...BAD_BYTES], 200)],
    ['any bytes', fc.uint8Array({ maxLength: 400 })],
    ['tables with damage', damagedTable],
  ])('%s: every record is accounted for', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(bytes, options, async (bytes, told) => void (await expectHonest(bytes, 'x.csv', told))),
      { numRuns: 150 },
    );
  });

  it('is read now and then, so that the sums are put to the test', async () => {
    const ledgers: Ledger[] = [];
    for (const bytes of fc.sample(damagedTable, { numRuns: 100, seed: 7 })) {
      const ledger = await expectHonest(bytes, 'x.csv', {});
      if (ledger) ledgers.push(ledger);
    }
    expect(ledgers.filter(({ rows }) => rows > 1).length).toBeGreaterThan(50);
    expect(ledgers.filter(({ rejectedCount }) => rejectedCount > 0).length).toBeGreaterThan(5);
  });

  it('many quotes take no longer than they are many', async () => {
    for (const piece of ['"', '""",', '",\n"', '"a,', '\\"', '\'"', '"\n,', ',,"']) {
      await expectHonest(Uint8Array.from(utf8(piece.repeat(1000))), 'x.csv', { types: 'text' });
    }
  });
});

const JSON_PIECES = [
  '{',
  '}',
  '{"a":1}\n',
  '{"a":1}\n',
  '{"b":"x","a":null}\n',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '"a":',
  '1',
  '-0.5e3',
  '12345678901234567890',
  'true',
  'null',
  '\\',
  '\\u00',
  '\\ud800',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '{"__proto__":{"x":1}}\n',
  '{"a":{"b":[1,{}]}}\n',
  'é',
  '数',
];

/** Lines of which most are records. */
const damagedLines = fc
  .tuple(
    fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c', '数'), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }), {
      minLength: 1,
      maxLength: 30,
    }),
    fc.constantFrom('\n', '\r\n', '\n\n'),
    fc.array(fc.tuple(fc.nat(2000), fc.constantFrom(...JSON_PIECES.map(utf8), ...BAD_BYTES)), { maxLength: 5 }),
  )
  .map(([records, end, damage]) => {
    const bytes = utf8(records.map((record) => JSON.stringify(record)).join(end));
    for (const [at, piece] of damage) bytes.splice(1 + (at % bytes.length), 0, ...piece);
    return Uint8Array.from(bytes);
  });

describe('garbage as NDJSON', () => {
  it.each([
    ['signs and values', garbage(JSON_PIECES, 200)],
    ['bytes that are no text', garbage([...JSON_PIECES, ...BAD_BYTES], 200)],
    ['any bytes', fc.uint8Array({ maxLength: 400 })],
    ['records with damage', damagedLines],
  ])('%s: every record is accounted for', async (_, bytes) => {
    const told = fc.constantFrom<ImportOptions>({}, { types: 'text' }, { arrays: 'rows' });
    await fc.assert(
      fc.asyncProperty(bytes, told, async (bytes, told) => void (await expectHonest(bytes, 'x.ndjson', told))),
      { numRuns: 150 },
    );
  });

  it('is read now and then, so that the sums are put to the test', async () => {
    const ledgers: Ledger[] = [];
    for (const bytes of fc.sample(damagedLines, { numRuns: 100, seed: 7 })) {
      const ledger = await expectHonest(bytes, 'x.ndjson', {});
      if (ledger) ledgers.push(ledger);
    }
    expect(ledgers.filter(({ rows }) => rows > 1).length).toBeGreaterThan(50);
    expect(ledgers.filter(({ rejectedCount }) => rejectedCount > 0).length).toBeGreaterThan(5);
  });
});

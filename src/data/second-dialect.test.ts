import { describe, expect, it } from 'vitest';
import type { Ledger } from '../contract/import.ts';
import type { Decoded } from './testing.ts';
import { decodeText, report } from './testing.ts';
import { HEAD_BYTES } from './text-import.ts';

const HEAD_ROWS = 12_000;
const HEADER = 'name,day,n,page\n';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

const head = HEADER + lines(HEAD_ROWS, (i) => `user ${i},2024-01-01,${i},page ${i % 7}`);

const codesOf = ({ notices }: Ledger): string[] => notices.map(({ code }) => code);

/** Imports what follows the head, and holds the ledger's sums against the lines that were written. */
async function after(rest: string): Promise<Decoded> {
  const decoded = await decodeText(head + rest, { types: 'text' });
  const { rows, rejectedCount, records, sniffed } = decoded.ledger;
  expect(records).toBe(HEAD_ROWS + rest.split('\n').length - 1);
  expect(rows + rejectedCount + (sniffed.skipped ?? 0)).toBe(records);
  for (const values of decoded.columns.values()) expect(values).toHaveLength(rows);
  return decoded;
}

describe('a file that goes on otherwise than its head', () => {
  it('has a head beyond the bytes that the dialect is guessed from', () => {
    expect(head.length).toBeGreaterThan(HEAD_BYTES);
  });

  it.each([
    ['semicolons and single quotes', (i: number) => `'late; ${i}';2024-02-01;${i};page ${i % 7}`, 'too-few-fields'],
    ['tabs', (i: number) => `late ${i}\t2024-02-01\t${i}\tpage ${i % 7}`, 'too-few-fields'],
    ['single quotes around commas', (i: number) => `'late, ${i}',2024-02-01,${i},page ${i % 7}`, 'too-many-fields'],
  ])('%s in the later four fifths: set aside with line, text and a warning', async (_, line, reason) => {
    const { ledger, columns } = await after(lines(4 * HEAD_ROWS, line));
    expect(ledger).toMatchObject({ rows: HEAD_ROWS, rejectedCount: 4 * HEAD_ROWS });
    expect(columns.get('name')!.slice(-1)).toEqual([`user ${HEAD_ROWS - 1}`]);
    expect(ledger.rejected).toHaveLength(1000);
    expect(ledger.rejected[0]).toEqual({ line: HEAD_ROWS + 2, reason, text: line(0) });
    expect(codesOf(ledger)).toContain('import.rejected-records');
  });

  it('reads the later part where it is told to be the table', async () => {
    const rest = lines(4 * HEAD_ROWS, (i) => `'late; ${i}';2024-02-01;${i};page ${i % 7}`);
    const told = { types: 'text', delimiter: ';', quote: "'", skip: HEAD_ROWS + 1, header: false } as const;
    const { ledger, columns } = await decodeText(head + rest, told);
    expect(ledger).toMatchObject({ rows: 4 * HEAD_ROWS, rejectedCount: 0, sniffed: { skipped: HEAD_ROWS + 1 } });
    expect([...columns.values()].map((values) => values[1])).toEqual(['late; 1', '2024-02-01', '1', 'page 1']);
  });

  it('one more column from the middle on: no value moves into another column', async () => {
    const { ledger, columns } = await after(lines(HEAD_ROWS, (i) => `late ${i},2024-02-01,${i},page ${i % 7},${i}`));
    expect(ledger).toMatchObject({ rows: HEAD_ROWS, rejectedCount: HEAD_ROWS });
    expect(ledger.rejected[0]).toMatchObject({ line: HEAD_ROWS + 2, reason: 'too-many-fields' });
    expect(new Set(columns.get('day'))).toEqual(new Set(['2024-01-01']));
    expect(codesOf(ledger)).toContain('import.rejected-records');
  });

  it('one column less from the middle on: each record is padded or set aside, and the ledger says which', async () => {
    const { ledger, columns } = await after(lines(HEAD_ROWS, (i) => `late ${i},2024-02-01,${i}`));
    const page = columns.get('page')!;
    expect(page.slice(0, HEAD_ROWS)).toEqual(Array.from({ length: HEAD_ROWS }, (_, i) => `page ${i % 7}`));
    expect(page.slice(HEAD_ROWS).every((value) => value === null)).toBe(true);
    const padded = ledger.notices.find(({ code }) => code === 'import.padded-records')?.values.count ?? 0;
    expect(Number(padded) + ledger.rejectedCount).toBe(HEAD_ROWS);
  });
});

describe('a column that one late value breaks', () => {
  const ROWS = 301_000;
  const AT = 300_000;

  it.each([
    ['an identifier', '0012'],
    ['a word', 'n/k'],
  ])('%s at row 300,000: all values are text, exactly as written', async (_, odd) => {
    const values = Array.from({ length: ROWS }, (_, i) => (i === AT ? odd : String(i * 37)));
    const decoded = await decodeText(`event,amount\n${values.map((value) => `view,${value}\n`).join('')}`);
    expect(decoded.ledger).toMatchObject({ rows: ROWS, records: ROWS, rejectedCount: 0 });
    expect(report(decoded, 'amount')).toMatchObject({ type: 'text', nulls: 0, changed: 0, rejected: 0 });
    const read = decoded.columns.get('amount')!;
    expect(read.length).toBe(ROWS);
    expect(read.findIndex((value, at) => value !== values[at])).toBe(-1);
  });
});

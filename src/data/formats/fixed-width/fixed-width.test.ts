import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextBatch } from '../../batch.ts';
import { decode, decodeText, fileOf } from '../../testing.ts';
import { fixedWidthFormat, looksLikeFixedWidth } from './index.ts';

const CDNOW = '../shared/data/cdnow/CDNOW_master.txt.gz';

const told = (text: string): boolean => looksLikeFixedWidth(new TextEncoder().encode(text));

const REPORT = `Sales of March
                                  page 1

city          sold      price
------------- ---- ----------
New York        12   1,200.50
San Francisco  345      17.00
Ulm
Rome             7
------------- ---- ----------
total          364
`;

describe('files of fixed width', () => {
  it('cuts by rulers, and passes over titles and rules', async () => {
    const { ledger, columns } = await decodeText(REPORT, { types: 'text' }, 'report.txt');
    expect(ledger.sniffed).toMatchObject({ format: 'fixed-width', header: true, skipped: 4 });
    expect(columns.get('city')).toEqual(['New York', 'San Francisco', 'Ulm', 'Rome', 'total']);
    expect(columns.get('sold')).toEqual(['12', '345', null, '7', '364']);
    expect(columns.get('price')).toEqual(['1,200.50', '17.00', null, null, null]);
    expect(ledger).toMatchObject({ rows: 5, rejectedCount: 0, records: 9 });
  });

  it('cuts where all lines are blank, with a header that stands elsewhere', async () => {
    const text =
      ' id  when number amount\r\n 00001 19970101  1   11.77\r\n 00002 19970112  5  112.00\r\n 00002 19970113 12    7.00\r\n';
    const { ledger, columns } = await decodeText(text, {}, 'x.txt');
    expect([...columns.keys()]).toEqual(['id', 'when', 'number', 'amount']);
    expect(columns.get('id')).toEqual(['00001', '00002', '00002']);
    expect(columns.get('number')).toEqual([1n, 5n, 12n]);
    expect(columns.get('amount')).toEqual([11.77, 112, 7]);
    expect(ledger.columns.every(({ changed }) => changed === 0)).toBe(true);
  });

  it('reads without a header, and with missing values', async () => {
    const { ledger, columns } = await decodeText(
      'anna      12  2024-01-02\nbernard    3  2024-01-03\nxi            2024-01-04\nzoe      117  2024-01-05\n',
    );
    expect(ledger.sniffed).toMatchObject({ format: 'fixed-width', header: false });
    expect(columns.get('column_2')).toEqual([12n, 3n, null, 117n]);
    expect(columns.get('column_1')).toEqual(['anna', 'bernard', 'xi', 'zoe']);
  });

  it('counts ideographs as two places where the columns say so', async () => {
    const { columns } = await decodeText(
      '城市      人口\n上海      2489\n呼和浩特   345\n北京      2184\n佛山       961\n',
    );
    expect(columns.get('城市')).toEqual(['上海', '呼和浩特', '北京', '佛山']);
    expect(columns.get('人口')).toEqual([2489n, 345n, 2184n, 961n]);
  });

  it('lets a later value grow into the gap, and sets aside what crosses it', async () => {
    const line = 'abc    12   x\n';
    const text = `${line.repeat(400)}abc 12345   x\nabcdef 12   x\nabcdefghij  x\nabc  1 12   x\n${line}`;
    const { ledger, columns } = await decodeText(text, { header: false });
    expect(columns.get('column_2')!.slice(-3)).toEqual([12345n, 12n, 12n]);
    expect(columns.get('column_1')!.slice(-2)).toEqual(['abcdef', 'abc']);
    expect(ledger).toMatchObject({ records: 405, rows: 403, rejectedCount: 2 });
    expect(ledger.rejected).toEqual([
      { line: 403, reason: 'crosses-columns', text: 'abcdefghij  x' },
      { line: 404, reason: 'crosses-columns', text: 'abc  1 12   x' },
    ]);
  });

  it('leaves other files alone', () => {
    expect(told('a,b\n1,  2\n1,  3\n1, 44\n')).toBe(false);
    expect(told('a b c\n1 2 3\n4 5 6\n7 8 9\n')).toBe(false);
    expect(told('a\tb\n1\t  2\n3\t  4\n5\t  6\n')).toBe(false);
    expect(told('name\nAnna Karenina\nJane Eyre\nEmma Bovary\nMoby Dick\n')).toBe(false);
    expect(
      told(
        'It was the best of times,  it was\nthe worst of times,  it was the age\nof wisdom, it was  the age of\nfoolishness, it\n',
      ),
    ).toBe(false);
    expect(told('a\n1\n2\n3\n')).toBe(false);
    expect(told('')).toBe(false);
  });

  it('is not read as such where a delimiter is named', async () => {
    const { ledger } = await decodeText('a    1  x\nbb  22  y\nc  333  z\nd    4  w\n', { delimiter: ';' });
    expect(ledger.sniffed.format).toBe('csv');
  });

  it('gives every value back, wherever chunks end', () => {
    const word = fc.stringMatching(/^[a-zé]{1,6}$/);
    const number = fc.integer({ min: 0, max: 99999 });
    const rows = fc.array(fc.tuple(word, number, fc.option(word)), { minLength: 12, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), fc.nat(), (table, end, cut) => {
        const text = table.map(([a, b, c]) => `${a.padEnd(8)}${String(b).padStart(7)}   ${c ?? ''}${end}`);
        const bytes = new TextEncoder().encode(
          `word      count   note${end}${`-------- ------   ----${end}`}${text.join('')}`,
        );
        expect(rowsOf(bytes, cut % bytes.length)).toEqual(table.map(([a, b, c]) => [a, String(b), c]));
      }),
    );
  });

  it.skipIf(!existsSync(CDNOW))('reads CDNOW’s master file whole (skipped where it is absent)', async () => {
    const { ledger, columns } = await decode(fileOf(new Uint8Array(readFileSync(CDNOW)), 'CDNOW_master.txt.gz'));
    expect([...columns.keys()]).toEqual(['customer_id', 'date', 'number_of_cds', 'dollar_value']);
    expect(ledger).toMatchObject({ rows: 69_659, records: 69_659, rejectedCount: 0 });
    expect(new Set(columns.get('customer_id')).size).toBe(23_570);
    expect(columns.get('customer_id')![0]).toBe('00001');
    const sum = (name: string): number => columns.get(name)!.reduce<number>((total, value) => total + Number(value), 0);
    expect(sum('number_of_cds')).toBe(167_881);
    expect(sum('dollar_value')).toBeCloseTo(2_500_315.63, 2);
  });
});

function rowsOf(bytes: Uint8Array, cut: number): (string | null)[][] {
  const reader = fixedWidthFormat.understand({ bytes, whole: true, fileName: 'x' }, {}).open();
  const rows: (string | null)[][] = [];
  const emit = ({ bytes: buffer, starts, ends, rows: count, width }: TextBatch): void => {
    for (let row = 0; row < count; row++) {
      const cells = Array.from({ length: width }, (_, column) => {
        const start = starts[row * width + column]!;
        return start < 0 ? null : new TextDecoder().decode(buffer.subarray(start, ends[row * width + column]));
      });
      rows.push(cells);
    }
  };
  reader.push(bytes.slice(0, cut), emit);
  for (let at = cut; at < bytes.length; at++) reader.push(bytes.slice(at, at + 1), emit);
  reader.finish(emit);
  return rows;
}

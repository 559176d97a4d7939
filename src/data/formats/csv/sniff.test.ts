import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../testing.ts';
import type { CsvSniff } from './sniff.ts';
import { sniffCsv } from './sniff.ts';

const sniff = (text: string): CsvSniff => sniffCsv(new TextEncoder().encode(text), true, {}, 'test.csv');
const rowsOf = async (text: string, options = {}) => {
  const { columns, ledger } = await decodeText(text, { types: 'text', ...options });
  const values = [...columns.values()];
  return {
    names: [...columns.keys()],
    rows: Array.from({ length: ledger.rows }, (_, row) => values.map((column) => column[row])),
    ledger,
  };
};

describe('the dialect of a delimited file', () => {
  it.each([',', ';', '\t', '|', '||', '::', '^', '~', '\u0001', '\u001f', ', ', '¦'])(
    'finds the delimiter %j',
    (delimiter) => {
      const records = [
        ['name', 'city', 'n'],
        ['Ann', 'Oslo', '12'],
        ['Bo', 'Rome', '7'],
        ['Cy', 'Lima', '30'],
      ];
      const found = sniff(records.map((record) => record.join(delimiter)).join('\n'));
      expect(found).toMatchObject({ delimiter, header: true, width: 3, names: ['name', 'city', 'n'] });
    },
  );

  it('finds a backslash before quotes', () => {
    const found = sniff('a,b,c\n1,"say \\"hi\\", now",2\n3,"x \\"y\\", z",4\n5,"plain",6\n');
    expect(found).toMatchObject({ delimiter: ',', quote: '"', escape: '\\', width: 3 });
  });

  it('passes over titles, and joins rows of names', () => {
    const titled = sniff('Report of May,,\n,,\nregion,units,price\nNorth,1,2.5\nSouth,3,4.5\n');
    expect(titled).toMatchObject({ skip: 2, names: ['region', 'units', 'price'], headerRows: 1 });
    const grouped = sniff('id,size,,mass\n,width,height,kg\n1,2,3,4\n5,6,7,8\n9,10,11,12\n');
    expect(grouped).toMatchObject({ headerRows: 2, names: ['id', 'size width', 'size height', 'mass kg'] });
  });

  it('takes years above figures for names, and a header with a separator too many', () => {
    expect(sniff('region;2019;2020\nNorth;5;6\nSouth;7;8\n')).toMatchObject({
      header: true,
      names: ['region', '2019', '2020'],
    });
    const found = sniff('a,,b,c\n1,2,3\n4,5,6\n7,8,9\n');
    expect(found).toMatchObject({ width: 3, names: ['a', 'b', 'c'], namesGiven: 4 });
  });

  it('fills up records that leave out the last fields as a rule, and says how many', async () => {
    const { rows, ledger } = await rowsOf('a,b,c\n1,2\n3,4,5\n6,7\n8,9,10\n');
    expect(rows).toEqual([
      ['1', '2', null],
      ['3', '4', '5'],
      ['6', '7', null],
      ['8', '9', '10'],
    ]);
    expect(ledger.notices).toContainEqual({
      code: 'import.padded-records',
      values: { count: 2, line: 2, text: '1,2' },
    });
  });

  it('reads the table asked for', async () => {
    const text = 'a,b\n1,2\n3,4\n\nx,y,z\n5,6,7\n8,9,10\n';
    expect(await rowsOf(text)).toMatchObject({
      names: ['a', 'b'],
      ledger: { rows: 2, sniffed: { part: 1, parts: 2 } },
    });
    const second = await rowsOf(text, { part: 2 });
    expect(second).toMatchObject({
      names: ['x', 'y', 'z'],
      rows: [
        ['5', '6', '7'],
        ['8', '9', '10'],
      ],
    });
    await expect(rowsOf(text, { part: 3 })).rejects.toMatchObject({
      name: 'import.no-such-part',
      values: { parts: 2 },
    });
  });

  it('warns of a single column where lines hold delimiters', async () => {
    const { ledger } = await rowsOf('a\nx;y;z\nb,c\nu|v\nq;r\n');
    expect(ledger.notices.map(({ code }) => code)).toContain('import.one-column');
    const list = await rowsOf('name\nAnn\nBo\n');
    expect(list.ledger.notices).toEqual([]);
  });
});

const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '商', ' ', ',', ';', '|', '\n', '"', "'"),
  minLength: 1,
  maxLength: 8,
});

describe('a table in any dialect', () => {
  it('comes back the same when the dialect is told', async () => {
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 }),
      );
    const signs = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|', '||', ', ', '::', '\u001f', '，'),
      quote: fc.constantFrom('"', "'"),
      end: fc.constantFrom('\n', '\r\n', '\r'),
    });
    await fc.assert(
      fc.asyncProperty(table, signs, async (written, { delimiter, quote, end }) => {
        const field = (text: string): string => quote + text.replaceAll(quote, quote + quote) + quote;
        const text = written.map((row) => row.map(field).join(delimiter)).join(end);
        const { rows, ledger } = await rowsOf(text, { delimiter, quote, header: false, skip: 0 });
        expect(rows).toEqual(written);
        expect(ledger.records).toBe(ledger.rows);
      }),
      { numRuns: 150 },
    );
  });

  it('comes back the same untold, where values are words and numbers', async () => {
    const cell = fc.oneof(
      fc.constantFrom('Ann', 'Bo, Jr.', 'O "x" y', 'Lima; Peru', 'line\nbreak', 'plain'),
      fc.integer().map(String),
    );
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 }),
      );
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        async (written, delimiter, end) => {
          const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const header = written[0]!.map((_, column) => `"name ${column}"`).join(delimiter);
          const text = [header, ...written.map((row) => row.map(field).join(delimiter))].join(end);
          const { rows, ledger } = await rowsOf(text, { header: true });
          expect(rows).toEqual(written);
          expect(ledger.records).toBe(ledger.rows);
        },
      ),
      { numRuns: 150 },
    );
  });
});

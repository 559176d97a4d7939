import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../contract/import.ts';
import type { CountedDialect } from '../../corpora/count-records.ts';
import { countRecords } from '../../corpora/count-records.ts';
import { decodeText } from '../../testing.ts';

const PLAIN: CountedDialect = { delimiter: ',', quote: '"', escape: '', comment: '', preamble: 0, headerRows: 1 };

/** Each text with the number of its records, counted by hand. */
const CASES: [what: string, text: string, records: number, dialect?: Partial<CountedDialect>][] = [
  ['line feeds', 'name,n\na,1\nb,2\n', 2],
  ['no break at the end', 'name,n\na,1\nb,2', 2],
  ['carriage returns', 'name,n\ra,1\rb,2\r', 2],
  ['both', 'name,n\r\na,1\r\nb,2\r\n', 2],
  ['all three', 'name,n\r\na,1\rb,2\nc,3', 3],
  ['blank lines', 'name,n\n\na,1\n\n\nb,2\n\n', 2],
  ['breaks within quotes', 'name,n\n"a\nb\r\n\rc",1\nd,2\n', 2],
  ['delimiters and doubled quotes within quotes', 'name,n\n"a,""b"",\n",1\n"""",2\n', 2],
  ['quotes within a text', 'name,n\na"b,1\nc"d,2\n', 2],
  ['a quoted header over two lines', '"na\nme",n\na,1\nb,2\n', 2],
  ['escaped quotes', 'name,n\n"a\\"b\nc",1\n"d\\\\",2\n"e",3\n"f\\"g",4\n', 4, { escape: '\\' }],
  ['a preamble', 'Sales of the year\n\nname,n,m\na,1,2\nb,2,3\nc,3,4\n', 5, { preamble: 2 }],
  ['records too short', 'name,n,m\na,1,2\nb\nc,3,4\nd,4,5\n', 4],
];

describe('records by an independent count', () => {
  it.each(CASES)('%s', async (_, text, records, dialect = {}) => {
    expect(countRecords(text, { ...PLAIN, ...dialect })).toBe(records);
    const { ledger } = await decodeText(text, { types: 'text' });
    expect(ledger.sniffed).toMatchObject({ delimiter: ',', header: true });
    expect(ledger.records).toBe(records);
    expect(ledger.rows + ledger.rejectedCount + (ledger.sniffed.skipped ?? 0)).toBe(records);
  });

  it('comment lines are records that are passed over, whatever quotes they hold', async () => {
    const text = 'name,n\n# it"s\na,1\n#\nb,2\n';
    expect(countRecords(text, { ...PLAIN, comment: '#' })).toBe(4);
    const { ledger } = await decodeText(text, { types: 'text', comment: '#' });
    expect(ledger).toMatchObject({ records: 4, rows: 2, sniffed: { skipped: 2 } });
  });

  it('delimiters of several characters', async () => {
    const text = 'name||n\n"a||\nb"||1\nc|d||2\n';
    expect(countRecords(text, { ...PLAIN, delimiter: '||' })).toBe(2);
    const { ledger } = await decodeText(text, { types: 'text' });
    expect(ledger).toMatchObject({ records: 2, rows: 2, sniffed: { delimiter: '||' } });
  });

  it('comments that are told may stand above the header', async () => {
    const text = '# made on Monday\n\n# by hand\nname,n\na,1\n# a note\nb,2\n';
    const { ledger, columns } = await decodeText(text, { types: 'text', comment: '#' });
    expect(Object.fromEntries(columns)).toEqual({ name: ['a', 'b'], n: ['1', '2'] });
    expect(ledger).toMatchObject({ records: 6, rows: 2, sniffed: { skipped: 4 } });
    expect(codesOf(ledger)).toEqual(['import.skipped-lines', 'import.comment-lines']);
  });

  it.each(['\x01', '\x02', '\x1e', '\x1f'])('short values between control characters (%j) are text', async (sign) => {
    const text = ['k,n', 'a,1', 'b,2', ''].join('\n').replaceAll(',', sign);
    const { ledger, columns } = await decodeText(text, { types: 'text' });
    expect(Object.fromEntries(columns)).toEqual({ k: ['a', 'b'], n: ['1', '2'] });
    expect(ledger.sniffed.delimiter).toBe(sign);
  });

  it('quotes that enclose nothing are text, and the ledger says so', async () => {
    const text = 'name,size\nscreen,"19\ndisk,"3\npaper,"8\n';
    const { ledger, columns } = await decodeText(text, { types: 'text' });
    expect(Object.fromEntries(columns)).toEqual({ name: ['screen', 'disk', 'paper'], size: ['"19', '"3', '"8'] });
    expect(ledger.records).toBe(3);
    expect(codesOf(ledger).some((code) => /quotes/.test(code))).toBe(true);
  });

  it('counts a line break of two bytes that is escaped once', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a,b,c', '1,2,3', `1,2,a\\`, 'b', '4,5,6', ''].join(end);
      const { ledger, columns } = await decodeText(text, { escape: '\\', types: 'text' });
      expect(ledger).toMatchObject({ rows: 3, records: 3, rejectedCount: 0 });
      expect(columns.get('c')).toEqual(['3', `a${end}b`, '6']);
    }
  });
});

const codesOf = ({ notices }: Ledger): string[] => notices.map(({ code }) => code);

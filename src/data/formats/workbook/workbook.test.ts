import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../../contract/import.ts';
import { previewFile } from '../../preview.ts';
import type { FileLike } from '../../source/blob-source.ts';
import { rawZip, zipMember } from '../../source/zip-testing.ts';
import { decode, fileOf } from '../../testing.ts';
import { rowOf, rowsOf, xlsxOf, zipOf } from './testing.ts';

async function table(file: FileLike, options?: ImportOptions) {
  const { ledger, columns } = await decode(file, options);
  const notices = Object.fromEntries(ledger.notices.map(({ code, values }) => [code, values]));
  const types = Object.fromEntries(ledger.columns.map(({ name, type }) => [name, type]));
  return { ledger, columns: Object.fromEntries(columns), notices, types };
}

const oneSheet = (rows: string, more: object = {}): FileLike => xlsxOf({ sheets: [{ name: 'Data', rows }], ...more });

describe('cells of an XLSX sheet', () => {
  it('reads shared, inline, rich and phonetic text, and what is escaped in it', async () => {
    const strings =
      '<si><t>name</t></si><si><t xml:space="preserve"> kept </t></si>' +
      '<si><r><rPr><b/></rPr><t>two </t></r><r><t>runs</t></r></si>' +
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>a_x000D_b</t></si>';
    const shared = [0, 1, 2, 3, 4].map(
      (index) => `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>${index}</v></c></row>`,
    );
    const inline = '<row r="6"><c r="A6" t="inlineStr"><is><t>&lt;i&gt; &amp; &#x1F363;</t></is></c></row>';
    const { columns } = await table(oneSheet(shared.join('') + inline, { strings }));
    expect(columns).toEqual({ name: [' kept ', 'two runs', '東京', 'a\rb', '<i> & 🍣'] });
  });

  it('takes each cell for what it is: numbers, truth values, and texts that look like numbers', async () => {
    const rows = rowsOf(['n', 'text', 'flag', 'mixed'], [1.5, '1.5', true, 1], [84.73999999999999, '007', false, 'x']);
    const { columns, types } = await table(oneSheet(rows));
    expect(types).toEqual({ n: 'number', text: 'text', flag: 'boolean', mixed: 'text' });
    expect(columns).toEqual({
      n: [1.5, 84.73999999999999],
      text: ['1.5', '007'],
      flag: [true, false],
      mixed: ['1', 'x'],
    });
  });

  it('keeps whole numbers of sixteen digits and more, and reads exponents', async () => {
    const cell = (ref: string, value: string): string => `<c r="${ref}"><v>${value}</v></c>`;
    const rows =
      rowOf(1, ['big', 'small']) +
      `<row r="2">${cell('A2', '1234567890123456')}${cell('B2', '1E-3')}</row>` +
      `<row r="3">${cell('A3', '5')}${cell('B3', '2.5000000000000001E-2')}</row>`;
    const { columns } = await table(oneSheet(rows));
    expect(columns).toEqual({ big: [1234567890123456n, 5n], small: [0.001, 0.025] });
  });

  it('leaves errors and formulas without a value empty, counts them and says where the first is', async () => {
    const rows =
      rowOf(1, ['a', 'b']) +
      '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>A1+1</f></c></row>' +
      '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3" t="str"><f>""</f></c></row>';
    const { columns, ledger, notices } = await table(oneSheet(rows));
    expect(columns).toEqual({ a: [null, 2n], b: [null, null] });
    expect(ledger.columns.map(({ changed }) => changed)).toEqual([1, 0]);
    expect(notices['import.error-cells']).toMatchObject({ count: 1, cell: 'A2', text: '#N/A' });
    expect(notices['import.formulas-without-values']).toMatchObject({ count: 2, cell: 'B2' });
  });

  it('finds cells without references by their order', async () => {
    const rows =
      '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row><row><c><v>1</v></c><c><v>2</v></c></row>';
    expect((await table(oneSheet(rows))).columns).toEqual({ a: [1n], b: [2n] });
  });
});

const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot; days&quot;"/>' +
  '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="166"/></cellXfs>';

const styled = (line: number, ...cells: [style: number, value: number][]): string =>
  `<row r="${line}">${cells.map(([style, value], index) => `<c r="${String.fromCharCode(65 + index)}${line}" s="${style}"><v>${value}</v></c>`).join('')}</row>`;

describe('dates of an XLSX sheet', () => {
  it('are numbers that a format shows as dates, counted from 1900', async () => {
    const rows =
      rowOf(1, ['day', 'at', 'number', 'clock', 'length']) +
      styled(2, [1, 45356], [2, 45356.5], [3, 1.5], [4, 0.75], [5, 1.25]) +
      styled(3, [1, 61], [2, 25569.000011574074], [3, 2], [4, 0.5], [5, 0.5]) +
      styled(4, [1, 1], [2, 1.25], [3, 3], [4, 0], [5, 30]);
    const { columns, types } = await table(oneSheet(rows, { styles: STYLES }));
    expect(types).toMatchObject({ day: 'date', at: 'timestamp', number: 'number' });
    expect(columns).toEqual({
      day: ['2024-03-05', '1900-03-01', '1900-01-01'],
      at: ['2024-03-05T12:00:00.000Z', '1970-01-01T00:00:01.000Z', '1900-01-01T06:00:00.000Z'],
      number: [1.5, 2, 3],
      clock: ['18:00:00', '12:00:00', '00:00:00'],
      length: ['30:00:00', '12:00:00', '720:00:00'],
    });
  });

  it('show the day that 1900 never had as it is written, which makes the column text', async () => {
    const rows = rowOf(1, ['day']) + styled(2, [1, 59]) + styled(3, [1, 60]) + styled(4, [1, 61]);
    const { columns, types } = await table(oneSheet(rows, { styles: STYLES }));
    expect(types).toEqual({ day: 'text' });
    expect(columns).toEqual({ day: ['1900-02-28', '1900-02-29', '1900-03-01'] });
  });

  it('count from 1904 where the workbook says so', async () => {
    const rows = rowOf(1, ['day']) + styled(2, [1, 0]) + styled(3, [1, 43894]);
    const { columns } = await table(
      oneSheet(rows, { styles: STYLES, properties: 'date1904="1"/><x:workbookPr other="1"' }),
    );
    expect(columns).toEqual({ day: ['1904-01-01', '2024-03-05'] });
  });
});

describe('the table on its sheet', () => {
  it('is found below titles, beside blank columns and above totals and notes, none of which vanish unsaid', async () => {
    const rows =
      rowOf(2, ['Sales report']) +
      rowOf(3, ['Made on', '2024-03-05']) +
      rowOf(5, ['shop', 'month', 'sum'], 1) +
      rowOf(6, ['North', 'May', 10], 1) +
      rowOf(7, ['South', 'May', 20], 1) +
      rowOf(8, ['Total', null, 30], 1) +
      rowOf(10, ['Source: the till'], 1);
    const { columns, ledger, notices } = await table(oneSheet(rows));
    expect(columns).toEqual({ shop: ['North', 'South'], month: ['May', 'May'], sum: [10n, 20n] });
    expect(ledger).toMatchObject({ rows: 2, records: 6, sniffed: { skipped: 4, header: true } });
    expect(notices['import.above-table']).toMatchObject({ count: 2, line: 2, text: 'Sales report' });
    expect(notices['import.below-table']).toMatchObject({ count: 2, line: 8, text: 'Total | 30' });
  });

  it('goes on after a blank row, a subtotal or a short record, if more records follow', async () => {
    const rows =
      rowOf(1, ['a', 'b', 'c']) +
      rowOf(2, ['x', 'y', 1]) +
      rowOf(4, ['only']) +
      rowOf(5, ['Total', null, 1]) +
      rowOf(6, ['z', 'w', 2]);
    const { columns, ledger } = await table(oneSheet(rows));
    expect(columns).toEqual({ a: ['x', 'only', 'Total', 'z'], b: ['y', null, null, 'w'], c: [1n, null, 1n, 2n] });
    expect(ledger.records).toBe(4);
  });

  it('has the names of two header rows, groups filled to the right', async () => {
    const rows = rowsOf(
      ['shop', '2023', null, '2024', null],
      [null, 'Q1', 'Q2', 'Q1', 'Q2'],
      ['North', 1, 2, 3, 4],
      ['South', 5, 6, 7, 8],
    );
    const { columns, ledger } = await table(oneSheet(rows));
    expect(Object.keys(columns)).toEqual(['shop', '2023 Q1', '2023 Q2', '2024 Q1', '2024 Q2']);
    expect(ledger).toMatchObject({ rows: 2, sniffed: { headerRows: 2 } });
  });

  it('has no names where its first row is data, or the options say so', async () => {
    expect((await table(oneSheet(rowsOf([1, 'x'], [2, 'y'])))).columns).toEqual({
      column_1: [1n, 2n],
      column_2: ['x', 'y'],
    });
    const { columns } = await table(oneSheet(rowsOf(['a'], ['b'])), { header: false });
    expect(columns).toEqual({ column_1: ['a', 'b'] });
  });

  it('leaves a note at its side out and says so', async () => {
    const rows = rowsOf(['a', 'b', null, null], [1, 2, null, 'a note'], [3, 4, null, null], [5, 6, null, null]);
    const { columns, notices } = await table(oneSheet(rows));
    expect(columns).toEqual({ a: [1n, 3n, 5n], b: [2n, 4n, 6n] });
    expect(notices['import.cells-outside']).toMatchObject({ count: 1, cell: 'D2', text: 'a note' });
  });

  it('keeps names such as __proto__, twice the same and none at all', async () => {
    const rows = rowsOf(['__proto__', 'constructor', 'a', 'a', null], [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]);
    const { ledger } = await decode(oneSheet(rows));
    expect(ledger.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'a', 'a_2', 'column_5']);
  });
});

describe('the sheets of a workbook', () => {
  const book = xlsxOf({
    sheets: [
      { name: 'Secret', rows: rowsOf(['s'], [1]), state: 'hidden' },
      { name: 'Cover', rows: '' },
      { name: 'Orders', rows: rowsOf(['o'], [2]) },
      { name: 'Zürich &amp; 北京', rows: rowsOf(['z'], [3]) },
    ],
  });

  it('are chosen by name, or the first that is shown and holds cells; the others are named', async () => {
    const first = await table(book);
    expect(first.columns).toEqual({ o: [2n] });
    expect(first.ledger.sniffed).toMatchObject({ format: 'xlsx', sheet: 'Orders' });
    expect(first.notices['import.other-sheets']).toMatchObject({ count: 3, others: 'Secret, Cover, Zürich & 北京' });
    expect((await table(book, { sheet: 'Zürich & 北京' })).columns).toEqual({ z: [3n] });
    expect((await table(book, { sheet: 'Secret' })).columns).toEqual({ s: [1n] });
    await expect(decode(book, { sheet: 'Nope' })).rejects.toMatchObject({
      name: 'import.unknown-sheet',
      values: { sheets: 'Secret, Cover, Orders, Zürich & 北京' },
    });
  });

  it('are offered by the preview', async () => {
    const preview = await previewFile(book, {});
    expect(preview).toMatchObject({ rows: [['2']], columns: [{ name: 'o', type: 'integer' }], estimate: { rows: 1 } });
    expect(preview.questions.map(({ kind, readings }) => [kind, readings.map(({ label }) => label)])).toEqual([
      ['sheet', ['Orders', 'Zürich & 北京']],
    ]);
  });

  it('are refused where none holds a table', async () => {
    const empty = xlsxOf({ sheets: [{ name: 'One', rows: '' }] });
    await expect(decode(empty)).rejects.toMatchObject({ name: 'import.no-table-in-workbook' });
  });
});

describe('ODS', () => {
  const content = (rows: string): string =>
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>' +
    `<table:table table:name="S">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`;
  const ods = (rows: string, mimetype = 'application/vnd.oasis.opendocument.spreadsheet'): FileLike =>
    fileOf(zipOf({ mimetype, 'content.xml': content(rows) }), 'book.ods');
  const text = (value: string): string =>
    `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`;

  it('reads each type of cell, repeated ones too', async () => {
    const rows =
      `<table:table-row>${['day', 'at', 'n', 'flag', 't'].map(text).join('')}<table:table-cell table:number-columns-repeated="16379"/></table:table-row>` +
      '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2024-03-05"/>' +
      '<table:table-cell office:value-type="date" office:date-value="2024-03-05T12:30:00"/>' +
      '<table:table-cell office:value-type="float" office:value="1.5"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/>' +
      `${text('a<text:s text:c="2"/>b')}</table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`;
    const { columns, ledger } = await table(ods(rows));
    expect(columns).toEqual({
      day: ['2024-03-05', '2024-03-05'],
      at: ['2024-03-05T12:30:00.000Z', '2024-03-05T12:30:00.000Z'],
      n: [1.5, 1.5],
      flag: [true, true],
      t: ['a  b', 'a  b'],
    });
    expect(ledger.sniffed.format).toBe('ods');
  });

  it('refuses texts, and a cell that stands for millions', async () => {
    await expect(decode(ods('', 'application/vnd.oasis.opendocument.text'))).rejects.toMatchObject({
      name: 'import.unsupported-format',
    });
    const flood = `<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>`;
    await expect(decode(ods(flood))).rejects.toMatchObject({ name: 'import.too-large-inside' });
  });
});

describe('hostile workbooks', () => {
  it('with a document type declaration are refused', async () => {
    const laughs =
      '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst xmlns="x"><si><t>&b;</t></si></sst>';
    const members = {
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>',
      'xl/s.xml': '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>',
      'xl/t.xml': laughs,
    };
    await expect(decode(fileOf(zipOf(members), 'x.xlsx'))).rejects.toMatchObject({
      name: 'import.damaged-file',
      values: { detail: expect.stringContaining('document type') as string },
    });
  });

  it('whose sheet is filler without end are refused', async () => {
    const members = {
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></Relationships>',
      'xl/s.xml': `<worksheet><sheetData>${'<row/>'.repeat(20_000_000)}`,
    };
    const packed = rawZip(Object.entries(members).map(([name, content]) => zipMember(name, content)));
    expect(packed.length).toBeLessThan(2 << 20);
    await expect(decode(fileOf(packed, 'x.xlsx'))).rejects.toMatchObject({ name: 'import.inflates-too-far' });
  });
});

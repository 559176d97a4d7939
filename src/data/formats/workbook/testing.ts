import { strToU8, zipSync } from 'fflate';
import type { FileLike } from '../../source/blob-source.ts';
import { fileOf } from '../../testing.ts';

/** A ZIP archive of texts, for tests. */
export const zipOf = (members: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(members).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );

export interface TestSheet {
  name: string;
  /** What stands between the tags of `sheetData`. */
  rows: string;
  state?: 'hidden' | 'veryHidden';
}

export interface TestBook {
  sheets: TestSheet[];
  /** What stands between the tags of `sst`, `styleSheet`; attributes of `workbookPr`. */
  strings?: string;
  styles?: string;
  properties?: string;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** An XLSX workbook written by hand, tag by tag, so that no library's idea of the format is tested against itself. */
export function xlsxOf({ sheets, strings = '', styles = '', properties = '' }: TestBook, name = 'book.xlsx'): FileLike {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const entries = sheets.map(
    (sheet, index) =>
      `<sheet name="${sheet.name}" sheetId="${index + 1}" ${sheet.state ? `state="${sheet.state}"` : ''} r:id="r${index}"/>`,
  );
  const members: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${HEAD}<Relationships ${RELATIONS}>${relation('w', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships ${RELATIONS}>${sheets
      .map((_, index) => relation(`r${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
      .join(
        '',
      )}${relation('s', 'sharedStrings', 'sharedStrings.xml')}${relation('t', 'styles', '/xl/styles.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `${HEAD}<sst ${MAIN}>${strings}</sst>`,
    'xl/styles.xml': `${HEAD}<styleSheet ${MAIN}>${styles}</styleSheet>`,
  };
  sheets.forEach(({ rows }, index) => {
    members[`xl/worksheets/sheet${index + 1}.xml`] =
      `${HEAD}<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`;
  });
  return fileOf(zipOf(members), name);
}

/** A row of cells: numbers are numbers, booleans booleans, texts inline texts, null a gap. */
export function rowOf(line: number, cells: readonly (string | number | boolean | null)[], from = 0): string {
  const tags = cells.map((value, index) => {
    const reference = `${String.fromCharCode(65 + from + index)}${line}`;
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${reference}" t="b"><v>${value ? 1 : 0}</v></c>`;
    const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `<row r="${line}">${tags.join('')}</row>`;
}

/** Rows from line 1 on. */
export const rowsOf = (...rows: (readonly (string | number | boolean | null)[])[]): string =>
  rows.map((cells, index) => rowOf(index + 1, cells)).join('');

import type { HeadRecord } from './head.ts';
import type { HeaderVerdict } from './header.ts';
import { bodyLooks, headerRowsOf, joinNames, judgeHeader, typedColumns, withoutRepeated } from './header.ts';
import { isName, lookOf } from './look.ts';
import { commonWidth } from './score.ts';

const MOST_PREAMBLE = 100;
/** From this share of the records on, their width is the table's, whatever the header says. */
const WIDTH_SHARE = 0.9;
/** From this share of the records on, and from this many, missing trailing fields are how the file is written and no accident. */
const SHORT_SHARE = 0.02;
const SHORT_RECORDS = 2;
/** The share of short records whose fields must look like the full ones', or fields are missing elsewhere than at the end. */
const SHORT_FIT = 0.8;

export interface LayoutTold {
  header?: boolean;
  headerRows?: number;
  /** The lines before the table are known: nothing more is passed over. */
  skip: boolean;
  /** The file's name is that of a plain list rather than of a table. */
  isList: boolean;
}

/** Where the table is in the records of a head, and what its columns are. */
export interface Layout {
  /** Records before the header or the first record of the table. */
  preamble: number;
  /** Rows of names. */
  headerRows: number;
  names: (string | null)[];
  width: number;
  padFrom: number;
  typed: boolean[];
  /** The header has another number of names than the table has columns. */
  namesGiven: number;
  /** Nothing tells for sure whether the first record is names or data. */
  guessed: boolean;
}

/** Finds the table among the records of a head. */
export function layoutOf(records: readonly HeadRecord[], told: LayoutTold): Layout {
  const preamble = told.skip ? 0 : preambleOf(records, told);
  const table = records.slice(preamble);
  const common = commonWidth(table.slice(1)).width;
  const { header, guessed } = headerOf(table, told);
  const headerRows = header ? rowsOfNames(table, told, common) : 0;
  const below = table.slice(headerRows);
  const body = headerRows === 1 ? withoutRepeated(table[0]!, below) : below;
  const given = headerRows > 0 ? joinNames(table.slice(0, headerRows), widest(table.slice(0, headerRows))) : [];
  const { names, width } = columnsOf(given, headerRows > 0 ? body : table);
  const full = body.filter(({ fields }) => fields.length === width);
  const typed = typedColumns(bodyLooks(full, width));
  return {
    preamble,
    headerRows,
    names,
    width,
    padFrom: padFromOf(body, width),
    typed,
    namesGiven: given.length,
    guessed,
  };
}

const widest = (rows: readonly HeadRecord[]): number => Math.max(...rows.map(({ fields }) => fields.length));

function headerOf(table: readonly HeadRecord[], told: LayoutTold): HeaderVerdict {
  if (table.length === 0) return { header: false, guessed: false };
  if (told.header !== undefined) return { header: told.header, guessed: false };
  if (told.headerRows !== undefined) return { header: told.headerRows > 0, guessed: false };
  return judgeHeader(table, told.isList);
}

/** Rows of names, where there are any. */
function rowsOfNames(table: readonly HeadRecord[], told: LayoutTold, width: number): number {
  if (told.headerRows !== undefined) return Math.min(told.headerRows, table.length);
  return told.header === true ? 1 : headerRowsOf(table, width);
}

/** Titles and notes above a table: records of another width, or with a single value where the table has many. */
function preambleOf(records: readonly HeadRecord[], told: LayoutTold): number {
  const { width, count } = commonWidth(records);
  if (width < 2 || count < 2) return 0;
  const first = records.slice(0, MOST_PREAMBLE).findIndex(({ fields }) => fields.length === width);
  if (first < 0) return 0;
  const start = first + titlesOf(records.slice(first), width);
  if (start > 0 && told.header !== false && isHeaderOfOtherWidth(records[start - 1]!, records[start]!, width))
    return start - 1;
  return start;
}

/** Leading records of the table's width that hold one value or none, as spreadsheets write titles. */
function titlesOf(records: readonly HeadRecord[], width: number): number {
  const near = records.slice(0, MOST_PREAMBLE);
  const filled = near.map(({ fields }) => fields.filter((field) => field !== null && field.trim() !== '').length);
  const least = width > 2 && Math.max(...filled) > 2 ? 2 : 1;
  const start = filled.findIndex((fields) => fields >= least);
  // A lone value in the first column may belong to a record; a title is no number.
  const titles = near.slice(0, Math.max(0, start));
  return titles.some(({ fields }) => fields.some((field) => field !== null && lookOf(field) === 'number'))
    ? 0
    : titles.length;
}

/** A header with a name too many or too few is a header still, if names it is and what follows is data. */
function isHeaderOfOtherWidth(before: HeadRecord, first: HeadRecord, width: number): boolean {
  const { fields } = before;
  const near = Math.abs(fields.length - width) <= Math.max(1, width * 0.25);
  const named = fields.length > 1 && fields.every((field) => field === null || isName(field));
  const data = first.fields.some((field) => ['number', 'time', 'truth'].includes(lookOf(field)));
  return near && named && data && !first.afterBlank && fields.some((field) => field !== null);
}

/** The header's width, unless nearly all records agree on another that the header can be brought to. */
function columnsOf(given: (string | null)[], body: readonly HeadRecord[]): { names: (string | null)[]; width: number } {
  const { width, count } = commonWidth(body);
  if (given.length === 0) return { names: [], width: Math.max(1, width) };
  const agreed = body.length > 0 && count >= WIDTH_SHARE * body.length;
  if (!agreed || width === given.length) return { names: given, width: given.length };
  if (width > given.length) return { names: given, width };
  const named = given.filter((name) => name !== null && name.trim() !== '');
  // Names that are empty and that no record has a field for are separators too many.
  if (width > 1 && named.length === width) return { names: named, width };
  if (given.slice(width).every((name) => name === null || name.trim() === ''))
    return { names: given.slice(0, width), width };
  return { names: given, width: given.length };
}

/** The fewest fields of records that leave out the last ones on purpose; `width` where none do. */
function padFromOf(body: readonly HeadRecord[], width: number): number {
  const counts = new Map<number, HeadRecord[]>();
  for (const record of body) {
    const { length } = record.fields;
    if (length < width && !record.broken)
      counts
        .set(length, counts.get(length) ?? [])
        .get(length)!
        .push(record);
  }
  const short = [...counts.values()].flat();
  if (short.length < SHORT_SHARE * body.length) return width;
  const all = short.length === body.length;
  if (short.length < SHORT_RECORDS && !all) return width;
  const full = body.filter(({ fields }) => fields.length === width);
  const looks = bodyLooks(full, width);
  const typed = typedColumns(looks);
  const fits = ({ fields }: HeadRecord): boolean =>
    fields.every((field, at) => !typed[at] || field === null || ['nothing', looks[at]!].includes(lookOf(field)));
  if (short.filter(fits).length < SHORT_FIT * short.length) return width;
  // A lone field is a note rather than a record that lost the rest.
  const lengths = [...counts.keys()].filter((length) => length > 1);
  return lengths.length === 0 ? width : Math.min(...lengths);
}

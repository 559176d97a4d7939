import type { ImportOptions } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { HeadRecord } from './head.ts';
import { readHead } from './head.ts';
import { hasHeader } from './header.ts';

const DELIMITERS = [',', '\t', ';', '|'];
const QUOTES = ['"', "'"];
/** Records that the dialect is judged by. */
const JUDGED = 500;
const MOST_PREAMBLE = 30;
/** From this share of the records on, their width is the table's, whatever the header says. */
const WIDTH_SHARE = 0.9;

/** How a delimited file is written, as far as its head tells. */
export interface CsvSniff {
  delimiter: string;
  quote: string;
  header: boolean;
  /** Physical lines before the header, or before the first record. */
  skip: number;
  /** The header's names, as written; none without a header. */
  names: (string | null)[];
  width: number;
}

/** Tries the dialects that the options leave open, and keeps the one whose records agree best on their width. */
export function sniffCsv(text: string, whole: boolean, options: ImportOptions, fileName: string): CsvSniff {
  const delimiters = options.delimiter === undefined ? DELIMITERS : [oneByte('delimiter', options.delimiter)];
  const quotes = options.quote === undefined ? QUOTES : [options.quote === '' ? '' : oneByte('quote', options.quote)];
  const body = options.skip ? afterLines(text, options.skip) : text;
  let best: { score: number; delimiter: string; quote: string; records: HeadRecord[] } | undefined;
  for (const delimiter of delimiters) {
    for (const quote of quotes) {
      const records = readHead(body, delimiter, quote, whole, JUDGED);
      const score = agreement(records, delimiter, quote, fileName);
      if (!best || score > best.score) best = { score, delimiter, quote, records };
    }
  }
  return describe(best!, options);
}

function oneByte(option: string, value: string): string {
  const text = value === '\\t' ? '\t' : value;
  if (text.length === 1 && text.charCodeAt(0) < 128 && text !== '\n' && text !== '\r') return text;
  throw new AppError('import.bad-option', { option, value });
}

/**
 * A dialect is right when its records have the same number of fields, and the more fields the less likely that is by chance.
 * A single column always agrees with itself, so others must beat it.
 */
function agreement(records: readonly HeadRecord[], delimiter: string, quote: string, fileName: string): number {
  if (records.length === 0) return 0;
  const [width, count] = commonWidth(records);
  const share = count / records.length;
  const named = delimiter === '\t' && /\.(tsv|tab)(\.|$)/i.test(fileName) ? 1.2 : 1;
  // Single quotes are mostly apostrophes: they count as quotes only where they enclose many fields.
  const quoted = records.reduce((sum, record) => sum + record.quoted, 0);
  if (quote === "'" && quoted < records.length) return 0;
  // Commas in prose agree by chance now and then, but seldom with the first line too.
  const agreeing = records[0]!.fields.length === width ? share : share * share;
  return agreeing * (1 + Math.log2(width)) * named * (quoted > 0 ? 1.01 : 1);
}

/** The most frequent width, the larger one of equals, and how many records have it. */
export function commonWidth(records: readonly HeadRecord[]): [width: number, count: number] {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
}

function afterLines(text: string, lines: number): string {
  const breaks = text.matchAll(/\r\n|\r|\n/g);
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const next = breaks.next();
    if (next.done) return '';
    at = next.value.index + next.value[0].length;
  }
  return text.slice(at);
}

function describe(best: { delimiter: string; quote: string; records: HeadRecord[] }, options: ImportOptions): CsvSniff {
  const { delimiter, quote, records } = best;
  const preamble = options.skip === undefined ? preambleOf(records) : 0;
  const table = records.slice(preamble);
  const first = table[0];
  const header = first !== undefined && (options.header ?? hasHeader(table));
  const skip = (options.skip ?? 0) + (preamble > 0 ? first!.line : 0);
  const names = header ? first.fields : [];
  const width = widthOf(table, header);
  return { delimiter, quote, header, skip, names, width };
}

/** Titles and comments above a table: records of one field before records of many. */
function preambleOf(records: readonly HeadRecord[]): number {
  const [width, count] = commonWidth(records);
  if (width < 2 || count < 2) return 0;
  const first = records.findIndex(({ fields }) => fields.length > 1 && !fields[0]?.startsWith('#'));
  const comment = records.findIndex(({ fields }) => !fields[0]?.startsWith('#'));
  const start = Math.max(first, comment);
  return start > 0 && start <= MOST_PREAMBLE && records[start]!.fields.length === width ? start : 0;
}

/** The header's width, unless nearly all records agree on another and the header is the odd one. */
function widthOf(table: readonly HeadRecord[], header: boolean): number {
  if (!header) return commonWidth(table)[0];
  const names = table[0]!.fields;
  const body = table.slice(1);
  const [width, count] = commonWidth(body);
  if (body.length === 0 || width === names.length || count < WIDTH_SHARE * body.length) return names.length;
  if (width > names.length) return body.length > 1 ? width : names.length;
  // A header that ends in delimiters names nothing there.
  return names.slice(width).every((name) => name === null || name.trim() === '') ? width : names.length;
}

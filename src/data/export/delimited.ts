import { throwIfAborted } from '../../core/errors.ts';
import type { WrittenEncoding } from './encode.ts';
import { BOM, encoderOf } from './encode.ts';

export type Cell = string | number | boolean | null;

/** How a table is written as delimited text. */
export interface WrittenDialect {
  delimiter: string;
  quote: '"' | "'";
  /** How a quote within quotes is marked as data. */
  escape: 'double' | 'backslash';
  end: '\r\n' | '\n' | '\r';
  header: boolean;
  encoding: WrittenEncoding;
  /** A byte order mark first; only UTF encodings have one. */
  bom: boolean;
  /** Cells that a spreadsheet would take for formulas get a leading apostrophe. */
  defuse: boolean;
}

/** What spreadsheets open without a question, and nothing in it runs. */
export const SPREADSHEET: WrittenDialect = {
  delimiter: ',',
  quote: '"',
  escape: 'double',
  end: '\r\n',
  header: true,
  encoding: 'utf-8',
  bom: true,
  defuse: true,
};

/** A cell that a spreadsheet would take for a formula; a plain number such as -5 is none. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** One cell: nothing for null, so that an empty text stands in quotes; quotes where the text would break the line. */
export function writeCell(value: Cell, { delimiter, quote, escape, defuse }: WrittenDialect): string {
  if (value === null) return '';
  const plain = String(value);
  const text = defuse && FORMULA.test(plain) && !PLAIN_NUMBER.test(plain) ? `'${plain}` : plain;
  const escapes = escape === 'backslash' && text.includes('\\');
  const mustQuote = text === '' || escapes || [delimiter, quote, '\r', '\n'].some((sign) => text.includes(sign));
  // Blanks at the ends, and signs that may begin a comment, are data: quotes keep a reader from taking them for anything else.
  return mustQuote || /^[\s#]|\s$/.test(text) ? `${quote}${quoted(text, quote, escape)}${quote}` : text;
}

const quoted = (text: string, quote: string, escape: WrittenDialect['escape']): string =>
  escape === 'double'
    ? text.replaceAll(quote, quote + quote)
    : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);

const LINES_PER_PART = 20_000;

export interface WriteJob {
  signal?: AbortSignal;
  onProgress?: (done: number) => void;
}

/** A table as delimited text, in parts with a turn of the event loop between them so that a page stays alive. Rejects with `export.*`. */
export async function writeDelimited(
  columns: readonly string[],
  rows: number,
  row: (index: number) => readonly Cell[],
  dialect: WrittenDialect = SPREADSHEET,
  { signal, onProgress }: WriteJob = {},
): Promise<Blob> {
  const encode = encoderOf(dialect.encoding);
  const line = (cells: readonly Cell[]) =>
    cells.map((cell) => writeCell(cell, dialect)).join(dialect.delimiter) + dialect.end;
  const parts = [encode((dialect.bom ? BOM : '') + (dialect.header ? line(columns) : ''))];
  for (let start = 0; start < rows; start += LINES_PER_PART) {
    let part = '';
    for (let index = start; index < Math.min(rows, start + LINES_PER_PART); index++) part += line(row(index));
    parts.push(encode(part));
    await new Promise((resolve) => setTimeout(resolve));
    throwIfAborted(signal);
    onProgress?.(Math.min(1, (start + LINES_PER_PART) / rows));
  }
  return new Blob(parts, { type: `text/csv;charset=${dialect.encoding}` });
}

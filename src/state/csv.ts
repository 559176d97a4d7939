import type { JobOptions } from '../contract/engine.ts';
import { throwIfAborted } from '../core/errors.ts';

type Cell = string | number | boolean | null;

/** A cell that a spreadsheet would take for a formula; a plain number such as -5 is none. */
const formula = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** One cell as CSV: formulas defused by a leading apostrophe, quotes doubled where needed. */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  const text = String(value);
  const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (cells: readonly Cell[]): string => cells.map(csvCell).join(',') + '\r\n';

const linesPerPart = 20_000;

/** A CSV file (UTF-8 with byte order mark, CRLF) of `rows` lines, written in parts so that the page stays alive. */
export async function csvBlob(
  columns: readonly string[],
  rows: number,
  line: (row: number) => readonly Cell[],
  job: JobOptions = {},
): Promise<Blob> {
  const parts: string[] = ['\uFEFF', csvLine(columns)];
  for (let start = 0; start < rows; start += linesPerPart) {
    let part = '';
    for (let row = start; row < Math.min(rows, start + linesPerPart); row++) part += csvLine(line(row));
    parts.push(part);
    await new Promise((resolve) => setTimeout(resolve));
    throwIfAborted(job.signal);
    job.onProgress?.(Math.min(1, (start + linesPerPart) / rows));
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

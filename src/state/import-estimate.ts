import type { ImportOptions, Preview } from '../contract/import.ts';
import { rowBytes } from '../data/estimate.ts';

/** Rows and bytes of a table to come; `atMost` where a time range takes nobody knows how much of it. */
export interface Estimate {
  rows: number;
  bytes: number;
  atMost: boolean;
}

/** What columns and sample leave of a preview's estimate; null where the head of the file allowed none. */
export function estimateOf(preview: Preview, left: readonly string[], options: ImportOptions): Estimate | null {
  const { rows, bytes } = preview.estimate;
  if (bytes <= 0) return null;
  const share = options.sample?.share ?? 1;
  return {
    rows: rows * share,
    bytes: bytes * share * columnShare(preview, left),
    atMost: options.between !== undefined,
  };
}

/** The share of a row's bytes that the columns have which are not left out. */
function columnShare({ columns, rows }: Preview, left: readonly string[]): number {
  if (left.length === 0) return 1;
  const all = rowBytes(
    columns.map(({ type }) => type),
    rows,
  );
  const kept = columns.map((column, index) => ({ ...column, index })).filter(({ name }) => !left.includes(name));
  const some = rowBytes(
    kept.map(({ type }) => type),
    rows.map((row) => kept.map(({ index }) => row[index] ?? null)),
  );
  return all > 0 ? some / all : 1;
}

/** The sum; null where one of them is unknown: half a sum would promise too much. */
export function sumOf(estimates: readonly (Estimate | null)[]): Estimate | null {
  const sum: Estimate = { rows: 0, bytes: 0, atMost: false };
  for (const estimate of estimates) {
    if (!estimate) return null;
    sum.rows += estimate.rows;
    sum.bytes += estimate.bytes;
    sum.atMost ||= estimate.atMost;
  }
  return sum;
}

/** True unless the estimate is surely above the room; a time range is tried, as its part can't be told from the head. */
export const fitsIn = (estimate: Estimate | null, room: number | null): boolean =>
  estimate === null || room === null || estimate.atMost || estimate.bytes <= room;

import type { ColumnType } from '../../../contract/import.ts';
import type { TextBatch } from '../../batch.ts';
import { writerOf } from '../../typing/columns/index.ts';
import type { Built } from './arrow.ts';
import type { ParquetColumn } from './schema.ts';
import type { Raw } from './values.ts';
import { textOfRaw } from './values.ts';

export interface ToldColumn {
  name: string;
  column: ParquetColumn;
  rejected: number;
  examples: string[];
}

const encoder = new TextEncoder();

/** Rows [start, end) as the type that the user asked for, by way of their text; what doesn't fit becomes null and is counted. */
export function asTold(
  target: ToldColumn,
  type: ColumnType,
  raw: ArrayLike<Raw>,
  firstRow: number,
  start: number,
  end: number,
): Built {
  const plan = { name: target.name, original: target.column.name, type, forced: type !== 'text', judged: false };
  const writer = writerOf(plan, Math.max(1, end - start));
  writer.append(textsOf(target.column, raw, firstRow, start, end), 0);
  target.rejected += writer.rejected;
  // A row has no line in a binary file: its number stands for it.
  for (const { line, text } of writer.rejectedExamples) {
    if (target.examples.length < 10) target.examples.push(`${line}: ${text}`);
  }
  return { data: writer.take(), nulls: writer.nulls, changed: writer.changed };
}

function textsOf(column: ParquetColumn, raw: ArrayLike<Raw>, firstRow: number, start: number, end: number): TextBatch {
  const rows = end - start;
  const starts = new Int32Array(rows).fill(-1);
  const ends = new Int32Array(rows).fill(-1);
  const lines = Float64Array.from({ length: rows }, (_, row) => firstRow + start + row + 1);
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const value = raw[start + row];
    if (value === null || value === undefined) continue;
    const piece = encoder.encode(textOfRaw(value, column.reading));
    pieces.push(piece);
    starts[row] = at;
    at += piece.length;
    ends[row] = at;
  }
  const bytes = new Uint8Array(at);
  let to = 0;
  for (const piece of pieces) {
    bytes.set(piece, to);
    to += piece.length;
  }
  return { bytes, starts, ends, lines, rows, width: 1 };
}

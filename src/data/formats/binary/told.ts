import type { ColumnType } from '../../../contract/import.ts';
import type { TextBatch } from '../../batch.ts';
import { writerOf } from '../../typing/columns/index.ts';
import type { Built } from './table.ts';

export interface ToldColumn {
  name: string;
  original: string;
  rejected: number;
  examples: string[];
}

const encoder = new TextEncoder();
const MOST_EXAMPLES = 10;

/** Values as the type that the user asked for, by way of their text; what doesn't fit becomes null and is counted. */
export function asTold(
  target: ToldColumn,
  type: ColumnType,
  texts: readonly (string | null)[],
  firstRow: number,
): Built {
  const plan = { name: target.name, original: target.original, type, forced: type !== 'text', judged: false };
  const writer = writerOf(plan, Math.max(1, texts.length));
  writer.append(batchOf(texts, firstRow), 0);
  target.rejected += writer.rejected;
  // A row has no line in a binary file: its number stands for it.
  for (const { line, text } of writer.rejectedExamples) {
    if (target.examples.length < MOST_EXAMPLES) target.examples.push(`${line}: ${text}`);
  }
  return { data: writer.take(), nulls: writer.nulls, changed: writer.changed };
}

function batchOf(texts: readonly (string | null)[], firstRow: number): TextBatch {
  const rows = texts.length;
  const starts = new Int32Array(rows).fill(-1);
  const ends = new Int32Array(rows).fill(-1);
  const lines = Float64Array.from({ length: rows }, (_, row) => firstRow + row + 1);
  const pieces = texts.map((text) => (text === null ? undefined : encoder.encode(text)));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + (piece?.length ?? 0), 0));
  let at = 0;
  pieces.forEach((piece, row) => {
    if (!piece) return;
    bytes.set(piece, at);
    starts[row] = at;
    at += piece.length;
    ends[row] = at;
  });
  return { bytes, starts, ends, lines, rows, width: 1 };
}

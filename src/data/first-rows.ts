import type { TextBatch } from './batch.ts';
import type { Head, TextDialect } from './formats/text-format.ts';
import { textOf } from './typing/ascii.ts';

/** The first rows of a head as text, at most `most`, each `width` cells; and how many rows the head holds. */
export function firstRows(
  dialect: TextDialect,
  head: Head,
  width: number,
  most: number,
): { rows: (string | null)[][]; inHead: number } {
  const rows: (string | null)[][] = [];
  const reader = dialect.open();
  const emit = (batch: TextBatch): void => {
    for (let row = 0; row < batch.rows && rows.length < most; row++) rows.push(rowOf(batch, row, width));
  };
  reader.push(head.bytes, emit);
  if (head.whole) reader.finish(emit);
  return { rows, inHead: reader.rows };
}

function rowOf({ bytes, starts, ends, width: given }: TextBatch, row: number, width: number): (string | null)[] {
  return Array.from({ length: width }, (_, column) => {
    const start = column < given ? starts[row * given + column]! : -1;
    return start < 0 ? null : textOf(bytes, start, ends[row * given + column]!);
  });
}

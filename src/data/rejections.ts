import type { RejectedRecord } from '../contract/import.ts';
import { textOf } from './typing/ascii.ts';

const KEPT = 1000;
const TEXT_BYTES = 2000;

/** The records of a file that didn't make it into the table: all are counted, the first thousand kept. */
export class Rejections {
  count = 0;
  readonly first: RejectedRecord[] = [];

  /** Takes a record as bytes [start, end); its line break isn't part of the text. */
  add(line: number, reason: string, bytes: Uint8Array, start: number, end: number): void {
    this.count++;
    if (this.first.length >= KEPT) return;
    let to = end;
    while (to > start && (bytes[to - 1] === 10 || bytes[to - 1] === 13)) to--;
    this.first.push({ line, reason, text: textOf(bytes, start, Math.min(to, start + TEXT_BYTES)) });
  }
}

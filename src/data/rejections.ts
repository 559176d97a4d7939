import type { RejectedRecord } from '../contract/import.ts';
import { textOf } from './typing/ascii.ts';

const KEPT = 1000;
const TEXT_BYTES = 2000;
/** More records than this below a table are no footer but data of another form. */
const MOST_FOOTER = 20;

/** The records of a file that didn't make it into the table: all are counted, the first thousand kept. */
export class Rejections {
  count = 0;
  readonly first: RejectedRecord[] = [];
  /** The newest ones that may be a footer, and the rows before each. */
  private tail: { record: RejectedRecord; rows: number }[] = [];

  /**
   * Takes a record as bytes [start, end); its line break isn't part of the text. `rows` are those before it; with `alone` it
   * becomes a footer if no row follows.
   */
  add(line: number, reason: string, bytes: Uint8Array, start: number, end: number, rows = 0, alone = false): void {
    this.count++;
    if (this.first.length >= KEPT) return;
    let to = end;
    while (to > start && (bytes[to - 1] === 10 || bytes[to - 1] === 13)) to--;
    const record = { line, reason, text: textOf(bytes, start, Math.min(to, start + TEXT_BYTES)) };
    this.first.push(record);
    if (this.tail.length > 0 && this.tail[0]!.rows !== rows) this.tail = [];
    if (alone) this.tail.push({ record, rows });
  }

  /** Takes the newest ones back: they turned out to belong elsewhere. */
  retract(count: number): void {
    this.first.length -= Math.max(0, count - Math.max(0, this.count - KEPT));
    this.count -= count;
    this.tail = [];
  }

  /** Names the records after the last row for what they are, total lines and notes, where they stand alone. */
  nameFooter(rows: number): void {
    if (this.tail.length > MOST_FOOTER) return;
    for (const { record, rows: before } of this.tail) if (before === rows) record.reason = 'footer';
  }
}

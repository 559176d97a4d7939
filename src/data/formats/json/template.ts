import type { TextBatch } from '../../batch.ts';
import { endOfValue } from './validate.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
const OPEN_ARRAY = 91;

/** A value of a record: its bytes with their quotes, and its column; -1 where a null stands for an object. */
export interface Spot {
  start: number;
  end: number;
  column: number;
}

/**
 * A record as a form to fill in: everything between its values, byte for byte. Records of a log mostly differ in their values
 * alone, and one that fits the last one's form is checked and taken apart in a single pass.
 */
export class Template {
  private readonly literal: Uint8Array;
  /** Where the literal before each value ends; the last is that behind them all. */
  private readonly cuts: Int32Array;
  private readonly columns: Int32Array;
  private readonly newlines: number;
  private readonly sparse: boolean;
  /** Line breaks in the record that was read last. */
  lines = 0;

  constructor(
    bytes: Uint8Array,
    start: number,
    end: number,
    spots: readonly Spot[],
    readonly width: number,
  ) {
    const literals: number[] = [];
    const cuts: number[] = [];
    let from = start;
    for (const spot of [...spots, { start: end, end, column: -1 }]) {
      for (let i = from; i < spot.start; i++) literals.push(bytes[i]!);
      cuts.push(literals.length);
      from = spot.end;
    }
    this.literal = Uint8Array.from(literals);
    this.cuts = Int32Array.from(cuts);
    this.columns = Int32Array.from(spots, ({ column }) => column);
    this.newlines = literals.filter((byte) => byte === 10).length;
    this.sparse = spots.filter(({ column }) => column >= 0).length < width;
  }

  /**
   * Reads the record at `at` into the batch's next row, without counting it in, and returns its end; -1 where it doesn't fit the
   * form or reaches `end`.
   */
  fill(bytes: Uint8Array, at: number, end: number, batch: TextBatch): number {
    const { literal, cuts, columns } = this;
    const { starts, ends, width } = batch;
    const base = batch.rows * width;
    if (this.sparse) {
      starts.fill(-1, base, base + width);
      ends.fill(-1, base, base + width);
    }
    this.lines = this.newlines;
    let i = at;
    let fixed = 0;
    for (let spot = 0; spot < columns.length; spot++) {
      for (const cut = cuts[spot]!; fixed < cut; fixed++) if (bytes[i++] !== literal[fixed]) return -1;
      const column = columns[spot]!;
      const first = bytes[i]!;
      let start = i;
      let stop = 0;
      if (first === QUOTE) {
        start++;
        i++;
        for (let byte = bytes[i]!; byte !== QUOTE; byte = bytes[++i]!) {
          if (byte < 32 || byte === BACKSLASH || i >= end) return -1;
        }
        stop = i++;
      } else if (first === MINUS || (first >= 48 && first <= 57)) {
        i = endOfPlainNumber(bytes, i, end);
        if (i < 0) return -1;
        stop = i;
      } else {
        i = endOfValue(bytes, i, end, false);
        // What is in an object belongs to columns of its own.
        if (i < 0 || first === 123) return -1;
        if (first === 110) start = -1;
        stop = start < 0 ? -1 : i;
        if (first === OPEN_ARRAY) for (let j = start; j < stop; j++) if (bytes[j] === 10) this.lines++;
      }
      if (column >= 0) {
        starts[base + column] = start;
        ends[base + column] = stop;
      } else if (start >= 0) return -1;
    }
    for (; fixed < literal.length; fixed++) if (bytes[i++] !== literal[fixed]) return -1;
    return i <= end ? i : -1;
  }

  /** Counts how the values of the row that `fill` wrote were put: as strings, as arrays. */
  count(bytes: Uint8Array, batch: TextBatch): void {
    const base = batch.rows * batch.width;
    for (let spot = 0; spot < this.columns.length; spot++) {
      const column = this.columns[spot]!;
      const start = column < 0 ? -1 : batch.starts[base + column]!;
      if (start < 0) continue;
      if (bytes[batch.ends[base + column]!] === QUOTE && bytes[start - 1] === QUOTE) batch.strings![column]!++;
      else if (bytes[start] === OPEN_ARRAY) batch.nested![column]!++;
    }
  }
}

/** The end of a JSON number; -1 where it is none or may go on. */
function endOfPlainNumber(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  if (bytes[i] === MINUS) i++;
  const whole = i;
  while ((bytes[i]! ^ 48) <= 9) i++;
  if (i === whole || (bytes[whole] === 48 && i > whole + 1)) return -1;
  if (bytes[i] === 46) {
    const fraction = ++i;
    while ((bytes[i]! ^ 48) <= 9) i++;
    if (i === fraction) return -1;
  }
  if ((bytes[i]! | 32) === 101) return endOfValue(bytes, start, end, false);
  return i < end ? i : -1;
}

import type { Data } from 'apache-arrow';
import { Int64, makeData } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { Changed } from '../changes.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { EXACT_DIGITS } from '../number.ts';
import type { Value } from '../value.ts';
import { Kind } from '../value.ts';
import { plannedNumber } from './planned-number.ts';

const WORD = 4294967296;
/** Digits whose sum stays within 32 bits, where the multiplication is cheapest. */
const SMALL_DIGITS = 9;

/** Whole numbers as int64, written as two 32-bit words: a BigInt per value would cost more than everything else. */
export class IntegerWriter extends ColumnWriter {
  private readonly words: Uint32Array<ArrayBuffer>;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.words = new Uint32Array(capacity * 2);
  }

  append(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    const words = this.words;
    let quick = 0;
    let long = 0;
    let at = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width, at++) {
      const start = starts[cell]!;
      if (start < 0) {
        this.putNull(at);
        continue;
      }
      const end = ends[cell]!;
      const negative = bytes[start] === 45;
      const from = negative ? start + 1 : start;
      const digits = end - from;
      // Leading zeros, minus zero, long numbers and whatever is no number are read with care.
      if (digits < 1 || digits > EXACT_DIGITS || (bytes[from] === 48 && (digits > 1 || negative))) {
        this.slowly(bytes, start, end, lines[row]!, at);
        continue;
      }
      let bad = 0;
      let small = 0;
      let i = from;
      for (const stop = digits > SMALL_DIGITS ? from + SMALL_DIGITS : end; i < stop; i++) {
        const digit = bytes[i]! ^ 48;
        bad |= digit + 6;
        small = Math.imul(small, 10) + digit;
      }
      let sum = small;
      for (; i < end; i++) {
        const digit = bytes[i]! ^ 48;
        bad |= digit + 6;
        sum = sum * 10 + digit;
      }
      // A digit plus six stays below sixteen; any other byte doesn't.
      if (bad > 15) {
        this.slowly(bytes, start, end, lines[row]!, at);
        continue;
      }
      quick++;
      // Four digits or more.
      long |= digits & 12;
      if (negative) sum = -sum;
      const high = Math.floor(sum / WORD);
      words[at * 2] = sum - high * WORD;
      words[at * 2 + 1] = high;
    }
    this.length = at;
    this.seen.many(Kind.integer, quick);
    if (long > 0) this.seen.longIntegers = true;
  }

  protected store(kind: Kind, value: Value, at: number): boolean {
    const plain = plannedNumber(this.plan, kind, value);
    const asPlanned = plain === Kind.integer || plain === Kind.bigInteger;
    // Told to be integers, a column also takes 17850.0, and 007 at the price of its zeros.
    const asTold = this.plan.forced && plain !== Kind.other && value.isInt64;
    if (!asPlanned && !asTold) return false;
    if (plain === Kind.digits) value.changes |= Changed.told;
    this.words[at * 2] = value.low;
    this.words[at * 2 + 1] = value.high;
    return true;
  }

  protected shown(at: number): string {
    return String(new BigInt64Array(this.words.buffer, at * 8, 1)[0]);
  }

  protected arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<Int64> {
    return makeData({
      type: new Int64(),
      length,
      nullCount,
      nullBitmap,
      data: new BigInt64Array(this.words.buffer, 0, length),
    });
  }
}

import type { Data } from 'apache-arrow';
import { Float64, makeData } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { Changed } from '../changes.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { EXACT_DIGITS, EXACT_POWERS, mayBeGroup } from '../number.ts';
import type { Value } from '../value.ts';
import { Kind } from '../value.ts';
import { plannedNumber } from './planned-number.ts';

/** Decimal numbers as float64, correctly rounded. */
export class NumberWriter extends ColumnWriter {
  private readonly numbers: Float64Array<ArrayBuffer>;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.numbers = new Float64Array(capacity);
  }

  append(batch: TextBatch, column: number): void {
    if (this.plan.decimal === ',') this.appendSlowly(batch, column);
    else this.appendPlain(batch, column);
  }

  /** With a comma before the fraction, a point means something else: nothing is plain. */
  private appendSlowly(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    let at = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width, at++) {
      if (starts[cell]! < 0) this.putNull(at);
      else this.slowly(bytes, starts[cell]!, ends[cell]!, lines[row]!, at);
    }
    this.length = at;
  }

  private appendPlain(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    const numbers = this.numbers;
    let decimals = 0;
    let integers = 0;
    let long = 0;
    let thousandths = 0;
    let at = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width, at++) {
      const start = starts[cell]!;
      if (start < 0) {
        this.putNull(at);
        continue;
      }
      const end = ends[cell]!;
      const negative = bytes[start] === 45;
      let i = negative ? start + 1 : start;
      const from = i;
      let sum = 0;
      let digit = 0;
      while (i < end && (digit = bytes[i]! ^ 48) <= 9) {
        sum = sum * 10 + digit;
        i++;
      }
      const whole = i - from;
      if (whole === 0 || whole > EXACT_DIGITS || (bytes[from] === 48 && whole > 1) || (i !== end && bytes[i] !== 46)) {
        this.slowly(bytes, start, end, lines[row]!, at);
        continue;
      }
      if (i === end && !(negative && sum === 0)) {
        // Counted apart: a column of integers alone is no column of decimals.
        integers++;
        // Four digits or more.
        long |= whole & 12;
        numbers[at] = negative ? -sum : sum;
        continue;
      }
      if (i === end) {
        this.slowly(bytes, start, end, lines[row]!, at);
        continue;
      }
      const point = i++;
      while (i < end && (digit = bytes[i]! ^ 48) <= 9) {
        sum = sum * 10 + digit;
        i++;
      }
      const fraction = i - point - 1;
      if (i !== end || whole + fraction > EXACT_DIGITS) {
        this.slowly(bytes, start, end, lines[row]!, at);
        continue;
      }
      if (fraction === 3 && mayBeGroup(bytes, from, whole, fraction)) thousandths++;
      else decimals++;
      const magnitude = sum / EXACT_POWERS[fraction]!;
      numbers[at] = negative ? -magnitude : magnitude;
    }
    this.length = at;
    this.seen.many(Kind.decimal, decimals);
    this.seen.many(Kind.integer, integers);
    this.seen.many(Kind.thousandths, thousandths);
    if (long > 0) this.seen.longIntegers = true;
  }

  protected store(kind: Kind, value: Value, at: number): boolean {
    const plain = plannedNumber(this.plan, kind, value);
    const asPlanned = plain === Kind.integer || plain === Kind.decimal || plain === Kind.thousandths;
    const asTold = this.plan.forced && plain !== Kind.other && Number.isFinite(value.number);
    if (!asPlanned && !asTold) return false;
    if (!asPlanned) value.changes |= Changed.told;
    this.numbers[at] = value.number;
    return true;
  }

  protected shown(at: number): string {
    return String(this.numbers[at]);
  }

  protected arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<Float64> {
    return makeData({ type: new Float64(), length, nullCount, nullBitmap, data: this.numbers.subarray(0, length) });
  }
}

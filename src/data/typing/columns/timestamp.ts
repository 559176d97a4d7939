import type { Data } from 'apache-arrow';
import { makeData, TimestampMicrosecond } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { daysFromCivil, isDate } from '../civil.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { plannedDays } from './days.ts';
import { isoTime } from '../show.ts';
import type { Value } from '../value.ts';
import { Kind } from '../value.ts';

const WORD = 4294967296;
const DAY = 86400;
/** Length of `2024-03-01 12:30:00`. */
const PLAIN = 19;

/** Points in time as microseconds of UTC; a text without a zone is taken as UTC. */
export class TimestampWriter extends ColumnWriter {
  private readonly words: Uint32Array<ArrayBuffer>;
  // Neighbouring rows mostly share their date.
  private lastDate = -1;
  private lastDays = 0;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.words = new Uint32Array(capacity * 2);
  }

  append(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    let quick = 0;
    let zoned = 0;
    let at = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width, at++) {
      const start = starts[cell]!;
      if (start < 0) {
        this.putNull(at);
        continue;
      }
      const end = ends[cell]!;
      const seconds = end - start < PLAIN ? NaN : this.plainSeconds(bytes, start);
      const micros = end - start === PLAIN ? 0 : fractionAndZulu(bytes, start + PLAIN, end);
      if (seconds !== seconds || micros < 0) {
        this.slowly(bytes, start, end, lines[row]!, at);
        continue;
      }
      quick++;
      if (bytes[end - 1] === 90) zoned++;
      this.write(seconds, micros, at);
    }
    this.length = at;
    this.seen.many(Kind.time, quick);
    this.seen.zoned += zoned;
  }

  /** Seconds since 1970 of `yyyy-mm-dd hh:mm:ss` or with a `T`; NaN where the nineteen bytes are anything else. */
  private plainSeconds(bytes: Uint8Array, at: number): number {
    const middle = bytes[at + 10];
    if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45 || (middle !== 32 && middle !== 84)) return NaN;
    if (bytes[at + 13] !== 58 || bytes[at + 16] !== 58) return NaN;
    const y1 = bytes[at]! ^ 48;
    const y2 = bytes[at + 1]! ^ 48;
    const y3 = bytes[at + 2]! ^ 48;
    const y4 = bytes[at + 3]! ^ 48;
    const m1 = bytes[at + 5]! ^ 48;
    const m2 = bytes[at + 6]! ^ 48;
    const d1 = bytes[at + 8]! ^ 48;
    const d2 = bytes[at + 9]! ^ 48;
    const h1 = bytes[at + 11]! ^ 48;
    const h2 = bytes[at + 12]! ^ 48;
    const n1 = bytes[at + 14]! ^ 48;
    const n2 = bytes[at + 15]! ^ 48;
    const s1 = bytes[at + 17]! ^ 48;
    const s2 = bytes[at + 18]! ^ 48;
    // A digit plus six stays below sixteen; any other byte doesn't.
    const dateBits = (y1 + 6) | (y2 + 6) | (y3 + 6) | (y4 + 6) | (m1 + 6) | (m2 + 6) | (d1 + 6) | (d2 + 6);
    const timeBits = (h1 + 6) | (h2 + 6) | (n1 + 6) | (n2 + 6) | (s1 + 6) | (s2 + 6);
    const hour = h1 * 10 + h2;
    if ((dateBits | timeBits) > 15 || hour > 23 || n1 > 5 || s1 > 5) return NaN;
    const date = ((y1 * 10 + y2) * 100 + y3 * 10 + y4) * 10000 + (m1 * 10 + m2) * 100 + d1 * 10 + d2;
    if (date !== this.lastDate && !this.setDate(date)) return NaN;
    return this.lastDays * DAY + hour * 3600 + (n1 * 10 + n2) * 60 + s1 * 10 + s2;
  }

  private setDate(date: number): boolean {
    const year = (date / 10000) | 0;
    const month = ((date / 100) | 0) % 100;
    const day = date % 100;
    if (!isDate(year, month, day)) return false;
    this.lastDate = date;
    this.lastDays = daysFromCivil(year, month, day);
    return true;
  }

  private write(seconds: number, micros: number, row: number): void {
    const total = seconds * 1e6 + micros;
    const at = row * 2;
    if (total > Number.MAX_SAFE_INTEGER || total < -Number.MAX_SAFE_INTEGER) {
      // Before 1685 and after 2255 a double no longer tells microseconds apart.
      const exact = BigInt.asUintN(64, BigInt(seconds) * 1000000n + BigInt(micros));
      this.words[at] = Number(exact & 0xffffffffn);
      this.words[at + 1] = Number(exact >> 32n);
      return;
    }
    const high = Math.floor(total / WORD);
    this.words[at] = total - high * WORD;
    this.words[at + 1] = high;
  }

  protected store(kind: Kind, value: Value, at: number): boolean {
    const days = plannedDays(this.plan, kind, value);
    if (days === undefined) return false;
    this.write(days * DAY + value.seconds, value.micros, at);
    return true;
  }

  protected shown(at: number): string {
    return isoTime(new BigInt64Array(this.words.buffer, at * 8, 1)[0]!);
  }

  protected arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<TimestampMicrosecond> {
    const data = new BigInt64Array(this.words.buffer, 0, length);
    return makeData({ type: new TimestampMicrosecond(), length, nullCount, nullBitmap, data });
  }
}

/** Microseconds of what may follow the seconds: `.123456`, `Z`, ` UTC`; -1 for anything else. */
function fractionAndZulu(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  let micros = 0;
  if (bytes[i] === 46) {
    const from = ++i;
    let digit = 0;
    while (i < end && (digit = bytes[i]! ^ 48) <= 9) {
      micros = micros * 10 + digit;
      i++;
    }
    if (i === from || i - from > 6) return -1;
    for (let written = i - from; written < 6; written++) micros *= 10;
  }
  if (i === end) return micros;
  return i === end - 1 && bytes[i] === 90 ? micros : -1;
}

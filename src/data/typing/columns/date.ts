import type { Data } from 'apache-arrow';
import { DateDay, makeData } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { Changed } from '../changes.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { isoDay } from '../show.ts';
import type { Value } from '../value.ts';
import type { Kind } from '../value.ts';
import { plannedDays } from './days.ts';

/** Calendar dates as days since 1970. */
export class DateWriter extends ColumnWriter {
  private readonly days: Int32Array<ArrayBuffer>;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.days = new Int32Array(capacity);
  }

  append(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    let at = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width, at++) {
      const start = starts[cell]!;
      if (start < 0) this.putNull(at);
      else this.slowly(bytes, start, ends[cell]!, lines[row]!, at);
    }
    this.length = at;
  }

  protected store(kind: Kind, value: Value, at: number): boolean {
    const days = plannedDays(this.plan, kind, value);
    if (days === undefined) return false;
    if (value.hasTime) {
      if (!this.plan.forced) return false;
      // Told to be dates, times lose their time of day.
      if (value.seconds !== 0 || value.micros !== 0) value.changes |= Changed.told;
    }
    this.days[at] = days + Math.floor(value.seconds / 86400);
    return true;
  }

  protected shown(at: number): string {
    return isoDay(this.days[at]!);
  }

  protected arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<DateDay> {
    return makeData({ type: new DateDay(), length, nullCount, nullBitmap, data: this.days.subarray(0, length) });
  }
}

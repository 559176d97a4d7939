import type { Data } from 'apache-arrow';
import { Bool, makeData } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { textOf } from '../ascii.ts';
import { Changed } from '../changes.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import type { Value } from '../value.ts';
import { Kind } from '../value.ts';
import { toldTruth } from '../words.ts';

/** Truth values, one bit each. */
export class BooleanWriter extends ColumnWriter {
  private readonly bits: Uint8Array<ArrayBuffer>;
  private told: boolean | undefined;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.bits = new Uint8Array((capacity + 7) >> 3);
  }

  append(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    let at = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width, at++) {
      const start = starts[cell]!;
      if (start < 0) {
        this.putNull(at);
        continue;
      }
      const end = ends[cell]!;
      this.told = this.plan.forced ? toldTruth(textOf(bytes, start, end)) : undefined;
      this.slowly(bytes, start, end, lines[row]!, at);
    }
    this.length = at;
  }

  protected store(kind: Kind, value: Value, at: number): boolean {
    const truth = kind === Kind.boolean ? value.truth : this.told;
    if (truth === undefined) return false;
    if (kind !== Kind.boolean) value.changes |= Changed.booleanWord;
    if (truth) this.bits[at >> 3]! |= 1 << (at & 7);
    return true;
  }

  protected shown(at: number): string {
    return String((this.bits[at >> 3]! & (1 << (at & 7))) !== 0);
  }

  override reset(): void {
    super.reset();
    this.bits.fill(0);
  }

  protected arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<Bool> {
    return makeData({
      type: new Bool(),
      length,
      nullCount,
      nullBitmap,
      data: this.bits.subarray(0, (length + 7) >> 3),
    });
  }
}

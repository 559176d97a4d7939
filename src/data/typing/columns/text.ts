import type { Data } from 'apache-arrow';
import { makeData, Utf8 } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { classify, mayBeTyped } from '../classify.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { Kind } from '../value.ts';

/** Beyond this many bytes the engine's own copy beats a loop. */
const LOOP_BYTES = 32;

/** Texts as they are, byte for byte. */
export class TextWriter extends ColumnWriter {
  private readonly offsets: Int32Array<ArrayBuffer>;
  private data = new Uint8Array(1 << 16);
  private used = 0;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.offsets = new Int32Array(capacity + 1);
  }

  override get textBytes(): number {
    return this.used;
  }

  append(batch: TextBatch, column: number): void {
    this.copy(batch, column);
    if (this.plan.judged) this.judge(batch, column);
  }

  private copy(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, rows, width } = batch;
    const offsets = this.offsets;
    this.reserve(batch, column);
    const data = this.data;
    let used = this.used;
    for (let row = 0, cell = column; row < rows; row++, cell += width) {
      const start = starts[cell]!;
      if (start < 0) this.putNull();
      else {
        const end = ends[cell]!;
        if (end - start > LOOP_BYTES) {
          data.set(bytes.subarray(start, end), used);
          used += end - start;
        } else for (let i = start; i < end; i++) data[used++] = bytes[i]!;
      }
      offsets[++this.length] = used;
    }
    this.used = used;
  }

  private reserve(batch: TextBatch, column: number): void {
    const { starts, ends, rows, width } = batch;
    let needed = this.used;
    for (let row = 0, cell = column; row < rows; row++, cell += width) needed += ends[cell]! - starts[cell]!;
    if (needed <= this.data.length) return;
    const larger = new Uint8Array(Math.max(needed, this.data.length * 2));
    larger.set(this.data.subarray(0, this.used));
    this.data = larger;
  }

  private judge(batch: TextBatch, column: number): void {
    const { bytes, starts, ends, lines, rows, width } = batch;
    let others = 0;
    for (let row = 0, cell = column; row < rows; row++, cell += width) {
      const start = starts[cell]!;
      if (start < 0) continue;
      const end = ends[cell]!;
      if (end > start && !mayBeTyped(bytes[start]!) && this.seen.counts[Kind.other]! > 0) others++;
      else this.judgeOne(bytes, start, end, lines[row]!);
    }
    this.seen.many(Kind.other, others);
  }

  private judgeOne(bytes: Uint8Array, start: number, end: number, line: number): void {
    const kind = classify(bytes, start, end, this.value);
    this.seen.one(kind, bytes, start, end, line);
    this.noteTime(kind);
  }

  protected store(): boolean {
    return true;
  }

  override reset(): void {
    super.reset();
    this.used = 0;
  }

  protected arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<Utf8> {
    const valueOffsets = this.offsets.subarray(0, length + 1);
    return makeData({
      type: new Utf8(),
      length,
      nullCount,
      nullBitmap,
      valueOffsets,
      data: this.data.subarray(0, this.used),
    });
  }
}

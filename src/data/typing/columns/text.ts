import type { Data } from 'apache-arrow';
import { makeData, Utf8 } from 'apache-arrow';
import type { TextBatch } from '../../batch.ts';
import { textOf } from '../ascii.ts';
import { classify } from '../classify.ts';
import type { ColumnPlan } from '../column.ts';
import { ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { Kind } from '../value.ts';
import { mayBeTyped } from '../words.ts';

/** Beyond this many bytes the engine's own copy beats a loop. */
const LOOP_BYTES = 48;
/** Bytes that a copy by words may touch behind a value. */
const SLACK = 4;
/** Room at the beginning: little per row, since a table of ten thousand columns has as many writers. */
const FIRST_BYTES = 1 << 16;
const FIRST_ROW_BYTES = 16;

/** Texts as they are, byte for byte. */
export class TextWriter extends ColumnWriter {
  private readonly offsets: Int32Array<ArrayBuffer>;
  private data: Uint8Array<ArrayBuffer>;
  private used = 0;

  constructor(plan: ColumnPlan, capacity: number, seen?: Evidence) {
    super(plan, capacity, seen);
    this.offsets = new Int32Array(capacity + 1);
    this.data = new Uint8Array(Math.min(FIRST_BYTES, capacity * FIRST_ROW_BYTES));
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
    this.reserve(batch, column);
    const { data, offsets } = this;
    // Four bytes at a time, which may run over the value's end: behind it there must be room to read from.
    const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const to = new DataView(data.buffer);
    const safe = bytes.length - SLACK;
    let used = this.used;
    let length = this.length;
    for (let row = 0, cell = column; row < rows; row++, cell += width) {
      const start = starts[cell]!;
      const end = ends[cell]!;
      if (start < 0) {
        this.putNull(length);
      } else if (end - start > LOOP_BYTES || end > safe) {
        data.set(bytes.subarray(start, end), used);
      } else {
        for (let i = start, at = used; i < end; i += 4, at += 4) to.setUint32(at, from.getUint32(i, true), true);
      }
      used += end - start;
      offsets[++length] = used;
    }
    this.length = length;
    this.used = used;
  }

  private reserve(batch: TextBatch, column: number): void {
    const { starts, ends, rows, width } = batch;
    let needed = this.used + SLACK;
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
      if (end > start && !mayBeTyped(bytes, start, end) && this.seen.counts[Kind.other]! > 0) others++;
      else this.judgeOne(bytes, start, end, lines[row]!);
    }
    this.seen.many(Kind.other, others);
  }

  private judgeOne(bytes: Uint8Array, start: number, end: number, line: number): void {
    const kind = classify(bytes, start, end, this.value, this.timeNamed);
    this.seen.one(kind, this.value, bytes, start, end, line);
  }

  protected store(): boolean {
    return true;
  }

  protected shown(at: number): string {
    return textOf(this.data, this.offsets[at]!, this.offsets[at + 1]!);
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

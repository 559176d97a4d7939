import { Field, RecordBatch, RecordBatchStreamWriter, Schema, Struct, makeData } from 'apache-arrow';
import type { TextBatch } from '../batch.ts';
import type { ColumnPlan, ColumnWriter } from './column.ts';
import { writerOf } from './columns/index.ts';

/** The engine's row groups hold 122,880 rows. It takes over a batch of that many as it is, and copies a smaller one: half the speed. */
const BATCH_ROWS = 2 * 122_880;
/** Wide tables get shorter batches, or their buffers would fill the memory. */
const BATCH_CELLS = 1 << 22;
const BATCH_TEXT_BYTES = 48 << 20;
/** Rows and cells of one block of texts: few enough for the processor's cache. */
export const BLOCK_ROWS = 4096;
export const BLOCK_CELLS = 1 << 15;

/** Rows of the blocks in which a table of this width is read. */
export const blockRows = (width: number): number => Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / width)));

export interface ArrowPart {
  ipc: Uint8Array;
  rows: number;
}

/** Writes blocks of texts as typed Arrow batches, each a whole IPC stream. */
export class TableWriter {
  readonly columns: ColumnWriter[] = [];
  readonly rowsPerBatch: number;
  rows = 0;
  private batched = 0;
  /** Set where a planned type was wrong: from then on evidence is gathered and nothing is sent. */
  failed = false;
  private readonly parts: ArrowPart[] = [];

  /** `most`: rows that can come at all, so that a small file doesn't cost the buffers of a large one. */
  constructor(plans: readonly ColumnPlan[], most = Infinity) {
    const rows = Math.max(blockRows(plans.length), Math.min(BATCH_ROWS, Math.floor(BATCH_CELLS / plans.length)));
    this.rowsPerBatch = Math.min(rows, most);
    for (const plan of plans) this.columns.push(writerOf(plan, this.rowsPerBatch));
  }

  /** Takes in columns that turned up late, absent from all rows so far: evidence is gathered, the rows must be read again. */
  widen(plans: readonly ColumnPlan[]): void {
    this.failed = true;
    this.discard();
    for (const plan of plans.slice(this.columns.length)) {
      const writer = writerOf(plan, this.rowsPerBatch);
      writer.nulls = this.rows;
      this.columns.push(writer);
    }
  }

  append(batch: TextBatch): void {
    // Cells are found by the batch's width: another one would read neighbours' values.
    if (batch.width !== this.columns.length) throw new Error(`${batch.width} columns for ${this.columns.length}`);
    if (this.batched + batch.rows > this.rowsPerBatch) this.flush();
    for (let column = 0; column < this.columns.length; column++) {
      const writer = this.columns[column]!;
      writer.append(batch, column);
      if (batch.strings) {
        writer.seen.strings += batch.strings[column]!;
        writer.seen.plainPoints = true;
      }
      if (batch.nested) writer.seen.nested += batch.nested[column]!;
      if (writer.misfit) this.failed = true;
    }
    this.rows += batch.rows;
    this.batched += batch.rows;
    if (this.failed) this.discard();
    else if (this.columns.some((writer) => writer.textBytes > BATCH_TEXT_BYTES)) this.flush();
  }

  /** The batches finished since the last call. */
  take(): ArrowPart[] {
    return this.parts.splice(0);
  }

  /** Closes the batch under way. A table without rows still sends its schema once. */
  end(): void {
    if (!this.failed && (this.batched > 0 || this.rows === 0)) this.flush();
  }

  private flush(): void {
    if (this.columns.length === 0) return;
    const data = this.columns.map((writer) => writer.take());
    const names = this.columns.map((writer) => writer.plan.name);
    this.parts.push({ ipc: toIpc(names, data, this.batched), rows: this.batched });
    this.discard();
  }

  private discard(): void {
    for (const writer of this.columns) writer.reset();
    this.batched = 0;
  }
}

/** One batch of columns as a whole Arrow IPC stream; every byte is copied. */
export function toIpc(
  names: readonly string[],
  columns: readonly ReturnType<ColumnWriter['take']>[],
  rows: number,
): Uint8Array {
  const fields = names.map((name, index) => new Field(name, columns[index]!.type, true));
  const struct = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children: [...columns] });
  const writer = new RecordBatchStreamWriter();
  writer.write(new RecordBatch(new Schema(fields), struct));
  return writer.finish().toUint8Array(true);
}

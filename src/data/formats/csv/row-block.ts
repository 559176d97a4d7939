import type { TextBatch } from '../../batch.ts';
import { blockRows } from '../../typing/table.ts';
import type { CsvDialect } from './dialect.ts';
import { isEscaped, isQuoted, type RecordScanner } from './scan.ts';
import { unescapeInPlace } from './syntax.ts';

/** Takes a block of rows, and must be done with it when it returns. */
export type Emit = (batch: TextBatch) => void;

/** The rows read since the last block was handed on. */
export class RowBlock {
  readonly batch: TextBatch;
  private readonly capacity: number;

  constructor(private readonly dialect: CsvDialect) {
    const { width } = dialect;
    this.capacity = blockRows(width);
    this.batch = {
      bytes: new Uint8Array(0),
      starts: new Int32Array(this.capacity * width),
      ends: new Int32Array(this.capacity * width),
      lines: new Float64Array(this.capacity),
      rows: 0,
      width,
    };
  }

  get isFull(): boolean {
    return this.batch.rows === this.capacity;
  }

  /** Adds the record that the scanner found; the block must not be full. */
  add({ starts, ends, forms }: RecordScanner, line: number): void {
    const { batch, dialect } = this;
    let cell = batch.rows * batch.width;
    for (let at = 0; at < batch.width; at++, cell++) {
      const start = starts[at]!;
      const end = ends[at]!;
      const form = forms[at]!;
      batch.starts[cell] = start;
      batch.ends[cell] = isEscaped(form) ? unescapeInPlace(batch.bytes, start, end, dialect, isQuoted(form)) : end;
    }
    batch.lines[batch.rows++] = line;
  }

  /** Adds a row without any value; the block must not be full. */
  addNothing(line: number): void {
    const { batch } = this;
    const cell = batch.rows * batch.width;
    batch.starts.fill(-1, cell, cell + batch.width);
    batch.ends.fill(-1, cell, cell + batch.width);
    batch.lines[batch.rows++] = line;
  }

  /** Hands the rows on, if there are any. */
  hand(emit: Emit): void {
    if (this.batch.rows === 0) return;
    emit(this.batch);
    this.batch.rows = 0;
  }
}

import type { TextBatch } from '../../batch.ts';
import { blockRows } from '../../typing/table.ts';

/** A value as text, and whether the file wrote it as a string or as something nested. */
export interface Cell {
  text: string;
  kind: 'plain' | 'string' | 'nested';
}

type Emit = (batch: TextBatch) => void;

const encoder = new TextEncoder();
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UNIT_BYTES = 3;

/** Gathers rows of cells into blocks of texts. */
export class Blocks {
  private batch: TextBatch;
  private capacity = 0;
  private used = 0;

  constructor(width: number) {
    this.batch = this.newBatch(width, new Uint8Array(1 << 16));
  }

  private newBatch(width: number, bytes: Uint8Array): TextBatch {
    this.capacity = blockRows(Math.max(1, width));
    const cells = this.capacity * width;
    return {
      bytes,
      starts: new Int32Array(cells),
      ends: new Int32Array(cells),
      lines: new Float64Array(this.capacity),
      rows: 0,
      width,
      strings: new Float64Array(width),
      nested: new Float64Array(width),
    };
  }

  /** Adds a row; `width` is that of the table by now. */
  add(cells: readonly (Cell | undefined)[], line: number, width: number, emit: Emit): void {
    if (width > this.batch.width) {
      this.flush(emit);
      this.batch = this.newBatch(width, this.batch.bytes);
    }
    const { batch } = this;
    const base = batch.rows * batch.width;
    for (let column = 0; column < batch.width; column++) this.put(base + column, column, cells[column]);
    batch.lines[batch.rows++] = line;
    if (batch.rows === this.capacity) this.flush(emit);
  }

  private put(at: number, column: number, cell: Cell | undefined): void {
    const { batch } = this;
    batch.starts[at] = cell ? this.used : -1;
    if (cell) this.write(cell.text);
    batch.ends[at] = cell ? this.used : -1;
    if (cell?.kind === 'string') batch.strings![column]!++;
    else if (cell?.kind === 'nested') batch.nested![column]!++;
  }

  private write(text: string): void {
    const needed = this.used + text.length * UNIT_BYTES;
    if (needed > this.batch.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.batch.bytes.length * 2));
      larger.set(this.batch.bytes.subarray(0, this.used));
      this.batch.bytes = larger;
    }
    this.used += encoder.encodeInto(text, this.batch.bytes.subarray(this.used)).written;
  }

  flush(emit: Emit): void {
    if (this.batch.rows > 0) emit(this.batch);
    this.batch.rows = 0;
    this.used = 0;
    this.batch.strings!.fill(0);
    this.batch.nested!.fill(0);
  }
}

import type { Row } from './cell.ts';

/**
 * Rows as bytes, so that a sheet is a source of bytes like any text file: its length, its line, how many cells; then of each cell
 * column, kind, length and UTF-8. Numbers are little-endian.
 */
export const ROW_HEAD = 12;
export const CELL_HEAD = 8;

const FIRST_BYTES = 1 << 18;
const encoder = new TextEncoder();

/** Writes rows one after the other. */
export class FrameWriter {
  private bytes = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  add({ line, cells }: Row): void {
    const start = this.length;
    this.reserve(ROW_HEAD);
    this.length += ROW_HEAD;
    for (const { column, kind, text } of cells) {
      // A UTF-16 unit is at most three bytes of UTF-8.
      this.reserve(CELL_HEAD + text.length * 3);
      const { written } = encoder.encodeInto(text, this.bytes.subarray(this.length + CELL_HEAD));
      this.view.setUint16(this.length, column, true);
      this.view.setUint8(this.length + 2, kind);
      this.view.setUint32(this.length + 4, written, true);
      this.length += CELL_HEAD + written;
    }
    this.view.setUint32(start, this.length - start, true);
    this.view.setUint32(start + 4, line, true);
    this.view.setUint32(start + 8, cells.length, true);
  }

  /** The rows since the last call, in bytes of their own. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + more, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** The cells of one row, read in place; one object is used for all rows. */
export class Frame {
  line = 0;
  count = 0;
  columns = new Uint16Array(64);
  kinds = new Uint8Array(64);
  starts = new Int32Array(64);
  ends = new Int32Array(64);

  constructor(public bytes: Uint8Array = new Uint8Array(0)) {}

  /** Reads the row at `at`; returns where the next one begins, or -1 where this one isn't whole. */
  read(view: DataView, at: number, end: number): number {
    if (at + ROW_HEAD > end) return -1;
    const next = at + view.getUint32(at, true);
    if (next > end) return -1;
    this.line = view.getUint32(at + 4, true);
    this.count = view.getUint32(at + 8, true);
    if (this.count > this.columns.length) this.widen(this.count);
    let cell = at + ROW_HEAD;
    for (let index = 0; index < this.count; index++) {
      this.columns[index] = view.getUint16(cell, true);
      this.kinds[index] = view.getUint8(cell + 2);
      this.starts[index] = cell + CELL_HEAD;
      cell += CELL_HEAD + view.getUint32(cell + 4, true);
      this.ends[index] = cell;
    }
    return next;
  }

  private widen(count: number): void {
    this.columns = new Uint16Array(count * 2);
    this.kinds = new Uint8Array(count * 2);
    this.starts = new Int32Array(count * 2);
    this.ends = new Int32Array(count * 2);
  }

  /** The row as an object of its own. */
  toRow(): Row {
    const cells: Row['cells'] = [];
    for (let index = 0; index < this.count; index++) {
      const text = decoder.decode(this.bytes.subarray(this.starts[index], this.ends[index]));
      cells.push({ column: this.columns[index]!, kind: this.kinds[index]! as Row['cells'][number]['kind'], text });
    }
    return { line: this.line, cells };
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** All whole rows in some bytes. */
export function rowsOf(bytes: Uint8Array): Row[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frame = new Frame(bytes);
  const rows: Row[] = [];
  for (let at = frame.read(view, 0, bytes.length); at >= 0; at = frame.read(view, at, bytes.length)) {
    rows.push(frame.toRow());
  }
  return rows;
}

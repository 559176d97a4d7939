import type { TextBatch } from '../batch.ts';
import { Rejections } from '../rejections.ts';
import { blockRows } from '../typing/table.ts';
import type { TextReader } from './text-format.ts';

const LF = 10;
const CR = 13;
/** A line longer than this is no line: it is set aside in pieces. */
const MAX_LINE_BYTES = 32 << 20;

/** What became of a line: `row` fills a row of cells, `none` is no record, `skip` counts as passed over; else the reason to set it aside. */
export type LineOutcome = 'row' | 'none' | 'skip' | 'widen' | (string & {});

/** Reads formats in which every record is one line (LF, CRLF or CR) in bytes that arrive in chunks, and hands rows on in blocks. */
export abstract class LineReader implements TextReader {
  records = 0;
  rows = 0;
  skipped = 0;
  /** The line to be read next, from 1. */
  protected line = 1;
  private readonly rejections = new Rejections();
  private buffer = new Uint8Array(0);
  private length = 0;
  private position = 0;
  private batch: TextBatch;
  private capacity: number;

  constructor(public columns: readonly (string | null)[]) {
    this.capacity = blockRows(columns.length);
    this.batch = this.newBatch();
  }

  /**
   * Reads bytes [start, end), a line without its end, into cells `base` and on of `starts` and `ends`, all of which hold -1. It may
   * overwrite the line's bytes where it answers `row`. `widen` asks for a call of `widened` and the same line again.
   */
  protected abstract readLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    cells: { starts: Int32Array; ends: Int32Array; base: number },
  ): LineOutcome;

  /** The columns of a wider block. */
  protected widened(): readonly (string | null)[] {
    return this.columns;
  }

  get rejected(): TextReader['rejected'] {
    return this.rejections.first;
  }

  get rejectedCount(): number {
    return this.rejections.count;
  }

  push(chunk: Uint8Array, emit: (batch: TextBatch) => void): void {
    this.extend(chunk);
    this.read(emit, false);
    this.buffer.copyWithin(0, this.position, this.length);
    this.length -= this.position;
    this.position = 0;
  }

  finish(emit: (batch: TextBatch) => void): void {
    this.read(emit, true);
  }

  private extend(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, Math.min(this.buffer.length * 2, needed + MAX_LINE_BYTES)));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length += chunk.length;
  }

  private read(emit: (batch: TextBatch) => void, final: boolean): void {
    const { buffer, length } = this;
    this.batch.bytes = buffer;
    while (this.position < length) {
      let end = this.position;
      while (end < length && buffer[end] !== LF && buffer[end] !== CR) end++;
      let next = end + 1;
      if (end === length) {
        if (!final && length - this.position < MAX_LINE_BYTES) break;
        next = end;
      } else if (buffer[end] === CR) {
        // The line feed that belongs to a carriage return may still be on its way.
        if (next === length && !final) break;
        if (buffer[next] === LF && next < length) next++;
      }
      this.take(this.position, end, emit);
      this.position = next;
      if (end < length) this.line++;
    }
    if (this.batch.rows > 0) this.hand(emit);
  }

  private take(start: number, end: number, emit: (batch: TextBatch) => void): void {
    const outcome = this.outcomeOf(start, end, emit);
    if (outcome === 'none') return;
    this.records++;
    if (outcome === 'skip') this.skipped++;
    else if (outcome !== 'row') this.rejections.add(this.line, outcome, this.buffer, start, end);
    else {
      this.rows++;
      this.batch.lines[this.batch.rows++] = this.line;
      if (this.batch.rows === this.capacity) this.hand(emit);
    }
  }

  private outcomeOf(start: number, end: number, emit: (batch: TextBatch) => void): LineOutcome {
    for (;;) {
      const { starts, ends, rows, width } = this.batch;
      const base = rows * width;
      starts.fill(-1, base, base + width);
      ends.fill(-1, base, base + width);
      const outcome = this.readLine(this.buffer, start, end, { starts, ends, base });
      if (outcome !== 'widen') return outcome;
      if (rows > 0) this.hand(emit);
      this.columns = this.widened();
      this.capacity = blockRows(this.columns.length);
      this.batch = this.newBatch();
    }
  }

  private hand(emit: (batch: TextBatch) => void): void {
    emit(this.batch);
    this.batch.rows = 0;
  }

  private newBatch(): TextBatch {
    const width = this.columns.length;
    const cells = this.capacity * width;
    return {
      bytes: this.buffer,
      starts: new Int32Array(cells),
      ends: new Int32Array(cells),
      lines: new Float64Array(this.capacity),
      rows: 0,
      width,
    };
  }
}

import type { RejectedRecord } from '../../../contract/import.ts';
import type { TextBatch } from '../../batch.ts';
import { blockRows } from '../../typing/table.ts';
import { textOf } from '../../typing/ascii.ts';
import type { TextReader } from '../text-format.ts';
import { CellKind, columnLetters } from './cell.ts';
import { Frame } from './frames.ts';
import type { Region } from './region.ts';

type Emit = (batch: TextBatch) => void;

/** Rows held back because they may be totals or notes; more of them than this are data. */
const MOST_HELD = 100;
const BATCH_BYTES = 4 << 20;
const SAMPLE_BYTES = 120;

const TOTALS =
  /^\W*((grand |sub ?)?totals?|sum|average|mean|count|notes?|source|sources|footnotes?|合计|总计|小计|总和|平均|汇总|注|备注|说明|数据来源|来源)(\W|$)/i;

/** Something passed over: how often, and the first of it. */
export interface Noted {
  count: number;
  line: number;
  cell: string;
  text: string;
}

const noted = (): Noted => ({ count: 0, line: 0, cell: '', text: '' });

/** Reads the rows of one region as records; what is around it is counted and the first of each kind kept. */
export class SheetReader implements TextReader {
  records = 0;
  rows = 0;
  readonly rejected: RejectedRecord[] = [];
  readonly rejectedCount = 0;
  readonly above = noted();
  readonly below = noted();
  readonly outside = noted();
  readonly errors = noted();
  readonly noValues = noted();
  /** Cells by column that hold an error. */
  readonly errorsByColumn: Float64Array;

  private rest: Uint8Array = new Uint8Array(0);
  private readonly frame = new Frame();
  private held: Uint8Array[] = [];
  private lastLine: number;
  private readonly slots = new Map<number, number>();
  private readonly headerLines: Set<number>;
  private readonly width: number;
  private readonly capacity: number;
  private batch: TextBatch;
  private used = 0;

  constructor(private readonly region: Region) {
    this.width = region.columns.length;
    region.columns.forEach((column, slot) => this.slots.set(column, slot));
    this.headerLines = new Set(region.headerLines);
    this.errorsByColumn = new Float64Array(this.width);
    this.capacity = blockRows(Math.max(1, this.width));
    this.lastLine = region.firstLine - 1;
    this.batch = this.newBatch();
  }

  get columns(): readonly (string | null)[] {
    return this.region.names;
  }

  get skipped(): number {
    return this.above.count + this.below.count;
  }

  private newBatch(): TextBatch {
    const cells = this.capacity * this.width;
    return {
      bytes: new Uint8Array(1 << 18),
      starts: new Int32Array(cells).fill(-1),
      ends: new Int32Array(cells).fill(-1),
      lines: new Float64Array(this.capacity),
      rows: 0,
      width: this.width,
      strings: new Float64Array(this.width),
      nested: new Float64Array(this.width),
    };
  }

  push(chunk: Uint8Array, emit: Emit): void {
    const bytes = this.rest.length > 0 ? joined(this.rest, chunk) : chunk;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.frame.bytes = bytes;
    let at = 0;
    for (
      let next = this.frame.read(view, 0, bytes.length);
      next >= 0;
      at = next, next = this.frame.read(view, at, bytes.length)
    ) {
      this.take(bytes.subarray(at, next), emit);
      this.frame.bytes = bytes;
    }
    this.rest = bytes.slice(at);
    this.flush(emit);
  }

  finish(emit: Emit): void {
    for (const row of this.held) {
      this.load(row);
      this.records++;
      this.pass(this.below);
    }
    this.held = [];
    this.flush(emit);
  }

  private take(row: Uint8Array, emit: Emit): void {
    const { line } = this.frame;
    if (this.headerLines.has(line)) return;
    if (line < this.region.firstLine) {
      this.records++;
      this.pass(this.above);
      return;
    }
    const count = this.cellsInside();
    if (count === 0) this.noteOutside();
    else if (this.isDoubtful(count, line)) this.hold(row, emit);
    else {
      this.releaseHeld(emit);
      this.load(row);
      this.add(emit);
    }
    if (count > 0) this.lastLine = line;
  }

  private load(row: Uint8Array): void {
    this.frame.bytes = row;
    this.frame.read(new DataView(row.buffer, row.byteOffset, row.byteLength), 0, row.length);
  }

  private cellsInside(): number {
    let count = 0;
    for (let i = 0; i < this.frame.count; i++) if (this.slots.has(this.frame.columns[i]!)) count++;
    return count;
  }

  /** A short row after a blank one or after another such, a lone text, or one that calls itself a total: perhaps the table is over. */
  private isDoubtful(count: number, line: number): boolean {
    const { typical } = this.region;
    const short = typical > 1 && count <= typical / 2;
    const apart = line > this.lastLine + 1 || this.held.length > 0;
    if (short && (apart || (count === 1 && typical > 2 && this.firstIsText()))) return true;
    return count < typical || this.held.length > 0 ? this.firstIsText() && TOTALS.test(this.textAt(0)) : false;
  }

  private firstIsText(): boolean {
    return this.frame.kinds[0] === CellKind.text;
  }

  private textAt(cell: number): string {
    const { bytes, starts, ends } = this.frame;
    return textOf(bytes, starts[cell]!, Math.min(ends[cell]!, starts[cell]! + SAMPLE_BYTES));
  }

  private hold(row: Uint8Array, emit: Emit): void {
    this.held.push(row.slice());
    if (this.held.length > MOST_HELD) this.releaseHeld(emit);
  }

  /** The table went on: what was held back are records. */
  private releaseHeld(emit: Emit): void {
    if (this.held.length === 0) return;
    for (const row of this.held) {
      this.load(row);
      this.add(emit);
    }
    this.held = [];
  }

  private pass(noted: Noted): void {
    if (noted.count++ > 0) return;
    noted.line = this.frame.line;
    noted.text = Array.from({ length: Math.min(this.frame.count, 8) }, (_, cell) => this.textAt(cell)).join(' | ');
  }

  private note(noted: Noted, cell: number): void {
    if (noted.count++ > 0) return;
    noted.line = this.frame.line;
    noted.cell = `${columnLetters(this.frame.columns[cell]!)}${this.frame.line}`;
    noted.text = this.textAt(cell);
  }

  private noteOutside(): void {
    for (let i = 0; i < this.frame.count; i++) this.note(this.outside, i);
  }

  private add(emit: Emit): void {
    const { frame, batch } = this;
    this.records++;
    this.rows++;
    const base = batch.rows * this.width;
    for (let i = 0; i < frame.count; i++) {
      const slot = this.slots.get(frame.columns[i]!);
      if (slot === undefined) this.note(this.outside, i);
      else if (frame.kinds[i] === CellKind.error) {
        this.note(this.errors, i);
        this.errorsByColumn[slot]!++;
      } else if (frame.kinds[i] === CellKind.noValue) this.note(this.noValues, i);
      else this.put(slot, base + slot, frame.starts[i]!, frame.ends[i]!, frame.kinds[i]!);
    }
    batch.lines[batch.rows++] = frame.line;
    if (batch.rows === this.capacity || this.used > BATCH_BYTES) this.flush(emit);
  }

  private put(slot: number, cell: number, start: number, end: number, kind: number): void {
    const { batch, frame } = this;
    const length = end - start;
    if (this.used + length > batch.bytes.length) {
      const larger = new Uint8Array(Math.max(this.used + length, batch.bytes.length * 2));
      larger.set(batch.bytes.subarray(0, this.used));
      batch.bytes = larger;
    }
    batch.bytes.set(frame.bytes.subarray(start, end), this.used);
    batch.starts[cell] = this.used;
    this.used += length;
    batch.ends[cell] = this.used;
    // A text that could be taken for a number was written as a text on purpose; other texts need no such mark.
    if (kind === CellKind.text && holdsDigit(frame.bytes, start, end)) batch.strings![slot]!++;
  }

  private flush(emit: Emit): void {
    const { batch } = this;
    if (batch.rows === 0) return;
    emit(batch);
    batch.starts.fill(-1, 0, batch.rows * this.width);
    batch.ends.fill(-1, 0, batch.rows * this.width);
    batch.strings!.fill(0);
    batch.rows = 0;
    this.used = 0;
  }
}

/** True if a text holds a digit, in any script: beyond ASCII no closer look is taken. */
function holdsDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i]! ^ 48) <= 9 || bytes[i]! >= 0xe0) return true;
  return false;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

import type { RejectedRecord } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { TextBatch } from '../../batch.ts';
import { Rejections } from '../../rejections.ts';
import { textOf } from '../../typing/ascii.ts';
import type { TextReader } from '../text-format.ts';
import { RecordWriter } from './record.ts';
import { endOfValue, INCOMPLETE, INVALID, skipBlanks } from './validate.ts';

const LF = 10;
const OPEN_OBJECT = 123;
const MAX_RECORD_BYTES = 64 << 20;

/** How records follow each other: one a line, as elements of one array, or simply one after the other. */
export type Layout = 'lines' | 'array' | 'sequence';

type Emit = (batch: TextBatch) => void;

/** Finds JSON records in bytes that arrive in chunks. A line that is no object and an
 * element that is none are set aside; anything else that is no JSON condemns the file, since nobody knows where the next record begins. */
export class JsonReader implements TextReader {
  records = 0;
  rows = 0;
  readonly skipped = 0;
  private readonly rejections = new Rejections();
  private readonly writer: RecordWriter;

  private buffer = new Uint8Array(0);
  private length = 0;
  private position = 0;
  private line = 1;
  private opened = false;
  private closed = false;
  /** In an array: whether a comma has announced another element. */
  private owed = false;

  constructor(
    private readonly layout: Layout,
    private readonly fileName: string,
    private readonly known: readonly (string | null)[] = [],
  ) {
    this.writer = new RecordWriter(known.length);
  }

  get columns(): readonly (string | null)[] {
    const { names } = this.writer.columns;
    return names.length > this.known.length ? names : this.known;
  }

  get rejected(): RejectedRecord[] {
    return this.rejections.first;
  }

  get rejectedCount(): number {
    return this.rejections.count;
  }

  push(chunk: Uint8Array, emit: Emit): void {
    this.extend(chunk);
    this.read(emit, false);
    this.buffer.copyWithin(0, this.position, this.length);
    this.length -= this.position;
    this.position = 0;
    if (this.length > MAX_RECORD_BYTES) this.refuse(this.position);
  }

  finish(emit: Emit): void {
    this.read(emit, true);
    if (this.layout === 'array' && !this.closed) this.refuse(this.position);
  }

  private extend(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.buffer.length + (this.buffer.length >> 1)));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length += chunk.length;
  }

  private read(emit: Emit, final: boolean): void {
    if (this.layout === 'lines') while (this.readLine(emit, final));
    else while (this.readElement(emit, final));
    this.writer.flush(emit);
  }

  private readLine(emit: Emit, final: boolean): boolean {
    // Behind `length` lie bytes of earlier chunks.
    const found = this.buffer.indexOf(LF, this.position);
    const newline = found < this.length ? found : -1;
    if (newline < 0 && !(final && this.position < this.length)) return false;
    const end = newline < 0 ? this.length : newline;
    const start = skipBlanks(this.buffer, this.position, end);
    if (start < end) this.takeLine(start, end, emit);
    this.position = newline < 0 ? end : end + 1;
    this.line++;
    return true;
  }

  private takeLine(start: number, end: number, emit: Emit): void {
    const valueEnd = endOfValue(this.buffer, start, end, true);
    const valid = valueEnd > 0 && skipBlanks(this.buffer, valueEnd, end) === end;
    this.take(valid, start, end, emit);
  }

  /** Counts one record and keeps it, if it is an object. */
  private take(valid: boolean, start: number, end: number, emit: Emit): void {
    this.records++;
    if (!valid) this.rejections.add(this.line, 'not-json', this.buffer, start, end);
    else if (this.buffer[start] !== OPEN_OBJECT)
      this.rejections.add(this.line, 'not-an-object', this.buffer, start, end);
    else {
      this.rows++;
      this.writer.add(this.buffer, start, this.line, emit);
    }
  }

  /** Reads the next element of the array or sequence; false where it hasn't arrived. */
  private readElement(emit: Emit, final: boolean): boolean {
    this.moveTo(skipBlanks(this.buffer, this.position, this.length));
    if (this.position >= this.length) return false;
    if (this.layout === 'array' && !this.atElement()) return true;
    if (this.layout === 'sequence' && this.buffer[this.position] !== OPEN_OBJECT) this.refuse(this.position);
    const end = endOfValue(this.buffer, this.position, this.length, final);
    if (end === INCOMPLETE) return false;
    if (end === INVALID) this.refuse(this.position);
    this.take(true, this.position, end, emit);
    this.moveTo(end);
    this.owed = false;
    return true;
  }

  /** Deals with brackets and commas; true where an element begins. */
  private atElement(): boolean {
    const byte = this.buffer[this.position]!;
    if (this.closed) this.refuse(this.position);
    if (!this.opened) {
      this.opened = true;
      this.position++;
      return false;
    }
    if (byte === 93 && !this.owed) {
      this.closed = true;
      this.position++;
      return false;
    }
    const first = this.records === 0;
    if (first || this.owed) return true;
    if (byte !== 44) this.refuse(this.position);
    this.owed = true;
    this.position++;
    return false;
  }

  private moveTo(position: number): void {
    const { buffer } = this;
    for (let i = this.position; i < position; i++) if (buffer[i] === LF) this.line++;
    this.position = position;
  }

  private refuse(at: number): never {
    const text = textOf(this.buffer, at, Math.min(this.length, at + 40));
    throw new AppError('import.bad-json', { file: this.fileName, line: this.line, text });
  }
}

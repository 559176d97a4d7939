import type { Notice, RejectedRecord } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { TextBatch } from '../../batch.ts';
import { Rejections } from '../../rejections.ts';
import { textOf } from '../../typing/ascii.ts';
import type { TextReader } from '../text-format.ts';
import { TableObject } from './object.ts';
import type { RecordReading } from './record.ts';
import { RecordWriter } from './record.ts';
import type { Shape } from './shape.ts';
import { endOfValue, INCOMPLETE, INVALID, refuseDeep, skipBlanks } from './validate.ts';

const LF = 10;
const CR = 13;
const COMMA = 44;
const OPEN_OBJECT = 123;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const CLOSE_OBJECT = 125;
const MAX_RECORD_BYTES = 64 << 20;
/** A table by columns is held whole, since its first row ends in its last column. */
const MAX_OBJECT_BYTES = 512 << 20;
/** The column of files whose values have no names. */
const NAMELESS = ['value'];

type Emit = (batch: TextBatch) => void;

/**
 * Finds JSON records in bytes that arrive in chunks. A line or an element that is no record is set aside; anything else that is no
 * JSON condemns the file, since nobody knows where the next record begins.
 */
export class JsonReader implements TextReader {
  readonly skipped = 0;
  private readonly rejections = new Rejections();
  private readonly writer: RecordWriter;
  private names: readonly string[];
  private header: boolean;

  private buffer = new Uint8Array(0);
  private length = 0;
  private position = 0;
  private line = 1;
  private opened = false;
  private closed = false;
  private begun = false;
  /** In an array: whether a comma has announced another element. */
  private owed = false;
  /** Bytes before the array of records, and objects around it that are still open. */
  private ahead: number;
  private levels: number;

  constructor(
    private readonly shape: Shape,
    private readonly fileName: string,
    private readonly known: readonly (string | null)[] = [],
    reading: RecordReading = { depth: 1 },
  ) {
    this.writer = new RecordWriter(known.length, reading);
    this.names = shape.names ?? (shape.element === 'value' ? NAMELESS : []);
    this.header = shape.header;
    this.ahead = shape.start;
    this.levels = shape.levels;
  }

  get columns(): readonly (string | null)[] {
    const { names } = this.writer.columns;
    return names.length > this.known.length ? names : this.known;
  }

  get records(): number {
    return this.rejections.count + this.writer.rows;
  }

  get rows(): number {
    return this.writer.rows;
  }

  get rejected(): RejectedRecord[] {
    return this.rejections.first;
  }

  get rejectedCount(): number {
    return this.rejections.count;
  }

  get notices(): Notice[] {
    const { repeated, replaced } = this.writer;
    const { path } = this.shape;
    const notices: Notice[] = [];
    const file = this.fileName;
    if (path) notices.push({ code: 'import.json-path', values: { path, file } });
    if (repeated > 0) notices.push({ code: 'import.repeated-keys', values: { count: repeated } });
    if (replaced > 0) notices.push({ code: 'import.replaced-characters', values: { count: replaced, file } });
    return notices;
  }

  push(chunk: Uint8Array, emit: Emit): void {
    this.extend(chunk);
    if (this.shape.layout === 'object') return this.hold();
    refuseDeep(this.fileName, this.line, () => this.read(emit, false));
    this.buffer.copyWithin(0, this.position, this.length);
    this.length -= this.position;
    this.position = 0;
    if (this.length > MAX_RECORD_BYTES) this.refuse(this.position);
  }

  finish(emit: Emit): void {
    refuseDeep(this.fileName, this.line, () => {
      if (this.shape.layout === 'object') this.readObject(emit);
      else this.read(emit, true);
    });
    const { layout } = this.shape;
    if (layout === 'array' && (!this.closed || this.levels > 0)) this.refuse(this.position);
    // Where no line is a record, the file isn't one of lines.
    const first = this.rejected[0];
    if (this.rows === 0 && first?.reason === 'not-json') this.refuseText(first.line, first.text);
    if (this.columns.length === 0) this.writer.announce(NAMELESS, emit);
  }

  private hold(): void {
    if (this.length > MAX_OBJECT_BYTES) {
      throw new AppError('import.json-too-long', { file: this.fileName, most: MAX_OBJECT_BYTES });
    }
  }

  private readObject(emit: Emit): void {
    const start = skipBlanks(this.buffer, 0, this.length);
    const end = endOfValue(this.buffer, start, this.length, true);
    if (end < 0 || skipBlanks(this.buffer, end, this.length) < this.length) this.refuse(Math.max(start, end));
    new TableObject(this.buffer, start, this.writer).read(emit);
    this.writer.flush(emit);
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
    if (this.ahead > 0) this.skipAhead();
    if (this.shape.layout === 'lines') while (this.readLine(emit, final));
    else while (this.readElement(emit, final));
    this.writer.flush(emit);
  }

  private skipAhead(): void {
    const bytes = Math.min(this.ahead, this.length - this.position);
    this.ahead -= bytes;
    this.moveTo(this.position + bytes);
  }

  private readLine(emit: Emit, final: boolean): boolean {
    if (this.readSameLine(emit)) return true;
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

  /** Reads a line whose record has the form of an earlier one. */
  private readSameLine(emit: Emit): boolean {
    const { buffer, length, position } = this;
    if (position >= length || buffer[position] !== OPEN_OBJECT) return false;
    const end = this.writer.again(buffer, position, length, this.line, emit, this.endsLine);
    if (end < 0) return false;
    this.position = end + (buffer[end] === CR ? 2 : 1);
    this.line++;
    return true;
  }

  private readonly endsLine = (end: number): boolean => {
    const { buffer, length } = this;
    return (end < length && buffer[end] === LF) || (end + 1 < length && buffer[end] === CR && buffer[end + 1] === LF);
  };

  private takeLine(start: number, end: number, emit: Emit): void {
    const valueEnd = endOfValue(this.buffer, start, end, true);
    if (valueEnd > 0 && skipBlanks(this.buffer, valueEnd, end) === end) this.take(start, end, this.line, emit);
    else this.rejections.add(this.line, 'not-json', this.buffer, start, end);
  }

  /** Keeps a valid value, if it is a record of the file's kind. */
  private take(start: number, end: number, line: number, emit: Emit): void {
    const { element } = this.shape;
    const first = this.buffer[start];
    this.begun = true;
    if (element === 'value') this.takeValue(start, line, emit);
    else if (element === 'object' && first === OPEN_OBJECT) this.writer.add(this.buffer, start, line, emit);
    else if (element === 'array' && first === OPEN_ARRAY) this.takeList(start, end, line, emit);
    else this.rejections.add(line, element === 'array' ? 'not-an-array' : 'not-an-object', this.buffer, start, end);
  }

  private takeValue(start: number, line: number, emit: Emit): void {
    this.writer.addCells(this.buffer, Int32Array.of(start), line, emit, NAMELESS);
  }

  private takeList(start: number, end: number, line: number, emit: Emit): void {
    if (this.header) {
      this.header = false;
      const names = JSON.parse(textOf(this.buffer, start, end)) as unknown[];
      this.names = names.map((name) => (typeof name === 'string' ? name : JSON.stringify(name)));
      this.writer.declare(this.names);
      return;
    }
    this.writer.addList(this.buffer, start, line, emit, this.names);
  }

  /** Reads the next element of the array or sequence; false where it hasn't arrived. */
  private readElement(emit: Emit, final: boolean): boolean {
    this.moveTo(skipBlanks(this.buffer, this.position, this.length));
    if (this.position >= this.length) return false;
    if (this.shape.layout === 'array' && !this.atElement()) return this.closed ? this.readBeside(final) : true;
    if (this.shape.layout === 'sequence' && !this.mayBegin()) this.refuse(this.position);
    if (this.readSameElement(emit)) return true;
    const end = endOfValue(this.buffer, this.position, this.length, final);
    if (end === INCOMPLETE) return false;
    if (end === INVALID) this.refuse(this.position);
    const { position, line } = this;
    // Before escapes are resolved in place: some of them become line breaks.
    this.moveTo(end);
    this.take(position, end, line, emit);
    this.owed = false;
    return true;
  }

  /** Objects follow each other; a single value stands alone. */
  private mayBegin(): boolean {
    return this.shape.element === 'value' ? !this.begun : this.buffer[this.position] === OPEN_OBJECT;
  }

  private readSameElement(emit: Emit): boolean {
    if (this.shape.element !== 'object' || this.buffer[this.position] !== OPEN_OBJECT) return false;
    const end = this.writer.again(this.buffer, this.position, this.length, this.line, emit);
    if (end < 0) return false;
    this.line += this.writer.lines;
    this.position = end;
    this.owed = false;
    return true;
  }

  /** Passes over what stands behind the array in the objects around it, one value at a time; false where it hasn't arrived. */
  private readBeside(final: boolean): boolean {
    const { buffer, length } = this;
    const at = skipBlanks(buffer, this.position, length);
    if (at >= length || this.levels === 0) {
      if (at < length) this.refuse(at);
      this.moveTo(at);
      return false;
    }
    if (buffer[at] === CLOSE_OBJECT) {
      this.levels--;
      this.moveTo(at + 1);
      return true;
    }
    if (buffer[at] !== COMMA) this.refuse(at);
    const end = this.endOfMember(skipBlanks(buffer, at + 1, length), final);
    if (end === INVALID) this.refuse(at);
    if (end === INCOMPLETE) return false;
    this.moveTo(end);
    return true;
  }

  private endOfMember(at: number, final: boolean): number {
    const { buffer, length } = this;
    if (at < length && buffer[at] !== 34) return INVALID;
    const keyEnd = endOfValue(buffer, at, length, final);
    if (keyEnd < 0) return keyEnd;
    const colon = skipBlanks(buffer, keyEnd, length);
    if (colon >= length) return final ? INVALID : INCOMPLETE;
    return buffer[colon] === 58 ? endOfValue(buffer, colon + 1, length, final) : INVALID;
  }

  /** Deals with brackets and commas; true where an element begins. */
  private atElement(): boolean {
    const byte = this.buffer[this.position]!;
    if (this.closed) return false;
    if (!this.opened) {
      this.opened = true;
      this.position++;
      return false;
    }
    if (byte === CLOSE_ARRAY && !this.owed) {
      this.closed = true;
      this.position++;
      return false;
    }
    if (!this.begun || this.owed) return true;
    if (byte !== COMMA) this.refuse(this.position);
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
    this.refuseText(this.line, textOf(this.buffer, at, Math.min(this.length, at + 40)));
  }

  private refuseText(line: number, text: string): never {
    throw new AppError('import.bad-json', { file: this.fileName, line, text });
  }
}

import type { TextBatch } from '../../batch.ts';
import { blockRows } from '../../typing/table.ts';
import { Columns, KeySet, MOST_COLUMNS } from './keys.ts';
import type { Key } from './keys.ts';
import { unescape } from './unescape.ts';
import { endOfValue, skipBlanks } from './validate.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;

/** Objects within the record's object are taken apart, those within them are kept as JSON text. */
const FLATTENED_DEPTH = 1;

const Plain = { other: 0, string: 1, nested: 2 } as const;

/**
 * Takes valid objects apart into blocks of texts. A value is the bytes that stand for it in the file: a number keeps all its digits,
 * an array its JSON.
 */
export class RecordWriter {
  readonly columns = new Columns();
  private readonly root = new KeySet('');
  private batch: TextBatch;
  private capacity = 0;

  // The record under way, by column.
  private starts = new Int32Array(MOST_COLUMNS).fill(-1);
  private ends = new Int32Array(MOST_COLUMNS).fill(-1);
  private kinds = new Uint8Array(MOST_COLUMNS);
  private escaped: number[] = [];
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(width: number) {
    this.batch = this.newBatch(width);
  }

  private newBatch(width: number): TextBatch {
    this.capacity = blockRows(Math.max(1, width));
    return {
      bytes: this.bytes,
      starts: new Int32Array(this.capacity * width),
      ends: new Int32Array(this.capacity * width),
      lines: new Float64Array(this.capacity),
      rows: 0,
      width,
      strings: new Float64Array(width),
      nested: new Float64Array(width),
    };
  }

  /** Adds the object at `start`, which `endOfValue` has found valid. */
  add(bytes: Uint8Array, start: number, line: number, emit: (batch: TextBatch) => void): void {
    this.bytes = bytes;
    this.at = start;
    this.starts.fill(-1, 0, this.columns.names.length);
    this.ends.fill(-1, 0, this.columns.names.length);
    this.readObject(this.root, 0);
    if (this.escaped.length > 0) this.unescapeAll();
    if (this.columns.names.length > this.batch.width) {
      this.flush(emit);
      this.batch = this.newBatch(this.columns.names.length);
    }
    this.commit(line);
    if (this.batch.rows === this.capacity) this.flush(emit);
  }

  private unescapeAll(): void {
    for (const column of this.escaped) {
      this.ends[column] = unescape(this.bytes, this.starts[column]!, this.ends[column]!);
    }
    this.escaped = [];
  }

  private commit(line: number): void {
    const { starts, ends, lines, rows, width, strings, nested } = this.batch;
    const base = rows * width;
    for (let column = 0; column < width; column++) {
      const start = this.starts[column]!;
      starts[base + column] = start;
      ends[base + column] = this.ends[column]!;
      if (start < 0) continue;
      if (this.kinds[column] === Plain.string) strings![column]!++;
      else if (this.kinds[column] === Plain.nested) nested![column]!++;
    }
    lines[rows] = line;
    this.batch.rows++;
  }

  /** Hands on what is held: before the bytes move, and at the end. */
  flush(emit: (batch: TextBatch) => void): void {
    const { batch } = this;
    if (batch.rows === 0) return;
    batch.bytes = this.bytes;
    emit(batch);
    batch.rows = 0;
    batch.strings!.fill(0);
    batch.nested!.fill(0);
  }

  private readObject(keys: KeySet, depth: number): void {
    this.at++;
    for (let expected = 0; ; expected++) {
      this.skip();
      if (this.bytes[this.at] === 44) {
        this.at++;
        this.skip();
      }
      if (this.bytes[this.at] === CLOSE_OBJECT) break;
      const key = this.readKey(keys, expected);
      this.skip();
      this.at++;
      this.skip();
      this.readValue(key, depth);
    }
    this.at++;
  }

  private skip(): void {
    this.at = skipBlanks(this.bytes, this.at, this.bytes.length);
  }

  private readKey(keys: KeySet, expected: number): Key {
    const start = this.at + 1;
    const escaped = this.skipString();
    return keys.find(this.bytes, start, this.at - 1, escaped, expected);
  }

  /** Moves behind the string that begins here; true if it holds escapes. */
  private skipString(): boolean {
    const bytes = this.bytes;
    let escaped = false;
    let i = this.at + 1;
    for (let byte = bytes[i]; byte !== QUOTE; byte = bytes[i]) {
      if (byte === BACKSLASH) {
        escaped = true;
        i++;
      }
      i++;
    }
    this.at = i + 1;
    return escaped;
  }

  private readValue(key: Key, depth: number): void {
    const start = this.at;
    const first = this.bytes[start]!;
    if (first === QUOTE) {
      const escaped = this.skipString();
      this.set(key, start + 1, this.at - 1, Plain.string);
      if (escaped) this.escaped.push(key.column);
    } else if (first === OPEN_OBJECT && depth < FLATTENED_DEPTH && !this.isEmptyObject()) {
      key.inner ??= new KeySet(`${key.path}.`);
      this.readObject(key.inner, depth + 1);
    } else {
      this.at = endOfValue(this.bytes, start, this.bytes.length, true);
      if (first === 110) this.setNull(key);
      else this.set(key, start, this.at, first === OPEN_OBJECT || first === OPEN_ARRAY ? Plain.nested : Plain.other);
    }
  }

  private isEmptyObject(): boolean {
    return this.bytes[skipBlanks(this.bytes, this.at + 1, this.bytes.length)] === CLOSE_OBJECT;
  }

  private set(key: Key, start: number, end: number, kind: number): void {
    if (key.column < 0) key.column = this.columns.add(key.path);
    this.forget(key.column);
    this.starts[key.column] = start;
    this.ends[key.column] = end;
    this.kinds[key.column] = kind;
  }

  /** A key that holds objects elsewhere has its columns already. */
  private setNull(key: Key): void {
    if (key.column < 0 && key.inner) return;
    if (key.column < 0) key.column = this.columns.add(key.path);
    this.forget(key.column);
    this.starts[key.column] = -1;
    this.ends[key.column] = -1;
  }

  /** Of a key that comes twice the last value counts, as everywhere. */
  private forget(column: number): void {
    if (this.escaped.length > 0) this.escaped = this.escaped.filter((other) => other !== column);
  }
}

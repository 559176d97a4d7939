import type { TextBatch } from '../../batch.ts';
import { blockRows } from '../../typing/table.ts';
import { Columns, KeySet, MOST_COLUMNS } from './keys.ts';
import type { Key } from './keys.ts';
import type { Spot } from './template.ts';
import { Template } from './template.ts';
import { unescape } from './unescape.ts';
import { endOfValue, skipBlanks } from './validate.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const NULL = 110;
/** Records that fit no form: so many more than those that do, and no more forms are made. */
const MOST_MISSES = 1000;
/** Forms that are tried; logs of several events have some that take turns. */
const MOST_TEMPLATES = 4;

const Plain = { other: 0, string: 1, nested: 2 } as const;

/** How deep objects are taken apart, and the path of the array whose elements are rows, if any. */
export interface RecordReading {
  depth: number;
  rows?: string | undefined;
}

type Emit = (batch: TextBatch) => void;

/**
 * Takes valid records apart into blocks of texts. A value is the bytes that stand for it in the file: a number keeps all its digits,
 * an array its JSON.
 */
export class RecordWriter {
  readonly columns = new Columns();
  rows = 0;
  /** Keys that came again in their object, and surrogates without their partners. */
  repeated = 0;
  replaced = 0;
  private readonly root = new KeySet('');
  private readonly byPlace: number[] = [];
  private batch: TextBatch;
  private capacity = 0;

  // The record under way, by column.
  private starts = new Int32Array(MOST_COLUMNS).fill(-1);
  private ends = new Int32Array(MOST_COLUMNS).fill(-1);
  private kinds = new Uint8Array(MOST_COLUMNS);
  private readonly metIn = new Float64Array(MOST_COLUMNS);
  private record = 0;
  /** The record in which a key came twice last. */
  private repeatedIn = 0;
  private escaped: number[] = [];
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;

  // Forms of earlier records.
  private templates: Template[] = [];
  private spots: Spot[] = [];
  private misses = 0;
  /** Line breaks of the record that `again` read. */
  lines = 0;

  // The array whose elements are rows.
  private list: { key: Key; start: number } | undefined;

  constructor(
    width: number,
    private readonly reading: RecordReading,
  ) {
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

  /**
   * Adds the object at `start` if it has the form of an earlier one, with `isWhole` as the last word; returns its end, or -1 where
   * it must be read value by value.
   */
  again(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    emit: Emit,
    isWhole?: (end: number) => boolean,
  ): number {
    for (let tried = 0; tried < this.templates.length; tried++) {
      const template = this.templates[tried]!;
      if (template.width !== this.batch.width) continue;
      const to = template.fill(bytes, start, end, this.batch);
      if (to < 0 || (isWhole && !isWhole(to))) continue;
      if (tried > 0) this.prefer(tried);
      this.misses--;
      this.lines = template.lines;
      this.bytes = bytes;
      template.count(bytes, this.batch);
      this.closeRow(line, emit);
      return to;
    }
    return -1;
  }

  private prefer(tried: number): void {
    const [template] = this.templates.splice(tried, 1);
    this.templates.unshift(template!);
  }

  /** Adds the object at `start`, which `endOfValue` has found valid. */
  add(bytes: Uint8Array, start: number, line: number, emit: Emit): void {
    this.begin(bytes, start);
    this.readObject(this.root, 0);
    const { at, spots } = this;
    const isForm = !this.reading.rows && this.repeatedIn !== this.record;
    if (this.list) this.addElements(this.list, line, emit);
    else this.end(line, emit);
    if (isForm) this.keepTemplate(start, at, spots);
  }

  private keepTemplate(start: number, end: number, spots: readonly Spot[]): void {
    this.misses++;
    if (this.misses > MOST_MISSES || this.batch.width === 0) return;
    const { bytes, batch } = this;
    this.templates.unshift(new Template(bytes, start, end, spots, batch.width));
    if (this.templates.length > MOST_TEMPLATES) this.templates.pop();
  }

  /** Adds the list at `start`, its values by their places; `names` are those of the columns. */
  addList(bytes: Uint8Array, start: number, line: number, emit: Emit, names: readonly string[]): void {
    this.begin(bytes, start);
    let place = 0;
    this.eachElement(start, () => this.readCell(this.placeColumn(place, names[place++])));
    this.end(line, emit);
  }

  /** Columns by their places, before the first row. */
  declare(names: readonly string[]): void {
    names.forEach((name, place) => this.placeColumn(place, name));
  }

  /** Columns of a table that has shown none, by way of a block without rows. */
  announce(names: readonly string[], emit: Emit): void {
    this.declare(names);
    emit(this.newBatch(names.length));
  }

  private placeColumn(place: number, name: string | undefined): number {
    this.byPlace[place] ??= this.columns.add(name ?? `column_${place + 1}`);
    return this.byPlace[place];
  }

  /** Adds a row of the values at `places`, one for each column of `names`; -1 stands for none. */
  addCells(bytes: Uint8Array, places: Int32Array, line: number, emit: Emit, names: readonly string[]): void {
    this.begin(bytes, 0);
    for (let column = 0; column < places.length; column++) {
      this.at = places[column]!;
      this.readCell(this.placeColumn(column, names[column]));
    }
    this.end(line, emit);
  }

  private begin(bytes: Uint8Array, start: number): void {
    this.bytes = bytes;
    this.at = start;
    this.record++;
    this.list = undefined;
    this.spots = [];
    this.starts.fill(-1, 0, this.columns.names.length);
    this.ends.fill(-1, 0, this.columns.names.length);
  }

  private end(line: number, emit: Emit): void {
    if (this.escaped.length > 0) this.unescapeAll();
    if (this.columns.names.length > this.batch.width) {
      this.flush(emit);
      this.batch = this.newBatch(this.columns.names.length);
    }
    this.commit();
    this.closeRow(line, emit);
  }

  private closeRow(line: number, emit: Emit): void {
    this.batch.lines[this.batch.rows++] = line;
    this.rows++;
    if (this.batch.rows === this.capacity) this.flush(emit);
  }

  /** The record again for each element of its list; once, without one, where the list is empty. */
  private addElements({ key, start }: { key: Key; start: number }, line: number, emit: Emit): void {
    if (this.escaped.length > 0) this.unescapeAll();
    const width = this.columns.names.length;
    const starts = this.starts.slice(0, width);
    const ends = this.ends.slice(0, width);
    let count = 0;
    this.eachElement(start, () => {
      this.starts.fill(-1, 0, this.columns.names.length).set(starts);
      this.ends.fill(-1, 0, this.columns.names.length).set(ends);
      this.record++;
      this.readValue(key, 0);
      this.end(line, emit);
      count++;
    });
    if (count === 0) this.end(line, emit);
  }

  /** Calls `read` at each element of the array that begins at `start`; `read` moves behind it. */
  private eachElement(start: number, read: () => void): void {
    this.at = start + 1;
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === CLOSE_ARRAY) break;
      if (this.bytes[this.at] === 44) {
        this.at++;
        continue;
      }
      read();
    }
    this.at++;
  }

  private unescapeAll(): void {
    for (const column of this.escaped) {
      this.ends[column] = unescape(this.bytes, this.starts[column]!, this.ends[column]!, () => this.replaced++);
    }
    this.escaped = [];
  }

  private commit(): void {
    const { starts, ends, rows, width, strings, nested } = this.batch;
    const base = rows * width;
    for (let column = 0; column < width; column++) {
      const start = this.starts[column]!;
      starts[base + column] = start;
      ends[base + column] = this.ends[column]!;
      if (start < 0) continue;
      if (this.kinds[column] === Plain.string) strings![column]!++;
      else if (this.kinds[column] === Plain.nested) nested![column]!++;
    }
  }

  /** Hands on what is held: before the bytes move, and at the end. */
  flush(emit: Emit): void {
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
    if (first === OPEN_OBJECT && depth < this.reading.depth && !this.isEmptyObject()) {
      key.inner ??= new KeySet(`${key.path}.`);
      this.readObject(key.inner, depth + 1);
      return;
    }
    if (first === OPEN_ARRAY && key.path === this.reading.rows && !this.list) {
      this.list = { key, start };
      this.at = endOfValue(this.bytes, start, this.bytes.length, true);
      return;
    }
    // A key that holds objects elsewhere has its columns already.
    const isBareNull = first === NULL && key.column < 0 && key.inner !== undefined;
    if (key.column < 0 && !isBareNull) key.column = this.columns.add(key.path);
    if (isBareNull) this.at += 4;
    else this.readCell(key.column);
    this.spots.push({ start, end: this.at, column: key.column });
  }

  /** Takes the value that begins here as one cell, and moves behind it. */
  private readCell(column: number): void {
    const start = this.at;
    const first = this.bytes[start];
    this.meet(column);
    if (first === QUOTE) {
      const escaped = this.skipString();
      this.set(column, start + 1, this.at - 1, Plain.string);
      if (escaped) this.escaped.push(column);
      return;
    }
    this.at = start < 0 ? start : endOfValue(this.bytes, start, this.bytes.length, true);
    if (start < 0 || first === NULL) this.set(column, -1, -1, Plain.other);
    else this.set(column, start, this.at, first === OPEN_OBJECT || first === OPEN_ARRAY ? Plain.nested : Plain.other);
  }

  /** Of a key that comes twice the last value counts, as everywhere. */
  private meet(column: number): void {
    if (this.metIn[column] !== this.record) {
      this.metIn[column] = this.record;
      return;
    }
    this.repeated++;
    this.repeatedIn = this.record;
    this.escaped = this.escaped.filter((other) => other !== column);
  }

  private isEmptyObject(): boolean {
    return this.bytes[skipBlanks(this.bytes, this.at + 1, this.bytes.length)] === CLOSE_OBJECT;
  }

  private set(column: number, start: number, end: number, kind: number): void {
    this.starts[column] = start;
    this.ends[column] = end;
    this.kinds[column] = kind;
  }
}

import type { TextBatch } from '../../batch.ts';
import { textOf } from '../../typing/ascii.ts';
import type { RecordWriter } from './record.ts';
import { endOfValue, skipBlanks } from './validate.ts';

const OPEN_OBJECT = 123;
const OPEN_ARRAY = 91;
const COMMA = 44;
const QUOTE = 34;
/** A table by columns has fewer columns than this; beyond, the keys are rows. */
const MOST_MEMBERS = 4096;

type Emit = (batch: TextBatch) => void;

/**
 * One valid object that may be a table: an array for each column (`{"a":[1,2],"b":[3,4]}`), a value for each numbered row of each
 * column (`{"a":{"0":1}}`), or an object for each numbered row (`{"0":{"a":1}}`). Any other is a single record.
 */
export class TableObject {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    private readonly writer: RecordWriter,
  ) {}

  read(emit: Emit): void {
    const members = [...this.members(this.start)];
    if (this.isNumbered(members)) {
      for (const { at } of members) this.writer.add(this.bytes, at, 1, emit);
    } else if (!this.isByColumns(members)) {
      this.writer.add(this.bytes, this.start, 1, emit);
    } else {
      this.readColumns(members, emit);
    }
  }

  /** Rows under the keys `0`, `1`, `2` …, each an object. */
  private isNumbered(members: readonly Member[]): boolean {
    return members.every(({ at, key }, index) => this.bytes[at] === OPEN_OBJECT && this.keyText(key) === String(index));
  }

  /** Columns of equal length but zero, all arrays or all objects of numbered rows. */
  private isByColumns(members: readonly Member[]): boolean {
    const first = this.bytes[members[0]!.at];
    if (members.length > MOST_MEMBERS || (first !== OPEN_ARRAY && first !== OPEN_OBJECT)) return false;
    if (members.some(({ at }) => this.bytes[at] !== first)) return false;
    const lengths = new Set(members.map(({ at }) => this.rowsOf(at)));
    return lengths.size === 1 && !lengths.has(-1) && !lengths.has(0);
  }

  /** Values of an array, or of an object with the keys `0`, `1`, `2` …; -1 for any other object. */
  private rowsOf(at: number): number {
    let rows = 0;
    for (const { key } of this.members(at)) {
      if (key >= 0 && this.keyText(key) !== String(rows)) return -1;
      rows++;
    }
    return rows;
  }

  private readColumns(members: readonly Member[], emit: Emit): void {
    const names = members.map(({ key }) => this.keyText(key));
    const cursors = members.map(({ at }) => this.members(at));
    const places = new Int32Array(members.length);
    this.writer.declare(names);
    for (;;) {
      for (let column = 0; column < cursors.length; column++) {
        const next = cursors[column]!.next();
        if (next.done) return;
        places[column] = next.value.at;
      }
      this.writer.addCells(this.bytes, places, 1, emit, names);
    }
  }

  /** The members of an object or the elements of an array. */
  private *members(start: number): Generator<Member> {
    const { bytes } = this;
    const isObject = bytes[start] === OPEN_OBJECT;
    let at = skipBlanks(bytes, start + 1, bytes.length);
    while (bytes[at] !== (isObject ? 125 : 93)) {
      const key = isObject ? at : -1;
      if (isObject) at = this.behindKey(at);
      // Whoever gets the value may resolve its escapes in place.
      const end = this.behindValue(at);
      yield { key, at };
      at = skipBlanks(bytes, end, bytes.length);
      if (bytes[at] === COMMA) at = skipBlanks(bytes, at + 1, bytes.length);
    }
  }

  private behindKey(at: number): number {
    const colon = skipBlanks(this.bytes, this.behindValue(at), this.bytes.length);
    return skipBlanks(this.bytes, colon + 1, this.bytes.length);
  }

  private behindValue(at: number): number {
    return endOfValue(this.bytes, at, this.bytes.length, true);
  }

  private keyText(at: number): string {
    return this.bytes[at] === QUOTE ? (JSON.parse(textOf(this.bytes, at, this.behindValue(at))) as string) : '';
  }
}

/** Where a member's key and value begin; an element's key is -1. */
interface Member {
  key: number;
  at: number;
}

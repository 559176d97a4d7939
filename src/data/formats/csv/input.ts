import { textOf } from '../../typing/ascii.ts';
import { CR, endOfLine, LF, withoutBreak } from './syntax.ts';

/** The buffer grows by so many bytes at most beyond what is needed. */
const MOST_SPARE = 32 << 20;

/** The bytes of a file that have arrived and are still needed, and how far they are read. */
export class Input {
  bytes = new Uint8Array(0);
  /** Bytes in use; one more is kept free for the sentinel. */
  length = 0;
  /** The first byte that isn't read yet, and its line, counted from 1. */
  position = 0;
  line = 1;
  /** Blank lines stand before the record at `position`. */
  afterBlank = false;

  /** Bytes that aren't read yet. */
  get ahead(): number {
    return this.length - this.position;
  }

  append(chunk: Uint8Array): void {
    const needed = this.length + chunk.length + 1;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, Math.min(this.bytes.length * 2, needed + MOST_SPARE)));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
    // A line break after the last byte ends every inner loop without a check of its own.
    this.bytes[this.length] = LF;
  }

  /** Moves what isn't read yet to the front. */
  dropRead(): void {
    if (this.position > 0) this.bytes.copyWithin(0, this.position, this.length);
    this.length -= this.position;
    this.position = 0;
  }

  /** The first byte after the line at `position`, its line break included. */
  endOfLine(): number {
    return endOfLine(this.bytes, this.length, this.position);
  }

  /** True if a line that reaches to `end` has its line break before it, all of it. */
  endsAt(end: number): boolean {
    return end < this.length || this.bytes[end - 1] === LF;
  }

  startsWith(sign: Uint8Array): boolean {
    return sign.every((byte, at) => this.bytes[this.position + at] === byte);
  }

  /** The text of bytes [start, end) without their line break. */
  text(start: number, end: number): string {
    return textOf(this.bytes, start, withoutBreak(this.bytes, start, end));
  }

  /** Passes over a record that ends at `end` and takes `lines` lines. */
  passRecord(end: number, lines: number): void {
    this.position = end;
    this.line += lines;
    this.afterBlank = false;
  }

  /** Passes over one line; false where its end hasn't arrived, or there is none. */
  passLine(final: boolean): boolean {
    const end = this.endOfLine();
    if (end >= this.length && !(final && this.position < this.length)) return false;
    this.position = end;
    this.line++;
    return true;
  }

  /** Passes over the rest of a line, however long; false where its end hasn't arrived. */
  passRest(final: boolean): boolean {
    const end = this.endOfRest();
    if (!final && !this.endsAt(end)) {
      // The line feed that belongs to a carriage return may still be on its way.
      this.position = this.bytes[end - 1] === CR ? end - 1 : end;
      return false;
    }
    this.position = end;
    this.line++;
    return true;
  }

  /** Passes over blank lines; true if a record begins behind them. */
  passBlankLines(final: boolean): boolean {
    const { bytes, length } = this;
    let i = this.position;
    while (i < length && (bytes[i] === LF || bytes[i] === CR)) {
      // The line feed that belongs to a carriage return may still be on its way.
      if (bytes[i] === CR && i + 1 === length && !final) break;
      i += bytes[i] === CR && bytes[i + 1] === LF && i + 1 < length ? 2 : 1;
      this.line++;
      this.afterBlank = true;
    }
    this.position = i;
    return i < length && !(bytes[i] === CR && i + 1 === length);
  }

  /** As `endOfLine`, by the engine's own search: it passes over many megabytes, once. */
  private endOfRest(): number {
    const rest = this.bytes.subarray(this.position, this.length);
    const feed = rest.indexOf(LF);
    const before = feed < 0 ? rest : rest.subarray(0, feed);
    const carriage = before.indexOf(CR);
    if (carriage < 0) return feed < 0 ? this.length : this.position + feed + 1;
    return this.position + carriage + (carriage + 1 === feed ? 2 : 1);
  }
}

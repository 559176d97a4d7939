import type { Syntax } from './syntax.ts';
import { CR, isDelimiter, LF } from './syntax.ts';

/** What became of one record: whole, cut off by the end of the bytes so far, or with quotes that make no sense. */
export const Outcome = { whole: 0, incomplete: 1, broken: 2 } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** A field's form: as it is, in quotes, and either with escapes still in it. */
export const Form = { plain: 0, quoted: 1, escapedPlain: 2, escapedQuoted: 3 } as const;
export type Form = (typeof Form)[keyof typeof Form];

export const isQuoted = (form: Form): boolean => (form & 1) === 1;
export const isEscaped = (form: Form): boolean => form >= Form.escapedPlain;

/** Finds the fields of one record of any dialect: the careful way, for what the fast one leaves. */
export class RecordScanner {
  /** Fields of the record: bytes [starts[i], ends[i]), both -1 where there is nothing between two delimiters. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly forms: Form[] = [];
  /** The first byte after the record and its line break. */
  end = 0;
  /** Physical lines that it spans. */
  lines = 1;

  constructor(readonly syntax: Syntax) {}

  get fields(): number {
    return this.starts.length;
  }

  /** Reads the record at `position` of `length` bytes, behind which there must be a line feed. `final`: no more bytes will come. */
  scan(buffer: Uint8Array, length: number, position: number, final: boolean): Outcome {
    this.clear();
    const { syntax } = this;
    let i = position;
    for (;;) {
      if (buffer[i] === syntax.quote && i < length) {
        const close = this.closingQuote(buffer, length, i + 1);
        if (close < 0) return final ? Outcome.broken : Outcome.incomplete;
        i = close + 1;
      } else i = this.plainField(buffer, length, i);
      if (isDelimiter(buffer, i, syntax) && i < length) {
        i += syntax.delimiter.length;
        continue;
      }
      if (i < length && buffer[i] !== LF && buffer[i] !== CR) return Outcome.broken;
      break;
    }
    if (i >= length && !final) return Outcome.incomplete;
    if (buffer[i] === CR && i + 1 >= length && !final) return Outcome.incomplete;
    this.end = i >= length ? length : buffer[i] === CR && buffer[i + 1] === LF && i + 1 < length ? i + 2 : i + 1;
    return Outcome.whole;
  }

  /** Takes a reading of the first line alone, as `repairLine` found it. */
  take(fields: readonly { start: number; end: number; form: Form }[], end: number): void {
    this.clear();
    for (const { start, end: to, form } of fields)
      this.add(start === to && !isQuoted(form) ? -1 : start, start === to && !isQuoted(form) ? -1 : to, form);
    this.end = end;
  }

  /** Adds a field without a value. */
  addNothing(): void {
    this.add(-1, -1, Form.plain);
  }

  private clear(): void {
    this.starts.length = this.ends.length = this.forms.length = 0;
    this.lines = 1;
  }

  private add(start: number, end: number, form: Form): void {
    this.starts.push(start);
    this.ends.push(end);
    this.forms.push(form);
  }

  /** Adds a field without quotes and returns where it ends. */
  private plainField(buffer: Uint8Array, length: number, start: number): number {
    const { syntax } = this;
    const { escape } = syntax;
    const first = syntax.delimiter[0]!;
    let form: Form = Form.plain;
    let i = start;
    for (; i < length; i++) {
      const byte = buffer[i]!;
      if (byte === first && isDelimiter(buffer, i, syntax)) break;
      if (byte === escape && this.escapes(buffer[i + 1]!) && i + 1 < length) {
        form = Form.escapedPlain;
        // A line break that is escaped is data.
        if (buffer[i + 1] === LF || buffer[i + 1] === CR) this.lines++;
        i += buffer[i + 1] === CR && buffer[i + 2] === LF && i + 2 < length ? 2 : 1;
      } else if (byte === LF || byte === CR) break;
    }
    this.add(i > start ? start : -1, i > start ? i : -1, form);
    return i;
  }

  private escapes(next: number): boolean {
    const { quote, escape, delimiter } = this.syntax;
    return next === quote || next === escape || next === delimiter[0] || next === LF || next === CR;
  }

  /** Adds a field in quotes and returns its closing quote; -1 where there is none. Counts line breaks on the way. */
  private closingQuote(buffer: Uint8Array, length: number, start: number): number {
    const { quote, escape } = this.syntax;
    let form: Form = Form.quoted;
    for (let i = start; i < length; i++) {
      const byte = buffer[i]!;
      if (byte > CR && byte !== quote && byte !== escape) continue;
      const next = i + 1 < length ? buffer[i + 1]! : -2;
      if (byte === escape && (next === quote || next === escape)) {
        form = Form.escapedQuoted;
        i++;
      } else if (byte === quote) {
        if (next !== quote) {
          this.add(start, i, form);
          return i;
        }
        form = Form.escapedQuoted;
        i++;
      } else if (byte === LF || (byte === CR && next !== LF)) this.lines++;
    }
    return -1;
  }
}

import { Outcome, isEscaped, isQuoted, RecordScanner } from './scan.ts';
import type { Syntax } from './syntax.ts';
import { CR, endOfLine, fieldText, LF, withoutBreak } from './syntax.ts';

/** One record of the head, as texts; `null` for an empty field without quotes. */
export interface HeadRecord {
  /** 0-based physical line on which it begins, and how many it spans. */
  line: number;
  lines: number;
  /** Its bytes in the head, without the line break. */
  start: number;
  end: number;
  fields: (string | null)[];
  /** Fields that stood in quotes. */
  quoted: number;
  /** Its quotes make no sense: the fields are those of its first line, with quotes as text. */
  broken: boolean;
  /** They made none, until some were taken as text. */
  mended: boolean;
  afterBlank: boolean;
}

export interface HeadLimits {
  /** The bytes are all there is. */
  whole: boolean;
  /** Records to read at most. */
  most: number;
  comment?: string;
}

const encoder = new TextEncoder();

/** A dialect's signs as bytes. */
export const syntaxOf = (delimiter: string, quote: string, escape = ''): Syntax => ({
  delimiter: encoder.encode(delimiter),
  quote: quote === '' ? -1 : quote.charCodeAt(0),
  escape: escape === '' ? -1 : escape.charCodeAt(0),
});

/** Splits the head of a file in one dialect. Where the head is cut off within a record, that record is left out. */
export function readHead(head: Uint8Array, syntax: Syntax, { whole, most, comment = '' }: HeadLimits): HeadRecord[] {
  const splitter = new HeadSplitter(head, syntax, whole);
  const sign = encoder.encode(comment);
  const records: HeadRecord[] = [];
  while (splitter.hasMore && records.length < most) {
    if (splitter.passLineWithoutRecord(sign)) continue;
    const record = splitter.next();
    if (!record) break;
    records.push(record);
  }
  return records;
}

class HeadSplitter {
  private readonly bytes: Uint8Array;
  private readonly length: number;
  private readonly scanner: RecordScanner;
  private readonly literal: RecordScanner;
  private at = 0;
  private line = 0;
  private afterBlank = false;

  constructor(
    head: Uint8Array,
    private readonly syntax: Syntax,
    private readonly whole: boolean,
  ) {
    this.bytes = withLineFeed(head);
    this.length = head.length;
    this.scanner = new RecordScanner(syntax);
    this.literal = new RecordScanner({ ...syntax, quote: -1 });
  }

  get hasMore(): boolean {
    return this.at < this.length;
  }

  /** Passes over a blank line or one that begins with the comment sign; false where a record begins. */
  passLineWithoutRecord(sign: Uint8Array): boolean {
    const { bytes, at } = this;
    const blank = bytes[at] === LF || bytes[at] === CR;
    const isComment = sign.length > 0 && sign.every((byte, index) => bytes[at + index] === byte);
    if (!blank && !isComment) return false;
    this.afterBlank ||= blank;
    this.at = this.endOfLine();
    this.line++;
    return true;
  }

  /** Reads one record; undefined where the head ends within it. */
  next(): HeadRecord | undefined {
    const { bytes, length, at, scanner, literal } = this;
    const outcome = scanner.scan(bytes, length, at, this.whole);
    if (outcome === Outcome.whole) return this.take(scanner, scanner.end, false);
    const lineEnd = this.endOfLine();
    if (outcome === Outcome.incomplete && lineEnd >= length) return undefined;
    return literal.scan(bytes, lineEnd, at, true) === Outcome.whole ? this.take(literal, lineEnd, true) : undefined;
  }

  /** The record that a scanner found, which ends at `end`. */
  private take(read: RecordScanner, end: number, broken: boolean): HeadRecord {
    const { at: start, line, afterBlank } = this;
    const lines = broken ? 1 : read.lines;
    this.at = end;
    this.line += lines;
    this.afterBlank = false;
    return {
      line,
      lines,
      start,
      end: withoutBreak(this.bytes, start, end),
      fields: this.textsOf(read),
      quoted: read.forms.filter(isQuoted).length,
      broken,
      mended: false,
      afterBlank,
    };
  }

  private textsOf({ starts, ends, forms }: RecordScanner): (string | null)[] {
    return starts.map((start, index) => {
      const form = forms[index]!;
      if (start < 0) return null;
      return fieldText(this.bytes, start, ends[index]!, this.syntax, isEscaped(form), isQuoted(form));
    });
  }

  private endOfLine(): number {
    return endOfLine(this.bytes, this.length, this.at);
  }
}

function withLineFeed(head: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(head.length + 1);
  buffer.set(head);
  buffer[head.length] = LF;
  return buffer;
}

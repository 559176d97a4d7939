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
  const buffer = withLineFeed(head);
  const length = head.length;
  const scanner = new RecordScanner(syntax);
  const literal = new RecordScanner({ ...syntax, quote: -1 });
  const prefix = encoder.encode(comment);
  const records: HeadRecord[] = [];
  let at = 0;
  let line = 0;
  let afterBlank = false;
  while (at < length && records.length < most) {
    const next = endOfLine(buffer, length, at);
    const blank = buffer[at] === LF || buffer[at] === CR;
    if (blank || (comment !== '' && prefix.every((byte, index) => buffer[at + index] === byte))) {
      afterBlank ||= blank;
      at = next;
      line++;
      continue;
    }
    const outcome = scanner.scan(buffer, length, at, whole);
    if (outcome === Outcome.incomplete && next >= length) break;
    const broken = outcome !== Outcome.whole;
    const read = broken ? literal : scanner;
    if (broken && literal.scan(buffer, next, at, true) !== Outcome.whole) break;
    const end = broken ? next : scanner.end;
    const start = at;
    const fields = read.starts.map((from, index) => {
      const form = read.forms[index]!;
      return from < 0 ? null : fieldText(buffer, from, read.ends[index]!, syntax, isEscaped(form), isQuoted(form));
    });
    const lines = broken ? 1 : read.lines;
    const quoted = read.forms.filter(isQuoted).length;
    records.push({
      line,
      lines,
      start,
      end: withoutBreak(buffer, start, end),
      fields,
      quoted,
      broken,
      mended: false,
      afterBlank,
    });
    at = end;
    line += lines;
    afterBlank = false;
  }
  return records;
}

function withLineFeed(head: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(head.length + 1);
  buffer.set(head);
  buffer[head.length] = LF;
  return buffer;
}

import { Form } from './scan.ts';
import type { Syntax } from './syntax.ts';
import { isDelimiter } from './syntax.ts';

export interface Field {
  start: number;
  end: number;
  form: Form;
}

/** Readings tried for one line, so that a line of nothing but quotes ends too. */
const MOST_STEPS = 2000;
const MOST_BYTES = 1 << 16;
const BLANK = 32;

/**
 * Reads a line whose quotes make no sense so that it has exactly `width` fields, if it can be: a quote that no delimiter follows
 * is data, and so is one that opens a field that nothing closes. The first such reading is taken, quotes as quotes before quotes as text.
 */
export function repairLine(
  buffer: Uint8Array,
  start: number,
  end: number,
  syntax: Syntax,
  width: number,
): Field[] | undefined {
  const fields: Field[] = [];
  const dead = new Set<number>();
  let steps = 0;

  const follow = (at: number, field: Field): boolean => {
    fields.push(field);
    if (at === end ? fields.length === width : isDelimiter(buffer, at, syntax) && read(at + syntax.delimiter.length))
      return true;
    fields.pop();
    return false;
  };
  const read = (at: number): boolean => {
    const key = at * width + fields.length;
    if (fields.length >= width || at > end || dead.has(key) || ++steps > MOST_STEPS) return false;
    if (closings(buffer, at, end, syntax).some(({ after, field }) => follow(after, field))) return true;
    const to = endOfText(buffer, at, end, syntax);
    if (follow(to, { start: at, end: to, form: Form.plain })) return true;
    dead.add(key);
    return false;
  };
  return end - start <= MOST_BYTES && read(start) ? fields : undefined;
}

function endOfText(buffer: Uint8Array, start: number, end: number, syntax: Syntax): number {
  let at = start;
  while (at < end && !isDelimiter(buffer, at, syntax)) at++;
  return at;
}

/** The ways to read a field in quotes that begins here, blanks around it or not: one for each quote that may close it. */
function closings(buffer: Uint8Array, start: number, end: number, syntax: Syntax): { after: number; field: Field }[] {
  const { quote, escape } = syntax;
  const open = skipBlanks(buffer, start, end);
  if (buffer[open] !== quote || open >= end) return [];
  const likely: { after: number; field: Field }[] = [];
  const unlikely: { after: number; field: Field }[] = [];
  let form: Form = Form.quoted;
  for (let at = open + 1; at < end; at++) {
    const next = at + 1 < end ? buffer[at + 1]! : -2;
    const pair = (buffer[at] === quote || buffer[at] === escape) && next === quote;
    if (pair) {
      form = Form.escapedQuoted;
      at++;
    }
    if (buffer[at] !== quote) continue;
    const after = skipBlanks(buffer, at + 1, end);
    const closes = after === end || isDelimiter(buffer, after, syntax) || isDelimiter(buffer, at + 1, syntax);
    const field = { start: open + 1, end: at, form };
    const stop = isDelimiter(buffer, at + 1, syntax) ? at + 1 : after;
    if (closes) (pair ? unlikely : likely).push({ after: stop, field });
  }
  return [...likely, ...unlikely];
}

function skipBlanks(buffer: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && buffer[at] === BLANK) at++;
  return at;
}

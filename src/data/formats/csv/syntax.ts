import { textOf } from '../../typing/ascii.ts';

export const LF = 10;
export const CR = 13;

/** How records and fields are told apart, in bytes; -1 where there is no such sign. */
export interface Syntax {
  delimiter: Uint8Array;
  quote: number;
  /** Before a quote that is data, beside doubling it. */
  escape: number;
}

/** True if the delimiter stands at `at`. */
export function isDelimiter(buffer: Uint8Array, at: number, { delimiter }: Syntax): boolean {
  for (let i = 0; i < delimiter.length; i++) if (buffer[at + i] !== delimiter[i]) return false;
  return true;
}

/** The first byte after the line that `start` is on, its line break included. A line feed behind the buffer ends the last line. */
export function endOfLine(buffer: Uint8Array, length: number, start: number): number {
  let i = start;
  // Most bytes of most files are above both: one comparison passes them.
  while (i < length && (buffer[i]! > CR || (buffer[i] !== LF && buffer[i] !== CR))) i++;
  if (i >= length) return length;
  return buffer[i] === CR && i + 1 < length && buffer[i + 1] === LF ? i + 2 : i + 1;
}

/** Where the bytes [start, end) end without their line break. */
export function withoutBreak(buffer: Uint8Array, start: number, end: number): number {
  let to = end;
  while (to > start && (buffer[to - 1] === LF || buffer[to - 1] === CR)) to--;
  return to;
}

/** Closes the gaps that doubled quotes and escapes leave in bytes [start, end), in place; returns where the text now ends. */
export function unescapeInPlace(
  buffer: Uint8Array,
  start: number,
  end: number,
  syntax: Syntax,
  quoted: boolean,
): number {
  const { quote, escape, delimiter } = syntax;
  let to = start;
  for (let from = start; from < end; from++) {
    const byte = buffer[from]!;
    const next = from + 1 < end ? buffer[from + 1]! : -2;
    const doubled = quoted && byte === quote && next === quote;
    const bare = !quoted && (next === delimiter[0] || next === LF || next === CR);
    const escaped = byte === escape && (next === quote || next === escape || bare);
    buffer[to++] = doubled || escaped ? buffer[++from]! : byte;
  }
  return to;
}

/** A field's text, without changing the buffer. */
export function fieldText(
  buffer: Uint8Array,
  start: number,
  end: number,
  syntax: Syntax,
  escaped: boolean,
  quoted: boolean,
): string {
  if (!escaped) return textOf(buffer, start, end);
  const copy = buffer.slice(start, end);
  return textOf(copy, 0, unescapeInPlace(copy, 0, copy.length, syntax, quoted));
}

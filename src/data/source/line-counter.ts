const LF = 10;
const CR = 13;
const HIGH_BITS = 0x80808080;
/** One more than a carriage return, in each byte. */
const ABOVE_BREAKS = 0x0e0e0e0e;

/** Counts the lines of a text that arrives in chunks, knowing nothing of records or quotes: LF, CR and CRLF end one. */
export class LineCounter {
  private breaks = 0;
  private last = -1;

  /** The lines so far; what follows the last break is one more. */
  get lines(): number {
    return this.breaks + (this.last === -1 || this.last === LF || this.last === CR ? 0 : 1);
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.breaks += breaksIn(chunk, this.last);
    this.last = chunk[chunk.length - 1]!;
  }
}

/** Only words with a byte below 14 are read byte by byte (H. S. Warren, "Hacker's Delight", 6-1); `before` is the byte before all. */
function breaksIn(bytes: Uint8Array, before: number): number {
  const lead = Math.min((4 - (bytes.byteOffset & 3)) & 3, bytes.length);
  const words = new Int32Array(
    bytes.buffer,
    lead === bytes.length ? 0 : bytes.byteOffset + lead,
    (bytes.length - lead) >> 2,
  );
  let count = breaksBetween(bytes, 0, lead, before);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (((word - ABOVE_BREAKS) & ~word & HIGH_BITS) === 0) continue;
    const at = lead + 4 * i;
    count += breaksBetween(bytes, at, at + 4, before);
  }
  return count + breaksBetween(bytes, lead + 4 * words.length, bytes.length, before);
}

/** The line breaks that begin at bytes [from, to). */
function breaksBetween(bytes: Uint8Array, from: number, to: number, before: number): number {
  let last = from === 0 ? before : bytes[from - 1]!;
  let count = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === CR || (byte === LF && last !== CR)) count++;
    last = byte;
  }
  return count;
}

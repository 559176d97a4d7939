const LF = 10;
const CR = 13;
const SEVENS = 0x7f7f7f7f;
/** Words whose per-byte sums stay below 256. */
const BLOCK = 255;

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
    // Few files hold a carriage return; those that do are read byte by byte, as CRLF is one break.
    if (this.last === CR || chunk.includes(CR)) this.addBytes(chunk);
    else this.breaks += countLineFeeds(chunk);
    this.last = chunk[chunk.length - 1]!;
  }

  private addBytes(chunk: Uint8Array): void {
    let before = this.last;
    let breaks = 0;
    for (const byte of chunk) {
      if (byte === CR || (byte === LF && before !== CR)) breaks++;
      before = byte;
    }
    this.breaks += breaks;
  }
}

/** Four bytes at a time: a byte that equals LF leaves a one in its place (H. S. Warren, "Hacker's Delight", 6-1). */
function countLineFeeds(bytes: Uint8Array): number {
  const lead = (4 - (bytes.byteOffset & 3)) & 3;
  if (bytes.length <= lead) return bytes.filter((byte) => byte === LF).length;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >> 2);
  let count = 0;
  for (let i = 0; i < lead; i++) if (bytes[i] === LF) count++;
  for (let i = lead + words.length * 4; i < bytes.length; i++) if (bytes[i] === LF) count++;
  for (let start = 0; start < words.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, words.length);
    let sums = 0;
    for (let i = start; i < end; i++) {
      const word = words[i]! ^ 0x0a0a0a0a;
      sums += ~(((word & SEVENS) + SEVENS) | word | SEVENS) >>> 7;
    }
    count += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24);
  }
  return count;
}

const SAMPLE_BYTES = 4096;
const PER_CHUNK = 4;
const MOST = 16;
/** A line longer than this has no sample taken near it. */
const SEARCHED_BYTES = 1 << 16;
const LF = 10;
const CR = 13;

/** Whole lines from all over a file, taken while it passes: what the head alone can't tell. */
export class Samples {
  private taken: Uint8Array[] = [];
  /** Every how manieth is taken; doubled whenever there are too many. */
  private stride = 1;
  private seen = 0;

  add(chunk: Uint8Array): void {
    for (let part = 0; part < PER_CHUNK; part++) {
      if (this.seen++ % this.stride !== 0) continue;
      const lines = linesNear(chunk, Math.floor(((part + 0.5) / PER_CHUNK) * chunk.length));
      if (lines.length > 0) this.taken.push(lines.slice());
      if (this.taken.length > MOST) this.thin();
    }
  }

  /** The beginning of the file, and the samples in their order, as one text. */
  after(head: Uint8Array): Uint8Array {
    const parts = [wholeLines(head.subarray(0, 2 * SAMPLE_BYTES)), ...this.taken];
    const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  private thin(): void {
    this.taken = this.taken.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }
}

function linesNear(chunk: Uint8Array, at: number): Uint8Array {
  const limit = Math.min(chunk.length, at + SEARCHED_BYTES);
  let start = at;
  while (start < limit && chunk[start] !== LF && chunk[start] !== CR) start++;
  if (start === limit) return chunk.subarray(0, 0);
  while (start < chunk.length && (chunk[start] === LF || chunk[start] === CR)) start++;
  return wholeLines(chunk.subarray(start, start + SAMPLE_BYTES));
}

function wholeLines(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] !== LF && bytes[end - 1] !== CR) end--;
  return bytes.subarray(0, end);
}

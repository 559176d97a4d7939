import type { ByteSource } from './blob-source.ts';
import { isAscii } from './utf8-source.ts';

/** Bytes of lines beyond ASCII that the encoding is judged by: enough for any statistics, and read in a tenth of a second. */
const SAMPLE_BYTES = 192 << 10;
/** What is kept of a line around its bytes beyond ASCII. */
const MOST_OF_LINE = 512;
/** Bytes looked at together; a piece that is ASCII needs no look at each. */
const PIECE_BYTES = 1 << 14;
const MOST_LINES = 5;
const LF = 10;

/** What one look at all bytes of a file says about its encoding. */
export interface Survey {
  /** Lines with bytes beyond ASCII, from the whole file, up to some hundred kB. */
  sample: Uint8Array;
  /** How often each byte comes. */
  counts: Float64Array;
  /** Characters of several bytes that are valid UTF-8, and places that aren't, each of which U+FFFD would replace. */
  utf8: { valid: number; broken: number; lines: number[] };
}

/** Bytes beyond ASCII in the whole file. */
export const beyondAscii = ({ counts }: Survey): number => counts.subarray(128).reduce((sum, count) => sum + count, 0);

/** Reads the whole source once. */
export async function surveyOf(source: ByteSource): Promise<Survey> {
  const surveyor = new Surveyor();
  for await (const chunk of source.chunks()) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) surveyor.push(chunk.subarray(at, at + PIECE_BYTES));
  }
  return surveyor.end();
}

class Surveyor {
  private readonly sample = new Uint8Array(SAMPLE_BYTES);
  private sampled = 0;
  private readonly counts = new Float64Array(256);
  private readonly utf8 = { valid: 0, broken: 0, lines: [] as number[] };
  private line = 1;

  /** The line under way, as far as it may have to be kept. */
  private readonly held = new Uint8Array(MOST_OF_LINE);
  private holding = 0;
  private seenBeyond = false;

  // Of a UTF-8 character under way: bytes still to come, and what the next may be.
  private needed = 0;
  private lower = 0x80;
  private upper = 0xbf;

  push(bytes: Uint8Array): void {
    if (isAscii(bytes)) this.pushAscii(bytes);
    else for (const byte of bytes) this.next(byte);
  }

  end(): Survey {
    if (this.needed > 0) this.broken();
    this.keepLine();
    return { sample: this.sample.slice(0, this.sampled), counts: this.counts, utf8: this.utf8 };
  }

  /** Lines that are ASCII tell nothing: only the first of them, which may have begun beyond it, and the last matter. */
  private pushAscii(bytes: Uint8Array): void {
    const first = bytes.indexOf(LF);
    const last = bytes.lastIndexOf(LF);
    if (first < 0 || last - first < MOST_OF_LINE) {
      for (const byte of bytes) this.next(byte);
      return;
    }
    for (let at = 0; at <= first; at++) this.next(bytes[at]!);
    for (let at = bytes.indexOf(LF, first + 1); at >= 0; at = bytes.indexOf(LF, at + 1)) this.line++;
    for (let at = last + 1; at < bytes.length; at++) this.next(bytes[at]!);
  }

  private next(byte: number): void {
    this.counts[byte]!++;
    if (byte > 127 || this.needed > 0) this.follow(byte);
    if (byte > 127) this.seenBeyond = true;
    if (this.holding === MOST_OF_LINE) this.makeRoom();
    this.held[this.holding++] = byte;
    if (byte !== LF) return;
    this.line++;
    this.keepLine();
  }

  /** A long line: what is beyond ASCII is kept in pieces, what isn't is forgotten but for its end. */
  private makeRoom(): void {
    if (this.seenBeyond) {
      this.keepLine();
      return;
    }
    this.held.copyWithin(0, MOST_OF_LINE / 2);
    this.holding = MOST_OF_LINE / 2;
  }

  private keepLine(): void {
    if (this.seenBeyond && this.sampled + this.holding <= SAMPLE_BYTES) {
      this.sample.set(this.held.subarray(0, this.holding), this.sampled);
      this.sampled += this.holding;
    }
    this.holding = 0;
    this.seenBeyond = false;
  }

  /** One step of the UTF-8 automaton of the Encoding Standard. */
  private follow(byte: number): void {
    if (this.needed === 0) return this.begin(byte);
    if (byte < this.lower || byte > this.upper) {
      this.broken();
      if (byte > 127) this.begin(byte);
      return;
    }
    this.lower = 0x80;
    this.upper = 0xbf;
    if (--this.needed === 0) this.utf8.valid++;
  }

  private begin(byte: number): void {
    if (byte >= 0xc2 && byte <= 0xdf) this.needed = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.needed = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.needed = 3;
    else return this.broken();
    // Longer forms than needed, surrogates and what is beyond Unicode are ruled out by the second byte.
    this.lower = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.upper = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
  }

  private broken(): void {
    this.needed = 0;
    this.lower = 0x80;
    this.upper = 0xbf;
    this.utf8.broken++;
    const { lines } = this.utf8;
    if (lines.length < MOST_LINES && lines.at(-1) !== this.line) lines.push(this.line);
  }
}

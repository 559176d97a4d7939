import type { StreamDecoder } from './index.ts';

const REPLACEMENT = 0xfffd;
/** Code points turned into text at a time: `fromCodePoint` takes them as arguments. */
const BLOCK = 4096;

/** UTF-32, which browsers don't decode; a BOM is passed over. */
export class Utf32Decoder implements StreamDecoder {
  private readonly held = new Uint8Array(4);
  private holding = 0;
  private begun = false;

  constructor(
    private readonly bigEndian: boolean,
    private readonly fatal: boolean,
  ) {}

  /** The text of whole characters so far; at the end (`stream` false) a rest of one to three bytes is an error. */
  decode(bytes: Uint8Array = new Uint8Array(0), { stream = false } = {}): string {
    const parts: string[] = [];
    let block: number[] = [];
    for (const byte of bytes) {
      this.held[this.holding++] = byte;
      if (this.holding < 4) continue;
      this.holding = 0;
      const point = this.checked(this.unit());
      if (this.begun || point !== 0xfeff) block.push(point);
      this.begun = true;
      if (block.length < BLOCK) continue;
      parts.push(String.fromCodePoint(...block));
      block = [];
    }
    if (!stream && this.holding > 0) {
      this.holding = 0;
      block.push(this.checked(-1));
    }
    parts.push(String.fromCodePoint(...block));
    return parts.join('');
  }

  private unit(): number {
    const [a, b, c, d] = this.held as unknown as [number, number, number, number];
    return (this.bigEndian ? (a << 24) | (b << 16) | (c << 8) | d : (d << 24) | (c << 16) | (b << 8) | a) >>> 0;
  }

  private checked(point: number): number {
    if (isScalar(point)) return point;
    if (this.fatal) throw new TypeError('not UTF-32');
    return REPLACEMENT;
  }
}

/** True for a number that is a character's: no surrogate, and not beyond Unicode. */
export const isScalar = (point: number): boolean =>
  (point >= 0 && point < 0xd800) || (point > 0xdfff && point <= 0x10ffff);

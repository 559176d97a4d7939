import { isScalar } from './decoders/utf32.ts';

/** The encoding that the first bytes name or give away; undefined where UTF-8 should be tried. */
export function encodingOfHead(head: Uint8Array): string | undefined {
  const utf32 = utf32Of(head);
  if (utf32) return utf32;
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return utf16WithoutBom(head) ?? escapedEncoding(head);
}

/** UTF-32 says by its zeros what it is, with or without a BOM: no character is beyond U+10FFFF, and hardly one is U+0000. */
function utf32Of(head: Uint8Array): string | undefined {
  const length = Math.min(head.length & ~3, 4096);
  if (length < 8) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, length);
  const fits = (littleEndian: boolean): boolean => {
    for (let at = 0; at < length; at += 4) {
      const point = view.getUint32(at, littleEndian);
      if (point === 0 || !isScalar(point)) return false;
    }
    return true;
  };
  if (fits(true)) return 'utf-32le';
  return fits(false) ? 'utf-32be' : undefined;
}

/** From this share of zero bytes on, text is UTF-16 whatever else it could be. */
const MOSTLY_ZEROS = 0.2;
/** Control characters, as a share of those below 256, that text doesn't exceed. */
const FEW_CONTROLS = 0.01;

/**
 * A line break, a digit or a comma in UTF-16 has a zero in every other byte, always on the same side; ideographs have none.
 * UTF-8 may hold zeros too, but then the rest of it is valid. A letter of Latin-1 has a zero beside a byte above 127, as numbers of two
 * bytes have: it counts only in what else looks like text.
 */
function utf16WithoutBom(head: Uint8Array): string | undefined {
  const length = Math.min(head.length & ~1, 4096);
  if (length < 4) return undefined;
  const zeros = [0, 0];
  let latin = 0;
  let controls = 0;
  for (let i = 0; i < length; i++) {
    if (head[i] !== 0) continue;
    const byte = head[i ^ 1]!;
    if (byte === 0 || (byte > 127 && byte < 160)) return undefined;
    if (byte > 127) latin++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++;
    zeros[i & 1]!++;
  }
  const bigEndian = zeros[0]! > 0;
  const most = zeros[bigEndian ? 0 : 1]!;
  if (most < 2 || zeros[bigEndian ? 1 : 0]! > 0) return undefined;
  if (latin > 0 && (most < length * MOSTLY_ZEROS || controls > most * FEW_CONTROLS)) return undefined;
  const sample = head.subarray(0, length);
  const sure = most > length * MOSTLY_ZEROS || !decodes(sample, 'utf-8');
  const encoding = bigEndian ? 'utf-16be' : 'utf-16le';
  return sure && decodes(sample, encoding) ? encoding : undefined;
}

/** True if the bytes are valid, but for a character that the end may cut off. */
function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Encodings that switch their tables by escape sequences, and are ASCII to the eye. */
function escapedEncoding(head: Uint8Array): string | undefined {
  for (let at = head.indexOf(27); at >= 0; at = head.indexOf(27, at + 1)) {
    const sequence = String.fromCharCode(...head.subarray(at + 1, at + 4));
    if (sequence === '$)C') return 'iso-2022-kr';
    if (sequence === '$)A' || sequence === '$)G') return 'iso-2022-cn';
    if (/^(\$[@B]|\([IJ])/.test(sequence)) return 'iso-2022-jp';
  }
  return undefined;
}

/** From this share of ideographs, kana and full-width forms on, text is Chinese or Japanese by no chance. */
const EAST_ASIAN_SHARE = 0.95;

/** Ideographs in UTF-16 without a BOM, and without a single line break that would give them away. */
export function isWideEastAsian(head: Uint8Array): boolean {
  const sample = head.subarray(0, Math.min(head.length & ~1, 4096));
  if (sample.length < 8 || head.length % 2 > 0 || !decodes(sample, 'utf-16le')) return false;
  const text = new TextDecoder('utf-16le').decode(sample);
  const wide = text.match(/[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/g)?.length ?? 0;
  return wide >= text.length * EAST_ASIAN_SHARE;
}

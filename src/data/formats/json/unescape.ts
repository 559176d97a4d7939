const SIMPLE = new Map(
  Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9 }).map(([char, code]) => [char.charCodeAt(0), code]),
);
/** What stands for a surrogate without its partner, which UTF-8 can't write. */
const REPLACEMENT = 0xfffd;

/** Resolves the escapes of a valid JSON string in place, where they take more room than what they stand for; returns the new end.
 * `lost` hears of each surrogate without its partner. */
export function unescape(bytes: Uint8Array, start: number, end: number, lost: () => void): number {
  let to = start;
  let from = start;
  while (from < end) {
    const byte = bytes[from]!;
    if (byte !== 92) {
      bytes[to++] = byte;
      from++;
      continue;
    }
    const escaped = bytes[from + 1]!;
    if (escaped !== 117) {
      bytes[to++] = SIMPLE.get(escaped) ?? escaped;
      from += 2;
      continue;
    }
    let code = hexAt(bytes, from + 2);
    from += 6;
    if (code >= 0xd800 && code <= 0xdfff) {
      const low =
        code < 0xdc00 && bytes[from] === 92 && bytes[from + 1] === 117 && from + 6 <= end ? hexAt(bytes, from + 2) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        from += 6;
      } else {
        code = REPLACEMENT;
        lost();
      }
    }
    to = writeUtf8(bytes, to, code);
  }
  return to;
}

const hexAt = (bytes: Uint8Array, at: number): number =>
  parseInt(String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!), 16);

function writeUtf8(bytes: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) bytes[at++] = code;
  else if (code < 0x800) {
    bytes[at++] = 0xc0 | (code >> 6);
    bytes[at++] = 0x80 | (code & 63);
  } else if (code < 0x10000) {
    bytes[at++] = 0xe0 | (code >> 12);
    bytes[at++] = 0x80 | ((code >> 6) & 63);
    bytes[at++] = 0x80 | (code & 63);
  } else {
    bytes[at++] = 0xf0 | (code >> 18);
    bytes[at++] = 0x80 | ((code >> 12) & 63);
    bytes[at++] = 0x80 | ((code >> 6) & 63);
    bytes[at++] = 0x80 | (code & 63);
  }
  return at;
}

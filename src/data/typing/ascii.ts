const decoder = new TextDecoder('utf-8');

/** The text of a stretch of UTF-8 bytes; a BOM inside the data is kept. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) return keepBom(decoder.decode(bytes.subarray(start, end)), bytes, start);
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte > 127) return keepBom(decoder.decode(bytes.subarray(start, end)), bytes, start);
    text += String.fromCharCode(byte);
  }
  return text;
}

// TextDecoder strips a BOM at the start of whatever it is given, which may be the middle of a file.
const keepBom = (text: string, bytes: Uint8Array, start: number): string =>
  bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf ? `\ufeff${text}` : text;

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

const BLOCK = 64;

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * HMAC-SHA-256 (RFC 2104) of an SQL text's UTF-8, as an SQL expression: 64 hexadecimal digits, null of null. The key, of at most
 * one block of 64 bytes, stands in the text combined with the two pads.
 */
export function hmacSql(text: string, key: Uint8Array): string {
  if (key.length > BLOCK) throw new RangeError(`a key of ${key.length} bytes`);
  const block = new Uint8Array(BLOCK);
  block.set(key);
  const padded = (pad: number) => `unhex('${hex(block.map((byte) => byte ^ pad))}')`;
  const inner = `unhex(sha256(${padded(0x36)} || encode(${text})))`;
  return `sha256(${padded(0x5c)} || ${inner})`;
}

import { sha256 } from './digest.ts';

/** JSON with the SHA-256 of its own content in front, at a fixed place: what it says can be told from what damage made of it. */
const HEAD = '{"sha256":"';
const MIDDLE = '","content":';
const START = HEAD.length + 64 + MIDDLE.length;

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a value of plain data with its checksum. */
export async function seal(value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const content = JSON.stringify(value);
  return encoder.encode(`${HEAD}${await sha256(encoder.encode(content))}${MIDDLE}${content}}`);
}

/** The value that was sealed; undefined if a single byte is not as it was written. */
export async function unseal(bytes: Uint8Array): Promise<unknown> {
  try {
    const text = strict.decode(bytes);
    const sum = text.slice(HEAD.length, HEAD.length + 64);
    const framed = text.startsWith(HEAD) && text.startsWith(MIDDLE, HEAD.length + 64) && text.endsWith('}');
    const whole = framed && (await sha256(bytes.subarray(START, -1))) === sum;
    return whole ? JSON.parse(text.slice(START, -1)) : undefined;
  } catch {
    return undefined;
  }
}

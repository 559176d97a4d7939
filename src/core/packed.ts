type Numbers = Float64Array | Float32Array;

const BYTES_A_TIME = 0x8000;

function base64(numbers: Numbers): string {
  const bytes: Uint8Array & { toBase64?(): string } = new Uint8Array(
    numbers.buffer,
    numbers.byteOffset,
    numbers.byteLength,
  );
  // The browser's own where it is there; Node 20 lacks it.
  if (bytes.toBase64) return bytes.toBase64();
  let text = '';
  for (let from = 0; from < bytes.length; from += BYTES_A_TIME) {
    text += String.fromCharCode(...bytes.subarray(from, from + BYTES_A_TIME));
  }
  return btoa(text);
}

const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;

/** What JSON has no words for: typed arrays by their bytes, numbers that it would alter by their names. */
function packPart(_key: string, part: unknown): unknown {
  if (part instanceof Float64Array) return { $f64: base64(part) };
  if (part instanceof Float32Array) return { $f32: base64(part) };
  if (typeof part !== 'number') return part;
  if (Object.is(part, -0)) return { $number: '-0' };
  return Number.isFinite(part) ? part : { $number: String(part) };
}

function unpackPart(_key: string, part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if ('$f64' in part) return new Float64Array(bytesOf(String(part.$f64)));
  if ('$f32' in part) return new Float32Array(bytesOf(String(part.$f32)));
  return '$number' in part ? Number(part.$number) : part;
}

/** FNV-1a over the characters: tells a damaged text, not a forged one. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/**
 * Plain data as one line of text with a checksum in front; every number comes back to the bit, NaN and −0 too, and so do
 * Float64Array and Float32Array. The keys `$f64`, `$f32` and `$number` are taken.
 */
export function pack(value: unknown): string {
  const json = JSON.stringify(value, packPart);
  return `${checksum(json)}:${json}`;
}

/** What was packed; undefined where the text is none of `pack`, or is not as it was. */
export function unpack(text: unknown): unknown {
  if (typeof text !== 'string' || text[8] !== ':') return undefined;
  const json = text.slice(9);
  return checksum(json) === text.slice(0, 8) ? (JSON.parse(json, unpackPart) as unknown) : undefined;
}

import { decompress as unzstd } from 'fzstd';

export type Codec = 'lz4' | 'zstd';

/** No buffer of a table that fits into memory is larger. */
const MOST_BYTES = 2 ** 30;
const LZ4_MAGIC = 0x184d2204;
/** LZ4 can't shrink a byte to less than a 255th. */
const LZ4_RATIO = 255;

/** A buffer of a compressed body: its length as an int64, -1 for one that is stored as it is, and the packed bytes. */
export function unpack(bytes: Uint8Array, codec: Codec): Uint8Array {
  if (bytes.length === 0) return bytes;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true));
  const packed = bytes.subarray(8);
  if (length === -1) return packed.slice();
  if (length < 0 || length > MOST_BYTES) throw new RangeError(`a buffer of ${length} bytes`);
  const whole = codec === 'zstd' ? unzstd(packed, new Uint8Array(length)) : unLz4(packed, length);
  if (whole.length !== length) throw new RangeError(`${whole.length} of ${length} bytes`);
  return whole;
}

/** The LZ4 frame format; the checksums are passed over. */
function unLz4(frame: Uint8Array, length: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== LZ4_MAGIC) throw new RangeError('no LZ4 frame');
  if (length > frame.length * LZ4_RATIO + LZ4_RATIO) throw new RangeError(`a buffer of ${length} bytes`);
  const flags = frame[4]!;
  let at = 7 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0);
  const output = new Uint8Array(length);
  let filled = 0;
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    const stored = size >>> 31 === 1;
    const bytes = size & 0x7fffffff;
    at += 4;
    if (at + bytes > frame.length) throw new RangeError('an LZ4 block overruns');
    const block = frame.subarray(at, at + bytes);
    if (stored) output.set(block, filled);
    filled = stored ? filled + bytes : unLz4Block(block, output, filled);
    at += bytes + (flags & 0x10 ? 4 : 0);
  }
  return output.subarray(0, filled);
}

/** One LZ4 block, written behind what `output` holds, to which it may refer back; returns the new end. */
function unLz4Block(block: Uint8Array, output: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  const run = (length: number): number => {
    if (length < 15) return length;
    let sum = length;
    let more = 255;
    while (more === 255) {
      more = block[from++] ?? 0;
      sum += more;
    }
    return sum;
  };
  while (from < block.length) {
    const token = block[from++]!;
    const literals = run(token >> 4);
    if (from + literals > block.length || to + literals > output.length) throw new RangeError('LZ4 literals overrun');
    output.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from >= block.length) break;
    const back = block[from]! | (block[from + 1]! << 8);
    from += 2;
    const length = run(token & 15) + 4;
    if (back === 0 || back > to || to + length > output.length) throw new RangeError('an LZ4 match overruns');
    copyBack(output, to, back, length);
    to += length;
  }
  return to;
}

/** Source and target may overlap: then the same bytes come again and again. */
function copyBack(output: Uint8Array, to: number, back: number, length: number): void {
  if (back >= length) output.copyWithin(to, to - back, to - back + length);
  else for (let i = to; i < to + length; i++) output[i] = output[i - back]!;
}

import { AppError } from '../../core/errors.ts';
import type { OpenBytes } from './inflated-source.ts';

/** Bytes given to the decoder at a time. What comes out of them is held until it is taken, and three bytes can stand for 128 kB. */
const STEP_BYTES = 1 << 11;
/** Zstandard's own tools refuse more than 128 MB unless told; a larger window is memory asked for by a header. */
const MOST_WINDOW = 128 << 20;

/** Inflates Zstandard, one frame or several. */
export async function* inflateZstd(open: OpenBytes): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const pieces: Uint8Array[] = [];
  const decoder = new Decompress((piece) => pieces.push(piece));
  let first = true;
  for await (const chunk of open()) {
    if (first) checkWindow(chunk);
    first = false;
    for (let at = 0; at < chunk.length; at += STEP_BYTES) {
      decoder.push(chunk.subarray(at, at + STEP_BYTES));
      yield* pieces.splice(0);
    }
  }
  decoder.push(new Uint8Array(0), true);
  yield* pieces.splice(0).filter(({ length }) => length > 0);
}

/** Refuses a window that the first frame's header asks for (RFC 8878, 3.1.1.1) where it is larger than any tool's default. */
function checkWindow(head: Uint8Array): void {
  const descriptor = head[4] ?? 0;
  const single = (descriptor & 32) !== 0;
  const window = single ? contentSize(head, descriptor) : 2 ** (10 + ((head[5] ?? 0) >> 3));
  if (head[0] !== 0x28 || window <= MOST_WINDOW) return;
  throw new AppError('import.large-window', { megabytes: Math.ceil(window / 2 ** 20), most: MOST_WINDOW / 2 ** 20 });
}

/** A frame of a single segment has its content's size for a window. */
function contentSize(head: Uint8Array, descriptor: number): number {
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const bytes = 1 << (descriptor >> 6);
  let size = 0;
  for (let i = bytes - 1; i >= 0; i--) size = size * 256 + (head[5 + dictionaryBytes + i] ?? 0);
  return size;
}

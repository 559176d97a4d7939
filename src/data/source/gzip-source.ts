import { Gunzip } from 'fflate';
import { AppError } from '../../core/errors.ts';
import type { ByteSource } from './blob-source.ts';

/** Inflated bytes handed on at a time; the browser's own pieces are as small as 16 kB. */
const PIECE_BYTES = 1 << 20;

/** Inflates a gzip file while it is read. */
export class GzipSource implements ByteSource {
  constructor(
    private readonly packed: ByteSource,
    private readonly file: string,
  ) {}

  share(): number {
    return this.packed.share();
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    try {
      for await (const piece of gather(inflate(this.packed.chunks()))) {
        sent += piece.length;
        yield piece;
      }
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (!saysTrailingData(error)) throw this.damaged(error);
      yield* this.laterMembers(sent);
    }
  }

  /** Some browsers inflate only the first member of a file of several (bgzip, joined logs): read on with a decoder that goes on. */
  private async *laterMembers(sent: number): AsyncGenerator<Uint8Array> {
    let skip = sent;
    try {
      for await (const piece of gather(inflateMembers(this.packed.chunks()))) {
        if (skip >= piece.length) skip -= piece.length;
        else {
          yield skip > 0 ? piece.subarray(skip) : piece;
          skip = 0;
        }
      }
    } catch (error) {
      throw error instanceof AppError ? error : this.damaged(error);
    }
  }

  private damaged(cause: unknown): AppError {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return new AppError('import.damaged-file', { file: this.file, format: 'gzip', detail }, { cause });
  }
}

const saysTrailingData = (error: unknown): boolean =>
  error instanceof Error && /junk|trailing|after (the )?end|extra/i.test(error.message);

async function* inflate(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* inflateMembers(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const gunzip = new Gunzip((piece) => pieces.push(piece));
  for await (const chunk of chunks) {
    gunzip.push(chunk);
    yield* pieces.splice(0);
  }
  gunzip.push(new Uint8Array(0), true);
  yield* pieces.splice(0);
}

/** Joins small pieces into larger ones. */
async function* gather(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    if (bytes < PIECE_BYTES) continue;
    yield join(held, bytes);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield join(held, bytes);
}

function join(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

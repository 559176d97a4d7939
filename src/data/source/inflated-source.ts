import { AppError } from '../../core/errors.ts';
import type { ByteSource } from './blob-source.ts';
import { READ_BYTES } from './blob-source.ts';
import { Meter } from './limits.ts';

/** Bytes anew from their beginning. */
export type OpenBytes = () => AsyncGenerator<Uint8Array>;

/** A way to unpack: may open its input more than once. */
export type Inflate = (open: OpenBytes) => AsyncGenerator<Uint8Array>;

/** Inflated bytes handed on at a time, as many as of a plain file; the browser’s own pieces are as small as 16 kB. */
const PIECE_BYTES = READ_BYTES;

/** Unpacks a source while it is read, under the limits for packed data; what can't be unpacked is `import.damaged-file`. */
export class InflatedSource implements ByteSource {
  constructor(
    private readonly packed: ByteSource,
    private readonly inflate: Inflate,
    private readonly file: string,
    private readonly format: string,
  ) {}

  share(): number {
    return this.packed.share();
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    let meter = new Meter(this.file);
    const open: OpenBytes = () => {
      meter = new Meter(this.file);
      return counted(this.packed.chunks(), (bytes) => meter.in(bytes));
    };
    try {
      yield* gather(counted(this.inflate(open), (bytes) => meter.out(bytes)));
    } catch (error) {
      throw error instanceof AppError ? error : damaged(this.file, this.format, error);
    }
  }
}

/** The error for bytes that aren't what they should be. */
export function damaged(file: string, format: string, cause: unknown): AppError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new AppError('import.damaged-file', { file, format, detail }, { cause });
}

async function* counted(
  chunks: AsyncGenerator<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

/** Unpacks by the platform's own decoder, which also checks the sums that the format has. */
export async function* platformInflate(
  chunks: AsyncGenerator<Uint8Array>,
  format: CompressionFormat,
): AsyncGenerator<Uint8Array> {
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
  const reader = packed.pipeThrough(new DecompressionStream(format)).getReader();
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
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

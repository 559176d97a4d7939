import { AppError } from '../../core/errors.ts';

/** What a decoder needs of a file; `File`, and a `Blob` with a name. */
export type FileLike = Blob & { readonly name: string };

/** Bytes per read: large enough that the reads themselves cost nothing. */
export const READ_BYTES = 4 << 20;

/** A file's bytes from the start, again for each call of `chunks`. */
export interface ByteSource {
  /** Opens the bytes anew. */
  chunks(): AsyncGenerator<Uint8Array>;
  /** The share of the file read by the newest `chunks`, 0..1. */
  share(): number;
}

/** Reads a file slice by slice, one slice ahead of its reader. */
export class BlobSource implements ByteSource {
  private consumed = 0;

  constructor(
    private readonly file: FileLike,
    private readonly readBytes = READ_BYTES,
  ) {}

  share(): number {
    return this.file.size === 0 ? 1 : this.consumed / this.file.size;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    this.consumed = 0;
    let next = this.read(0);
    for (let at = 0; at < this.file.size; at += this.readBytes) {
      const chunk = await next;
      if (at + this.readBytes < this.file.size) next = this.read(at + this.readBytes);
      this.consumed += chunk.length;
      yield chunk;
    }
  }

  private read(at: number): Promise<Uint8Array> {
    const reading = readBytes(this.file, at, Math.min(this.file.size, at + this.readBytes));
    // The read ahead may fail while nobody waits for it yet.
    reading.catch(() => undefined);
    return reading;
  }
}

/** Bytes [start, end) of a file; `import.unreadable-file` or `import.file-changed` where they are gone. */
export async function readBytes(file: FileLike, start: number, end: number): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (cause) {
    throw new AppError('import.unreadable-file', { file: file.name }, { cause });
  }
  if (bytes.length !== end - start) throw new AppError('import.file-changed', { file: file.name });
  return bytes;
}

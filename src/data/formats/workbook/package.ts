import { AppError } from '../../../core/errors.ts';
import type { ByteSource, FileLike } from '../../source/blob-source.ts';
import { openZipEntry } from '../../source/zip-entry.ts';
import type { ZipEntry } from '../../source/zip-directory.ts';

/** What a part of a workbook may inflate to where it is held as a whole; sheets are streamed. */
const MOST_PART = 64 << 20;

/** A workbook's parts by path. */
export class Package {
  private readonly parts: Map<string, ZipEntry>;

  constructor(
    readonly file: FileLike,
    entries: readonly ZipEntry[],
  ) {
    this.parts = new Map(entries.map((entry) => [pathOf(entry.name), entry]));
  }

  has(path: string): boolean {
    return this.parts.has(pathOf(path));
  }

  /** The part's bytes as they are inflated. */
  async open(path: string): Promise<ByteSource> {
    const entry = this.parts.get(pathOf(path));
    if (!entry) {
      throw new AppError('import.damaged-file', { file: this.file.name, format: 'ZIP', detail: `${path} is missing` });
    }
    return openZipEntry(this.file, entry, this.file.name);
  }

  /** The same for a part that its reader keeps. */
  async openSmall(path: string, most = MOST_PART): Promise<ByteSource> {
    return capped(await this.open(path), most, this.file.name);
  }

  /** Inflates every part without keeping anything; the bytes of all. */
  async inflatedBytes(most: number): Promise<number> {
    let bytes = 0;
    for (const { name } of this.parts.values()) {
      if (name.endsWith('/')) continue;
      for await (const chunk of (await this.open(name)).chunks()) {
        bytes += chunk.length;
        if (bytes > most) throw tooLarge(this.file.name, most);
      }
    }
    return bytes;
  }
}

/** Some writers begin with a slash, some spell names in other cases than they use. */
const pathOf = (path: string): string => path.replace(/^\//, '').toLowerCase();

export const tooLarge = (file: string, most: number): AppError =>
  new AppError('import.too-large-inside', { file, packing: 'workbook', most: Math.round(most / 2 ** 20) });

function capped(source: ByteSource, most: number, file: string): ByteSource {
  return {
    share: () => source.share(),
    async *chunks() {
      let bytes = 0;
      for await (const chunk of source.chunks()) {
        bytes += chunk.length;
        if (bytes > most) throw tooLarge(file, most);
        yield chunk;
      }
    },
  };
}

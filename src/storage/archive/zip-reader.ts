import { AppError } from '../../core/errors.ts';
import type { FileLike } from '../../data/source/blob-source.ts';
import { crc32 } from '../../data/source/crc32.ts';
import type { ZipEntry } from '../../data/source/zip-directory.ts';
import { readZipDirectory } from '../../data/source/zip-directory.ts';
import { isZip } from '../../data/source/zip.ts';
import { damaged } from '../damaged.ts';

const local = 0x04034b50;
const localBytes = 30;
/** More entries than the pieces that a document may name. */
const mostEntries = 250_000;

/** The stored entries of a ZIP archive that anyone may have made, read by slices. Throws `project.damaged`. */
export class ZipReader {
  readonly #file: Blob;
  readonly #entries = new Map<string, ZipEntry>();

  private constructor(file: Blob, entries: readonly ZipEntry[]) {
    this.#file = file;
    for (const entry of entries) this.#add(entry);
  }

  /** Reads the directory. Also throws `project.not-a-project` for what is no ZIP archive. */
  static async open(file: Blob): Promise<ZipReader> {
    const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    if (!isZip(head)) throw new AppError('project.not-a-project');
    return new ZipReader(file, await directoryOf(file));
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Throws where there is an entry that is not named here. */
  expectOnly(names: ReadonlySet<string>): void {
    const extra = [...this.#entries.keys()].find((name) => !names.has(name));
    if (extra !== undefined) throw damaged(`${extra} does not belong to it`);
  }

  /** An entry's content, not checked against its sum. */
  async entry(name: string): Promise<Blob> {
    const entry = this.#entries.get(name);
    if (!entry) throw damaged(`${name} is missing`);
    const start = await this.#dataStart(entry);
    return this.#file.slice(start, start + entry.bytes);
  }

  /** An entry of at most so many bytes, checked against its sum. */
  async checkedEntry(name: string, most: number): Promise<Uint8Array> {
    const content = await this.entry(name);
    if (content.size > most) throw damaged(`${name} has ${content.size} bytes`);
    const bytes = new Uint8Array(await content.arrayBuffer());
    if (crc32(bytes) !== this.#entries.get(name)!.crc) throw damaged(name);
    return bytes;
  }

  /** Only stored entries: a packed one might unfold to anything. */
  #add(entry: ZipEntry): void {
    const isPlain = entry.method === 0 && !entry.encrypted && entry.bytes === entry.packedBytes;
    if (!isPlain) throw damaged(`${entry.name} is not stored as it is`);
    if (this.#entries.has(entry.name)) throw damaged(`${entry.name} is there twice`);
    this.#entries.set(entry.name, entry);
  }

  async #dataStart({ at, name, bytes }: ZipEntry): Promise<number> {
    const nameBytes = new TextEncoder().encode(name);
    const head = new Uint8Array(await this.#file.slice(at, at + localBytes + nameBytes.length).arrayBuffer());
    const isThere =
      head.length === localBytes + nameBytes.length && nameBytes.every((byte, i) => byte === head[localBytes + i]);
    const view = new DataView(head.buffer);
    if (!isThere || view.getUint32(0, true) !== local) throw damaged(`${name} is not where it should be`);
    const start = at + localBytes + view.getUint16(26, true) + view.getUint16(28, true);
    if (start + bytes > this.#file.size) throw damaged(`${name} is cut off`);
    return start;
  }
}

async function directoryOf(file: Blob): Promise<ZipEntry[]> {
  const named: FileLike = Object.assign(file.slice(), { name: 'ZIP' });
  try {
    return await readZipDirectory(named, mostEntries);
  } catch (cause) {
    const detail = cause instanceof AppError ? (cause.values['detail'] ?? cause.code) : cause;
    throw damaged(`ZIP: ${detail instanceof Error ? detail.message : detail}`, cause);
  }
}

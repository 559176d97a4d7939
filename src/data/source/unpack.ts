import type { ImportOptions, Notice } from '../../contract/import.ts';
import { AppError } from '../../core/errors.ts';
import type { ByteSource, FileLike } from './blob-source.ts';
import { BlobSource } from './blob-source.ts';
import { inflateGzip } from './gzip-source.ts';
import type { Inflate } from './inflated-source.ts';
import { InflatedSource } from './inflated-source.ts';
import { LIMITS, Meter } from './limits.ts';
import { chooseEntry, isZip, listEntries } from './zip.ts';
import { openZipEntry } from './zip-entry.ts';
import { inflateZstd } from './zstd-source.ts';

/** A file without its packing, if it had any. */
export interface Unpacked {
  /** What is within: `log.csv` of `log.csv.gz`, `year.zip/log.csv` of an archive. */
  name: string;
  /** The archive's member that was opened. */
  entry?: string;
  /** How it was packed, outermost first: `zip`, `gzip`, `zstd`. */
  packing: string[];
  source: ByteSource;
  /** Bytes of the file, or of the archive's member, as they are stored. */
  packedBytes: number;
  /** The first bytes of `source`. */
  head: Uint8Array;
  notices: Notice[];
  /** All of it, for formats that are read here and there; what was packed is inflated into memory, under a cap. */
  whole(): Promise<FileLike>;
}

/** Enough to tell any format, and a tar archive's mark. */
export const SNIFFED_BYTES = 1 << 16;
/** Small slices, so that a bomb is seen before much of it was inflated. */
const PACKED_SLICE = 1 << 20;

interface Wrapper {
  packing: string;
  format: string;
  fits(head: Uint8Array): boolean;
  extension: RegExp;
  inflate: Inflate;
}

const WRAPPERS: readonly Wrapper[] = [
  {
    packing: 'gzip',
    format: 'gzip',
    fits: (head) => head[0] === 0x1f && head[1] === 0x8b,
    extension: /\.(gz|gzip)$/i,
    inflate: inflateGzip,
  },
  {
    packing: 'zstd',
    format: 'Zstandard',
    fits: (head) => head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd,
    extension: /\.(zst|zstd)$/i,
    inflate: inflateZstd,
  },
];

/**
 * Opens a file as what it holds: plain, gzip, Zstandard, or a member of a ZIP archive, which may itself be gzip or Zstandard.
 * Of an archive the member `options.entry` is opened, or the first that is data; a workbook, which is a ZIP too, stays as it is.
 */
export async function unpack(file: FileLike, options: ImportOptions = {}, readBytes?: number): Promise<Unpacked> {
  if (file.size === 0) throw new AppError('import.empty-file', { file: file.name });
  const plain: Unpacked = {
    name: file.name,
    packing: [],
    source: new BlobSource(file, readBytes),
    packedBytes: file.size,
    head: await headOf(new BlobSource(file, SNIFFED_BYTES)),
    notices: [],
    whole: async () => file,
  };
  const entries = isZip(plain.head) ? await listEntries(file) : undefined;
  return unwrap(entries ? await member(file, chooseEntry(file, entries, options.entry)) : plain, file);
}

async function member(file: FileLike, { entry, notices }: ReturnType<typeof chooseEntry>): Promise<Unpacked> {
  const name = `${file.name}/${entry.name}`;
  const source = await openZipEntry(file, entry, name);
  const { packedBytes } = entry;
  return inflated({ name, entry: entry.name, packing: ['zip'], source, packedBytes, notices });
}

async function unwrap(outer: Unpacked, file: FileLike): Promise<Unpacked> {
  const wrapper = WRAPPERS.find(({ fits }) => fits(outer.head));
  if (!wrapper) return outer;
  const packed = outer.packing.length > 0 ? outer.source : new BlobSource(file, PACKED_SLICE);
  const source = new InflatedSource(packed, wrapper.inflate, outer.name, wrapper.format);
  const { entry, notices, packedBytes } = outer;
  const name = outer.name.replace(wrapper.extension, '');
  return inflated({ name, entry, packing: [...outer.packing, wrapper.packing], source, packedBytes, notices });
}

async function inflated(opened: Omit<Unpacked, 'head' | 'whole'>): Promise<Unpacked> {
  const head = await headOf(opened.source);
  return { ...opened, head, whole: () => hold(opened) };
}

/** The first bytes; fewer where there are no more. */
async function headOf(source: ByteSource): Promise<Uint8Array> {
  const head = new Uint8Array(SNIFFED_BYTES);
  let length = 0;
  for await (const chunk of source.chunks()) {
    const taken = chunk.subarray(0, SNIFFED_BYTES - length);
    head.set(taken, length);
    length += taken.length;
    if (length === SNIFFED_BYTES) break;
  }
  return head.subarray(0, length);
}

async function hold({ source, name, packing, packedBytes }: Omit<Unpacked, 'head' | 'whole'>): Promise<FileLike> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const meter = new Meter(name, LIMITS.heldRatio);
  meter.in(packedBytes);
  let bytes = 0;
  for await (const piece of source.chunks()) {
    pieces.push(piece as Uint8Array<ArrayBuffer>);
    bytes += piece.length;
    meter.out(piece.length);
    if (bytes > LIMITS.heldBytes) {
      throw new AppError('import.too-large-inside', {
        file: name,
        packing: packing.join(' / '),
        most: LIMITS.heldBytes / 2 ** 20,
      });
    }
  }
  return Object.assign(new Blob(pieces), { name });
}

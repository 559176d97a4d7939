import { AppError } from '../../core/errors.ts';
import type { ByteSource, FileLike } from './blob-source.ts';
import { BlobSource, readBytes } from './blob-source.ts';
import { crc32 } from './crc32.ts';
import type { Inflate, OpenBytes } from './inflated-source.ts';
import { damaged, InflatedSource, platformInflate } from './inflated-source.ts';
import { Meter } from './limits.ts';
import type { ZipEntry } from './zip-directory.ts';
import { inflateZstd } from './zstd-source.ts';

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Small slices, so that a bomb is seen before much of it was inflated. */
const SLICE_BYTES = 1 << 20;

const AES = 99;
const METHOD_NAMES: Record<number, string> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  95: 'xz',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
};

const INFLATE: Record<number, Inflate> = {
  0: (open) => open(),
  8: (open) => platformInflate(open(), 'deflate-raw'),
  93: inflateZstd,
};

/** One member's bytes, inflated while they are read; its length and sum are checked at the end. */
export async function openZipEntry(file: FileLike, entry: ZipEntry, label: string): Promise<ByteSource> {
  if (entry.encrypted || entry.method === AES) throw new AppError('import.encrypted-file', { file: label });
  const inflate = INFLATE[entry.method];
  if (!inflate) {
    const format = `ZIP / ${METHOD_NAMES[entry.method] ?? `method ${entry.method}`}`;
    throw new AppError('import.unsupported-format', { file: label, format });
  }
  // An entry that says itself what it is needs no reading; one that lies is found out on the way.
  const said = new Meter(label);
  said.in(entry.packedBytes);
  said.out(entry.bytes);
  const start = await dataStart(file, entry);
  const packed = Object.assign(file.slice(start, start + entry.packedBytes), { name: label });
  const source = new BlobSource(packed, SLICE_BYTES);
  return new InflatedSource(source, (open) => checked(inflate, open, entry), label, 'ZIP');
}

/** The local header's own lengths say where the data begins. */
async function dataStart(file: FileLike, { at, name, packedBytes }: ZipEntry): Promise<number> {
  const head = await readBytes(file, at, Math.min(file.size, at + LOCAL_BYTES));
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL)
    throw damaged(file.name, 'ZIP', `${name} is not there`);
  const start = at + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + packedBytes > file.size) throw damaged(file.name, 'ZIP', `${name} is cut off`);
  return start;
}

async function* checked(inflate: Inflate, open: OpenBytes, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let crc = 0;
  for await (const piece of inflate(open)) {
    bytes += piece.length;
    if (bytes > entry.bytes) throw new Error(`more than the ${entry.bytes} bytes that its directory names`);
    crc = crc32(piece, crc);
    yield piece;
  }
  if (bytes !== entry.bytes) throw new Error(`${bytes} of ${entry.bytes} bytes`);
  if (crc !== entry.crc) throw new Error('its checksum is wrong');
}

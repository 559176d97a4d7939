import { AppError } from '../../core/errors.ts';
import type { FileLike } from './blob-source.ts';
import { readBytes } from './blob-source.ts';
import { damaged } from './inflated-source.ts';
import { LIMITS } from './limits.ts';

/** A member of a ZIP archive, as the directory at the archive's end has it. */
export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  crc: number;
  packedBytes: number;
  bytes: number;
  /** Where its local header begins in the file. */
  at: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END = 0x06064b50;
const ZIP64_END_BYTES = 56;
const MEMBER = 0x02014b50;
const MEMBER_BYTES = 46;
/** Local headers repeat the member's name. */
const LOCAL_BYTES = 30;
const ZIP64_FIELD = 1;
const UTF8_FLAG = 0x800;

interface End {
  entries: number;
  size: number;
  /** Where the directory is, and by how much the archive's offsets lag behind the file's (something was put before it). */
  at: number;
  shift: number;
}

/**
 * Reads the directory of a ZIP archive of at most so many entries; refuses names that lead out of a folder and members that
 * share bytes.
 */
export async function readZipDirectory(file: FileLike, most: number = LIMITS.entries): Promise<ZipEntry[]> {
  const end = await findEnd(file);
  if (end.entries > most)
    throw new AppError('import.too-many-entries', { file: file.name, entries: end.entries, most });
  const bytes = await readBytes(file, end.at, end.at + end.size);
  const entries = [...membersOf(bytes, end, file.name)];
  entries.forEach(({ name }) => checkName(name, file.name));
  checkOverlap(entries, end.at, file.name);
  return entries;
}

const broken = (file: string, detail: string): AppError => damaged(file, 'ZIP', detail);

async function findEnd(file: FileLike): Promise<End> {
  const tailAt = Math.max(0, file.size - END_BYTES - LONGEST_COMMENT - ZIP64_LOCATOR_BYTES);
  const tail = await readBytes(file, tailAt, file.size);
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END || at + END_BYTES + view.getUint16(at + 20, true) > tail.length) continue;
    const zip64 = at >= ZIP64_LOCATOR_BYTES && view.getUint32(at - ZIP64_LOCATOR_BYTES, true) === ZIP64_LOCATOR;
    return zip64 ? zip64End(file, tail, at - ZIP64_LOCATOR_BYTES) : plainEnd(view, at, tailAt, file.name);
  }
  throw broken(file.name, 'the directory at its end is missing');
}

function plainEnd(view: DataView, at: number, tailAt: number, file: string): End {
  if (view.getUint16(at + 4, true) !== 0) throw broken(file, 'it is one of several volumes');
  const size = view.getUint32(at + 12, true);
  return checkedEnd(file, tailAt + at, view.getUint16(at + 10, true), size, view.getUint32(at + 16, true));
}

async function zip64End(file: FileLike, tail: Uint8Array, locatorAt: number): Promise<End> {
  const at = number64(viewOf(tail), locatorAt + 8);
  if (at + ZIP64_END_BYTES > file.size) throw broken(file.name, 'the directory lies beyond its end');
  const view = viewOf(await readBytes(file, at, at + ZIP64_END_BYTES));
  if (view.getUint32(0, true) !== ZIP64_END) throw broken(file.name, 'the directory is not where it should be');
  return checkedEnd(file.name, at, number64(view, 32), number64(view, 40), number64(view, 48));
}

/** The directory ends where its end record begins, whatever offset that names. */
function checkedEnd(file: string, endAt: number, entries: number, size: number, offset: number): End {
  const at = endAt - size;
  if (at < 0 || offset > at || size < entries * MEMBER_BYTES) throw broken(file, 'the directory does not fit into it');
  return { entries, size, at, shift: at - offset };
}

function* membersOf(bytes: Uint8Array, { entries, shift }: End, file: string): Generator<ZipEntry> {
  const view = viewOf(bytes);
  let at = 0;
  for (let index = 0; index < entries; index++) {
    if (at + MEMBER_BYTES > bytes.length || view.getUint32(at, true) !== MEMBER) {
      throw broken(file, `entry ${index + 1} of the directory is missing`);
    }
    const nameAt = at + MEMBER_BYTES;
    const extraAt = nameAt + view.getUint16(at + 28, true);
    const next = extraAt + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > bytes.length) throw broken(file, `entry ${index + 1} of the directory is cut off`);
    const flags = view.getUint16(at + 8, true);
    const sizes = sizesOf(view, at, extraAt, extraAt + view.getUint16(at + 30, true));
    yield {
      name: nameOf(bytes.subarray(nameAt, extraAt), (flags & UTF8_FLAG) !== 0),
      method: view.getUint16(at + 10, true),
      encrypted: (flags & 1) !== 0,
      crc: view.getUint32(at + 16, true),
      ...sizes,
      at: sizes.at + shift,
    };
    at = next;
  }
}

/** Sizes and offset; each that doesn't fit into 32 bits stands in the ZIP64 field, in this order. */
function sizesOf(
  view: DataView,
  at: number,
  extraAt: number,
  extraEnd: number,
): Pick<ZipEntry, 'packedBytes' | 'bytes' | 'at'> {
  let wide = zip64Field(view, extraAt, extraEnd);
  const read = (offset: number): number => {
    const value = view.getUint32(offset, true);
    if (value !== 0xffffffff || wide === undefined || wide + 8 > extraEnd) return value;
    wide += 8;
    return number64(view, wide - 8);
  };
  const bytes = read(at + 24);
  const packedBytes = read(at + 20);
  return { bytes, packedBytes, at: read(at + 42) };
}

function zip64Field(view: DataView, start: number, end: number): number | undefined {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === ZIP64_FIELD) return at + 4;
  }
  return undefined;
}

/** Names without the UTF-8 flag are in whatever the machine spoke: mostly UTF-8 all the same, or GBK. */
function nameOf(bytes: Uint8Array, utf8: boolean): string {
  if (utf8) return new TextDecoder().decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** Nothing is ever written under these names, but an archive with such a name was made to do harm. */
function checkName(name: string, file: string): void {
  const parts = name.split(/[\\/]/);
  const leadsOut = parts.includes('..') || parts[0] === '' || /^[a-z]:/i.test(name) || name.includes('\0');
  if (leadsOut) throw new AppError('import.unsafe-archive', { file, entry: name.replaceAll('\0', '␀') });
}

/** Members that share bytes inflate the same data again and again: a small file becomes a flood, and no writer makes them. */
function checkOverlap(entries: readonly ZipEntry[], directoryAt: number, file: string): void {
  const sorted = [...entries].sort((a, b) => a.at - b.at);
  sorted.forEach(({ name, at, packedBytes }, index) => {
    const end = at + LOCAL_BYTES + packedBytes;
    const next = sorted[index + 1]?.at ?? directoryAt;
    if (at < 0 || end > next) throw broken(file, `${name} overlaps what follows it`);
  });
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const number64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

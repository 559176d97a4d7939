import { AppError } from '../../core/errors.ts';
import { crc32 } from '../../data/source/crc32.ts';

const full16 = 0xffff;
const full32 = 0xffffffff;
/** 1980-01-01, ZIP's first day: the same project gives the same file. */
const date = 0x21;
const readBytes = 4 << 20;
const plainVersion = 20;
const zip64Version = 45;

interface Entry {
  name: Uint8Array<ArrayBuffer>;
  bytes: number;
  crc: number;
  at: number;
}

/** A ZIP archive of entries stored as they are, made of blobs that are never read as one. Beyond 4 GiB it is a ZIP64. */
export class ZipWriter {
  readonly #parts: BlobPart[] = [];
  readonly #entries: Entry[] = [];
  readonly #most: { entries: number; bytes: number };
  #at = 0;

  /** From so many entries or bytes on it is a ZIP64; a test may ask for one earlier. */
  constructor(most = { entries: full16, bytes: full32 }) {
    this.#most = most;
  }

  /** `name` in ASCII. Throws `project.too-large` for an entry over 4 GiB. */
  async add(name: string, content: Blob): Promise<void> {
    if (content.size >= full32) throw new AppError('project.too-large', { name, bytes: content.size });
    const entry = {
      name: new TextEncoder().encode(name),
      bytes: content.size,
      crc: await crcOf(content),
      at: this.#at,
    };
    this.#entries.push(entry);
    const head = localHeader(entry);
    this.#parts.push(head, content);
    this.#at += head.length + content.size;
  }

  end(): Blob {
    const directory = this.#entries.map((entry) => directoryEntry(entry, entry.at >= this.#most.bytes));
    const bytes = directory.reduce((sum, { length }) => sum + length, 0);
    const isLarge = this.#entries.length >= this.#most.entries || this.#at >= this.#most.bytes;
    const end = (isLarge ? zip64End : endRecord)(this.#entries.length, bytes, this.#at);
    return new Blob([...this.#parts, ...directory, end], { type: 'application/zip' });
  }
}

async function crcOf(content: Blob): Promise<number> {
  let crc = 0;
  for (let at = 0; at < content.size; at += readBytes)
    crc = crc32(new Uint8Array(await content.slice(at, at + readBytes).arrayBuffer()), crc);
  return crc;
}

/** Little-endian numbers one after the other, each with its width in bytes. */
function packed(...fields: [width: 2 | 4 | 8, value: number][]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return bytes;
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What both headers of an entry have: flags, method (stored), time, date, sum, both sizes, lengths of name and extra field. */
const common = ({ name, bytes, crc }: Entry, extra: number): Parameters<typeof packed> => [
  [2, 0],
  [2, 0],
  [2, 0],
  [2, date],
  [4, crc],
  [4, bytes],
  [4, bytes],
  [2, name.length],
  [2, extra],
];

const localHeader = (entry: Entry): Uint8Array<ArrayBuffer> =>
  concat(packed([4, 0x04034b50], [2, plainVersion], ...common(entry, 0)), entry.name);

function directoryEntry(entry: Entry, isFar: boolean): Uint8Array<ArrayBuffer> {
  const extra = isFar ? packed([2, 1], [2, 8], [8, entry.at]) : new Uint8Array(0);
  const version = isFar ? zip64Version : plainVersion;
  const head = packed([4, 0x02014b50], [2, version], [2, version], ...common(entry, extra.length));
  // Comment, disk, both attributes, and where the local header is.
  const tail = packed([2, 0], [2, 0], [2, 0], [4, 0], [4, isFar ? full32 : entry.at]);
  return concat(head, tail, entry.name, extra);
}

const endRecord = (entries: number, bytes: number, at: number): Uint8Array<ArrayBuffer> =>
  packed([4, 0x06054b50], [2, 0], [2, 0], [2, entries], [2, entries], [4, bytes], [4, at], [2, 0]);

/** The ZIP64 end record, its locator, and a plain end record that refers to them. */
const zip64End = (entries: number, bytes: number, at: number): Uint8Array<ArrayBuffer> =>
  concat(
    packed([4, 0x06064b50], [8, 44], [2, zip64Version], [2, zip64Version], [4, 0], [4, 0]),
    packed([8, entries], [8, entries], [8, bytes], [8, at]),
    packed([4, 0x07064b50], [4, 0], [8, at + bytes], [4, 1]),
    endRecord(full16, full32, full32),
  );

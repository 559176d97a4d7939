import { AppError } from '../../core/errors.ts';
import type { FileLike } from '../source/blob-source.ts';
import { BlobSource } from '../source/blob-source.ts';
import { GzipSource } from '../source/gzip-source.ts';
import { encodingOfHead } from '../source/encoding.ts';
import { csvFormat } from './csv/index.ts';
import { jsonFormat } from './json/index.ts';
import { importParquet, previewParquet } from './parquet/read.ts';
import type { TextFormat } from './text-format.ts';

/** Formats of their own bytes, which bring their own types. */
export interface BinaryFormat {
  read: typeof importParquet;
  preview: typeof previewParquet;
}

export type Detected = { kind: 'text'; format: TextFormat; packed: boolean } | { kind: 'binary'; format: BinaryFormat };

/** Formats told by the bytes they begin with. A new binary format is a line here and a folder beside. */
const BINARY: readonly [magic: string, format: BinaryFormat][] = [
  ['PAR1', { read: importParquet, preview: previewParquet }],
];

/** What people drop that can't be read, and how it begins. */
const UNSUPPORTED: readonly [magic: string, name: string][] = [
  ['PARE', 'Parquet (encrypted)'],
  ['PK\u0003\u0004', 'ZIP / XLSX'],
  ['\u00d0\u00cf\u0011\u00e0', 'XLS'],
  ['%PDF', 'PDF'],
  ['\u0089PNG', 'PNG'],
  ['\u00ff\u00d8\u00ff', 'JPEG'],
  ['GIF8', 'GIF'],
  ['BZh', 'bzip2'],
  ['\u00fd7zXZ', 'xz'],
  ['7z\u00bc\u00af', '7-Zip'],
  ['(\u00b5/\u00fd', 'Zstandard'],
  ['SQLite format 3', 'SQLite'],
  ['ARROW1', 'Arrow'],
  ['Obj\u0001', 'Avro'],
  ['\u001f\u008b', 'gzip in gzip'],
];

/** Where a tar archive says what it is. */
const TAR_AT = 257;
/** From this share of control characters on, bytes are no text in any encoding. */
const BINARY_SHARE = 0.1;

const SNIFFED_BYTES = 1 << 16;

/** Tells a file's format by its content first, by its name second; `import.unsupported-format` for what is none of ours. */
export async function detectFormat(file: FileLike): Promise<Detected> {
  const head = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const inner = packed ? await firstBytes(new GzipSource(new BlobSource(file, SNIFFED_BYTES), file.name)) : head;
  const binary = BINARY.find(([magic]) => startsWith(inner, magic));
  if (binary && !packed) return { kind: 'binary', format: binary[1] };
  const format = binary ? `gzip / ${binary[0]}` : unsupported(inner);
  if (format) throw new AppError('import.unsupported-format', { file: file.name, format });
  return { kind: 'text', format: textFormat(inner, file.name), packed };
}

const startsWith = (bytes: Uint8Array, magic: string, at = 0): boolean =>
  [...magic].every((char, index) => bytes[at + index] === char.charCodeAt(0));

function unsupported(head: Uint8Array): string | undefined {
  const known = UNSUPPORTED.find(([magic]) => startsWith(head, magic));
  if (known) return known[1];
  if (startsWith(head, 'ustar', TAR_AT)) return 'tar';
  return encodingOfHead(head) === undefined && looksBinary(head.subarray(0, SNIFFED_BYTES)) ? 'binary' : undefined;
}

function looksBinary(head: Uint8Array): boolean {
  const controls = head.filter((byte) => byte < 32 && (byte < 9 || byte > 13)).length;
  return controls > head.length * BINARY_SHARE;
}

async function firstBytes(source: GzipSource): Promise<Uint8Array> {
  for await (const chunk of source.chunks()) return chunk;
  return new Uint8Array(0);
}

/** True where a text's head looks like the format. A new text format is a line here and a folder beside. */
type Fits = (head: Uint8Array, fileName: string) => boolean;

/** In this order; what fits none is delimited text. */
const TEXT: readonly [fits: Fits, format: TextFormat][] = [[looksLikeJson, jsonFormat]];

const textFormat = (head: Uint8Array, fileName: string): TextFormat =>
  TEXT.find(([fits]) => fits(head, fileName))?.[1] ?? csvFormat;

function looksLikeJson(head: Uint8Array, fileName: string): boolean {
  const first = firstCharacter(head);
  if (first === '{') return true;
  // A CSV header may begin with a bracket, a JSON array is followed by a value: here the name decides.
  const named = /\.(json|ndjson|jsonl|geojson)(\.gz)?$/i.test(fileName);
  return named || (first === '[' && !/\.(csv|tsv|txt)(\.gz)?$/i.test(fileName));
}

/** The first character that is no blank, in UTF-8 or UTF-16. */
function firstCharacter(head: Uint8Array): string {
  const bom = head[0] === 0xef && head[1] === 0xbb ? 3 : (head[0]! ^ head[1]!) === 1 && head[0]! >= 0xfe ? 2 : 0;
  const byte = head.subarray(bom).find((value) => value > 32);
  return byte === undefined ? '' : String.fromCharCode(byte);
}

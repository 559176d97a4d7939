import { AppError } from '../../core/errors.ts';
import type { FileLike } from '../source/blob-source.ts';
import { BlobSource } from '../source/blob-source.ts';
import { GzipSource } from '../source/gzip-source.ts';
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
  ['PARE', 'an encrypted Parquet file'],
  ['PK\u0003\u0004', 'a ZIP archive or a workbook (XLSX)'],
  ['\u00d0\u00cf\u0011\u00e0', 'an Office 97 document (XLS)'],
  ['%PDF', 'PDF'],
  ['\u0089PNG', 'an image (PNG)'],
  ['\u00ff\u00d8\u00ff', 'an image (JPEG)'],
  ['GIF8', 'an image (GIF)'],
  ['BZh', 'a bzip2 archive'],
  ['\u00fd7zXZ', 'an xz archive'],
  ['7z\u00bc\u00af', 'a 7-Zip archive'],
  ['(\u00b5/\u00fd', 'a Zstandard archive'],
  ['SQLite format 3', 'an SQLite database'],
  ['ARROW1', 'an Arrow file'],
  ['Obj\u0001', 'an Avro file'],
];

const MAGIC_BYTES = 16;
const SNIFFED_BYTES = 4096;

/** Tells a file's format by its content first, by its name second. */
export async function detectFormat(file: FileLike): Promise<Detected> {
  const head = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const inner = packed ? await firstBytes(new GzipSource(new BlobSource(file, SNIFFED_BYTES), file.name)) : head;
  const magic = String.fromCharCode(...inner.subarray(0, MAGIC_BYTES));
  const binary = packed ? undefined : BINARY.find(([start]) => magic.startsWith(start));
  if (binary) return { kind: 'binary', format: binary[1] };
  const unsupported = UNSUPPORTED.find(([start]) => magic.startsWith(start));
  if (unsupported) throw new AppError('import.unsupported-format', { file: file.name, format: unsupported[1] });
  return { kind: 'text', format: textFormat(inner, file.name), packed };
}

async function firstBytes(source: GzipSource): Promise<Uint8Array> {
  for await (const chunk of source.chunks()) return chunk;
  return new Uint8Array(0);
}

function textFormat(head: Uint8Array, fileName: string): TextFormat {
  const first = firstCharacter(head);
  if (first === '{') return jsonFormat;
  // A CSV header may begin with a bracket, a JSON array is followed by a value: here the name decides.
  const named = /\.(json|ndjson|jsonl|geojson)(\.gz)?$/i.test(fileName);
  return named || (first === '[' && !/\.(csv|tsv|txt)(\.gz)?$/i.test(fileName)) ? jsonFormat : csvFormat;
}

/** The first character that is no blank, in UTF-8 or UTF-16. */
function firstCharacter(head: Uint8Array): string {
  const bom = head[0] === 0xef && head[1] === 0xbb ? 3 : (head[0]! ^ head[1]!) === 1 && head[0]! >= 0xfe ? 2 : 0;
  const byte = head.subarray(bom).find((value) => value > 32);
  return byte === undefined ? '' : String.fromCharCode(byte);
}

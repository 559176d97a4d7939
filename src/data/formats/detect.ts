import { AppError } from '../../core/errors.ts';
import type { ImportOptions, Preview } from '../../contract/import.ts';
import type { FileLike } from '../source/blob-source.ts';
import { encodingOfHead } from '../source/encoding.ts';
import type { Unpacked } from '../source/unpack.ts';
import { SNIFFED_BYTES } from '../source/unpack.ts';
import { importArrow, previewArrow } from './arrow/read.ts';
import { accessLogFormat, looksLikeAccessLog } from './access-log/index.ts';
import { csvFormat } from './csv/index.ts';
import { fixedWidthFormat, looksLikeFixedWidth } from './fixed-width/index.ts';
import { jsonFormat } from './json/index.ts';
import { importParquet, previewParquet } from './parquet/read.ts';
import type { TextFormat } from './text-format.ts';
import { looksLikeXml, xesFormat } from './xes/index.ts';
import { importWorkbook, previewWorkbook } from './workbook/read.ts';

/** Formats of their own bytes, which bring their own types. */
export interface BinaryFormat {
  read: typeof importParquet;
  /** At most `most` rows. */
  preview(file: FileLike, most: number, options: ImportOptions): Promise<Preview>;
}

export type Detected = { kind: 'text'; format: TextFormat } | { kind: 'binary'; format: BinaryFormat };

/** Formats told by the bytes they begin with. A new binary format is a line here and a folder beside. */
const BINARY: readonly [magic: string, format: BinaryFormat][] = [
  ['PK\u0003\u0004', { read: importWorkbook, preview: previewWorkbook }],
  ['\u00d0\u00cf\u0011\u00e0', { read: importWorkbook, preview: previewWorkbook }],
  ['PAR1', { read: importParquet, preview: previewParquet }],
  ['ARROW1', { read: importArrow, preview: previewArrow }],
  ['\u00ff\u00ff\u00ff\u00ff', { read: importArrow, preview: previewArrow }],
];

/** What people drop that can't be read, and how it begins. */
const UNSUPPORTED: readonly [magic: string, name: string][] = [
  ['PARE', 'Parquet (encrypted)'],
  ['%PDF', 'PDF'],
  ['\u0089PNG', 'PNG'],
  ['\u00ff\u00d8\u00ff', 'JPEG'],
  ['GIF8', 'GIF'],
  ['BZh', 'bzip2'],
  ['\u00fd7zXZ', 'xz'],
  ['7z\u00bc\u00af', '7-Zip'],
  ['SQLite format 3', 'SQLite'],
  ['FEA1', 'Feather V1'],
  ['Obj\u0001', 'Avro'],
  ['\u001f\u008b', 'gzip in an archive of its own'],
  ['(\u00b5/\u00fd', 'Zstandard in an archive of its own'],
  ['Rar!', 'RAR'],
  // Web tools hand out tables of HTML under the name of XLS.
  ...['<html', '<HTML', '<!DOCTYPE html', '<!doctype html', '<table', '<TABLE'].map((tag): [string, string] => [
    tag,
    'HTML',
  ]),
];

/** Where a tar archive says what it is. */
const TAR_AT = 257;
/** From this share of control characters on, bytes are no text in any encoding. */
const BINARY_SHARE = 0.1;
/** Control characters that separate the fields of text, where there are no others: Hive's, and ASCII's for records and units. */
const SEPARATORS = [0x01, 0x02, 0x1e, 0x1f];

/**
 * Tells a format by its content first, by its name second; `import.unsupported-format` for what is none of ours. Who names an
 * encoding says that it is text.
 */
export function detectFormat({ head, name }: Unpacked, { encoding }: ImportOptions = {}): Detected {
  const binary = BINARY.find(([magic]) => startsWith(head, magic));
  if (binary) return { kind: 'binary', format: binary[1] };
  const format = knownUnsupported(head) ?? (encoding === undefined && looksBinary(head) ? 'binary' : undefined);
  if (format) throw new AppError('import.unsupported-format', { file: name, format });
  return { kind: 'text', format: textFormat(head, name) };
}

const startsWith = (bytes: Uint8Array, magic: string, at = 0): boolean =>
  [...magic].every((char, index) => bytes[at + index] === char.charCodeAt(0));

const knownUnsupported = (head: Uint8Array): string | undefined =>
  UNSUPPORTED.find(([magic]) => startsWith(head, magic))?.[1] ??
  (startsWith(head, 'ustar', TAR_AT) ? 'tar' : undefined);

function looksBinary(bytes: Uint8Array): boolean {
  if (encodingOfHead(bytes) !== undefined) return false;
  const head = bytes.subarray(0, SNIFFED_BYTES);
  const controls = head.filter((byte) => byte < 32 && (byte < 9 || byte > 13));
  return controls.length > head.length * BINARY_SHARE && !controls.every((byte) => SEPARATORS.includes(byte));
}

/** True where a text's head looks like the format. A new text format is a line here and a folder beside. */
type Fits = (head: Uint8Array, fileName: string) => boolean;

/** In this order; what fits none is delimited text. */
const TEXT: readonly [fits: Fits, format: TextFormat][] = [
  [looksLikeXml, xesFormat],
  [looksLikeJson, jsonFormat],
  [looksLikeAccessLog, accessLogFormat],
  [looksLikeFixedWidth, fixedWidthFormat],
];

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

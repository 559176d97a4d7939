import { AppError } from '../../core/errors.ts';

/** Turns text into bytes; throws `export.unencodable`, naming the first character that the encoding lacks. */
export type Encode = (text: string) => Uint8Array<ArrayBuffer>;

/** The encodings that tables can be written in, by the names of the platform. */
export const WRITTEN_ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'gbk',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-15',
  'koi8-r',
  'macintosh',
] as const;

export type WrittenEncoding = (typeof WRITTEN_ENCODINGS)[number];

/** The byte order mark, for readers that need one. */
export const BOM = '\ufeff';

export function encoderOf(encoding: WrittenEncoding): Encode {
  if (encoding === 'utf-8') {
    const encoder = new TextEncoder();
    return (text) => encoder.encode(text);
  }
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return (text) => utf16(text, encoding === 'utf-16le');
  const codes = codesOf(encoding);
  return (text) => encodeBy(codes, text, encoding);
}

function utf16(text: string, little: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
  return bytes;
}

type Codes = ReadonlyMap<string, readonly number[]>;

const tables = new Map<WrittenEncoding, Codes>();

/** The platform only decodes these encodings: what each sequence of bytes decodes to is turned round. */
function codesOf(encoding: WrittenEncoding): Codes {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding, { fatal: true });
  const codes = new Map<string, readonly number[]>();
  for (const sequence of sequencesOf(encoding)) {
    const character = decodeOne(decoder, sequence);
    if (character !== undefined && !codes.has(character)) codes.set(character, sequence);
  }
  tables.set(encoding, codes);
  return codes;
}

/** The character of a sequence; undefined where it is none, or more than one. */
function decodeOne(decoder: TextDecoder, sequence: readonly number[]): string | undefined {
  try {
    const text = decoder.decode(Uint8Array.from(sequence));
    return [...text].length === 1 ? text : undefined;
  } catch {
    return undefined;
  }
}

function* sequencesOf(encoding: WrittenEncoding): Generator<readonly number[]> {
  // The platform takes 0x80 for a euro sign in Chinese text too, which has two bytes of its own for it.
  const singles = Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => byte !== 0x80 || !/^gb/.test(encoding),
  );
  for (const byte of singles) yield [byte];
  if (/^(windows|iso|koi8|macintosh)/.test(encoding)) return;
  yield* pairs([]);
  if (encoding === 'euc-jp') yield* pairs([0x8f]);
  if (encoding === 'gb18030') yield* fours();
}

function* pairs(prefix: readonly number[]): Generator<readonly number[]> {
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) yield [...prefix, lead, trail];
}

/** GB 18030's sequences of four bytes for the basic plane. */
function* fours(): Generator<readonly number[]> {
  for (let a = 0x81; a <= 0x84; a++)
    for (let b = 0x30; b <= 0x39; b++)
      for (let c = 0x81; c <= 0xfe; c++) for (let d = 0x30; d <= 0x39; d++) yield [a, b, c, d];
}

function encodeBy(codes: Codes, text: string, encoding: WrittenEncoding): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const character of text) {
    const code = codes.get(character) ?? (encoding === 'gb18030' ? beyondBasicPlane(character) : undefined);
    if (!code) throw new AppError('export.unencodable', { character, encoding });
    for (const byte of code) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** Above the basic plane GB 18030 counts on linearly from 90 30 81 30. */
function beyondBasicPlane(character: string): readonly number[] | undefined {
  const point = character.codePointAt(0)!;
  if (point < 0x10000) return undefined;
  const index = point - 0x10000;
  return [
    0x90 + Math.floor(index / 12600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  ];
}

import { AppError } from '../../../core/errors.ts';
import { Iso2022KrDecoder, JohabDecoder } from './korean.ts';
import { hasTable, SingleByteDecoder } from './single-byte.ts';
import { Utf32Decoder } from './utf32.ts';

/** What is used of a `TextDecoder`, and what those of our own have too. */
export interface StreamDecoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

const UTF_32 = ['utf-32le', 'utf-32be'];
const KOREAN = ['johab', 'iso-2022-kr'];

/** Other names of the encodings that are read by our own decoders. */
const ALIASES: Record<string, string> = {
  'utf-32': 'utf-32le',
  utf32: 'utf-32le',
  'utf-32-le': 'utf-32le',
  'utf-32-be': 'utf-32be',
  437: 'cp437',
  ibm437: 'cp437',
  850: 'cp850',
  ibm850: 'cp850',
  852: 'cp852',
  ibm852: 'cp852',
  855: 'cp855',
  ibm855: 'cp855',
  cp936: 'gbk',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  cp932: 'shift_jis',
  cp1252: 'windows-1252',
  macroman: 'macintosh',
  'mac-roman': 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
  'mac-cyrillic': 'x-mac-cyrillic',
};

/** Encodings that exist and that nothing here can read. */
const UNSUPPORTED: Record<string, string> = {
  'euc-tw': 'EUC-TW',
  'iso-2022-cn': 'ISO-2022-CN',
  'hz-gb-2312': 'HZ-GB-2312',
  'utf-7': 'UTF-7',
};

/** The one name of an encoding that all parts use; `import.unknown-encoding` or `import.unsupported-encoding` where there is none. */
export function canonicalEncoding(label: string): string {
  const plain = label.trim().toLowerCase();
  const unsupported = UNSUPPORTED[plain];
  if (unsupported) throw new AppError('import.unsupported-encoding', { encoding: unsupported });
  const name = ALIASES[plain] ?? plain;
  if (UTF_32.includes(name) || KOREAN.includes(name) || hasTable(name)) return name;
  try {
    return new TextDecoder(name).encoding;
  } catch (cause) {
    throw new AppError('import.unknown-encoding', { encoding: label }, { cause });
  }
}

/** Node 20 reads windows-1252 as ISO-8859-1, and so loses the dashes and the quotes that curl. */
const readsWindows1252 = new TextDecoder('windows-1252').decode(Uint8Array.of(0x92)) === '’';

/** A decoder of a canonical encoding; a `fatal` one throws at bytes that it doesn't allow, another writes U+FFFD for them. */
export function decoderOf(encoding: string, fatal: boolean): StreamDecoder {
  if (UTF_32.includes(encoding)) return new Utf32Decoder(encoding === 'utf-32be', fatal);
  if (encoding === 'johab') return new JohabDecoder(fatal);
  if (encoding === 'iso-2022-kr') return new Iso2022KrDecoder(fatal);
  if (hasTable(encoding) && !(encoding === 'windows-1252' && readsWindows1252)) return new SingleByteDecoder(encoding);
  return new TextDecoder(encoding, { fatal });
}

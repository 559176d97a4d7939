import type { Question } from '../../../state/import-options.ts';
import type { TextKey, Texts } from '../../../i18n/texts.ts';

const signNames: Record<string, TextKey> = {
  '\t': 'import.sign.tab',
  ' ': 'import.sign.space',
  ',': 'import.sign.comma',
  ';': 'import.sign.semicolon',
  '|': 'import.sign.bar',
  ':': 'import.sign.colon',
  '"': 'import.sign.quote',
  "'": 'import.sign.apostrophe',
  '': 'import.sign.none',
};

/** A delimiter or quote in words; one without a name as it is. */
export function signName(sign: string, texts: Texts): string {
  const key = signNames[sign];
  return key ? texts.t(key) : sign;
}

const readingWords: Record<string, TextKey> = {
  'date-order dmy': 'import.order.dmy',
  'date-order mdy': 'import.order.mdy',
  'date-order ymd': 'import.order.ymd',
  'decimal .': 'import.decimal.point',
  'decimal ,': 'import.decimal.comma',
};

/** A reading's label in words; names of encodings and sheets as they are. */
export function readingLabel(kind: Question['kind'], label: string, texts: Texts): string {
  const key = readingWords[`${kind} ${label}`];
  if (key) return texts.t(key);
  return kind === 'dialect' ? signName(label, texts) : label;
}

/** What a format is called, as its makers write it. */
const formatNames: Record<string, string> = {
  'access-log': 'Access log',
  arrow: 'Arrow',
  feather: 'Feather',
  parquet: 'Parquet',
};

export const formatName = (format: string): string => formatNames[format] ?? format.toUpperCase();

/** The encodings that files come in, as the browser names them. */
export const encodings: readonly string[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'koi8-r',
  'koi8-u',
  'macintosh',
];

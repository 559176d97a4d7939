import { textOf } from './ascii.ts';
import { CURRENCY_NAMES } from './currencies.ts';
import { MONTH_NAMES, WEEKDAY_NAMES } from './calendar-names.ts';

/** What stands for "no value" in a column that otherwise holds numbers, times or truth values; in any case. */
const NULLS = new Set(
  (
    'na n/a n.a. #n/a null nil none nan \\n - -- --- – — . ? ?? (null) <null> [null] (none) (empty) (blank) <na> nat undefined missing (missing) unknown ' +
    '#value! #div/0! #ref! #name? #num! #null! 无 空 缺失 未知 暂无 不详 不适用 空值 缺失值 没有数据 暂无数据 无数据'
  ).split(' '),
);

/** Words that are truth values wherever they stand. */
const TRUTH = new Map([
  ['true', true],
  ['false', false],
  ['真', true],
  ['假', false],
]);

/** Pairs that are truth values where a column was told to hold some: `yes` and `no` may be names in other columns. */
const TOLD_TRUTH = new Map(
  [
    ['1', '0'],
    ['yes', 'no'],
    ['y', 'n'],
    ['t', 'f'],
    ['on', 'off'],
    ['是', '否'],
    ['对', '错'],
    ['真', '假'],
    ['true', 'false'],
  ].flatMap(([yes, no]) => [[yes!, true] as const, [no!, false] as const]),
);

/** The truth value that a text stands for in a column told to hold some; undefined where it is none. */
export const toldTruth = (text: string): boolean | undefined => TOLD_TRUTH.get(text.trim().toLowerCase());

export type Word = 'null' | 'true' | 'false' | undefined;

/** What bytes [start, end) spell, if they are a word that stands for no value or for a truth value. */
export function readWord(bytes: Uint8Array, start: number, end: number): Word {
  if (end - start > LONGEST_WORD || WORD_LOOKS[lookOf(bytes, start, end)] === 0) return undefined;
  const text = textOf(bytes, start, end).toLowerCase();
  if (NULLS.has(text)) return 'null';
  const truth = TRUTH.get(text);
  return truth === undefined ? undefined : truth ? 'true' : 'false';
}

const LONGEST_WORD = 15;

/** First character, last character and length in fourteen bits: spares nearly all texts the making of a string. */
const lookOf = (bytes: Uint8Array, start: number, end: number): number =>
  (bytes[start]! & 31) | ((bytes[end - 1]! & 31) << 5) | (((end - start) & 15) << 10);

const encoder = new TextEncoder();
const WORD_LOOKS = new Uint8Array(1 << 14);
for (const word of [...NULLS, ...TRUTH.keys()]) {
  const bytes = encoder.encode(word);
  WORD_LOOKS[lookOf(bytes, 0, bytes.length)] = 1;
}

/** The first three bytes in fifteen bits, upper and lower case alike. */
const beginningOf = (bytes: Uint8Array, start: number): number =>
  (bytes[start]! & 31) | ((bytes[start + 1]! & 31) << 5) | ((bytes[start + 2]! & 31) << 10);

const BEGINNINGS = new Uint8Array(1 << 15);
// A short name of a currency is followed by a digit, a blank, a sign or a bracket.
const BEGINNING_WORDS = [...MONTH_NAMES, ...WEEKDAY_NAMES, ...CURRENCY_NAMES, '\u3000'].flatMap((word) =>
  encoder.encode(word).length >= 3 ? [word] : [...'0123456789 -+(.'].map((next) => `${word}${next}0`),
);
for (const word of BEGINNING_WORDS) BEGINNINGS[beginningOf(encoder.encode(word), 0)] = 1;

/** The first two characters of all of these: small enough to stay in the processor's nearest cache. */
const PAIRS = new Uint8Array(1 << 10);
const pairOf = (bytes: Uint8Array, start: number): number => (bytes[start]! & 31) | ((bytes[start + 1]! & 31) << 5);
for (const word of [...NULLS, ...TRUTH.keys(), ...BEGINNING_WORDS]) {
  const bytes = encoder.encode(word);
  if (bytes.length > 1) PAIRS[pairOf(bytes, 0)] = 1;
}

const Look = { text: 0, typed: 1, word: 2 } as const;
const FIRST = new Uint8Array(256);
for (const char of "0123456789+-.,( \t'$#?<[\\") FIRST[char.charCodeAt(0)] = Look.typed;
// Lead bytes of signs such as £, €, − and of full-width characters.
for (const lead of [0xc2, 0xe2, 0xef]) FIRST[lead] = Look.typed;
// Letters, and lead bytes of Chinese.
for (let letter = 65; letter <= 90; letter++) FIRST[letter] = FIRST[letter + 32] = Look.word;
for (let lead = 0xe3; lead <= 0xe9; lead++) FIRST[lead] = Look.word;

/** False for texts that can only be text: the quick look that spares most of them `classify`. */
export function mayBeTyped(bytes: Uint8Array, start: number, end: number): boolean {
  const look = FIRST[bytes[start]!]!;
  if (look !== Look.word) return look === Look.typed;
  if (end - start > 1 && PAIRS[pairOf(bytes, start)] === 0) return false;
  if (end - start <= LONGEST_WORD && WORD_LOOKS[lookOf(bytes, start, end)] === 1) return true;
  return end - start > 3 && BEGINNINGS[beginningOf(bytes, start)] === 1;
}

import { textOf } from './ascii.ts';
import { readNumber } from './number.ts';
import { readTime } from './time.ts';
import type { Value } from './value.ts';
import { Kind } from './value.ts';

/** What stands for "no value" in a column that otherwise holds numbers, times or truth values. */
const NULL_SPELLINGS = new Set(['NA', 'N/A', 'n/a', '#N/A', 'null', 'NULL', 'Null', 'NaN', 'nan', 'None', '\\N', '-']);
const LONGEST_SPELLING = 5;

/** By first byte, whether a text could be anything but plain text: digits, signs, blanks, and how null and truth spellings begin. */
const MAY_BE_TYPED = new Uint8Array(256);
for (const char of '0123456789+-. \t\u00a0tTfFNn\\#') MAY_BE_TYPED[char.charCodeAt(0)] = 1;

/** False for texts that can only be text: the quick look that spares most of them `classify`. */
export const mayBeTyped = (firstByte: number): boolean => MAY_BE_TYPED[firstByte] === 1;

/** Says what bytes [start, end) could be, and puts what was read into `value`. */
export function classify(bytes: Uint8Array, start: number, end: number, value: Value): Kind {
  let from = start;
  let to = end;
  while (from < to && bytes[from]! <= 32) from++;
  while (to > from && bytes[to - 1]! <= 32) to--;
  value.altered = from !== start || to !== end;
  if (from === to) {
    value.altered = true;
    return Kind.blank;
  }
  const first = bytes[from]!;
  if (!mayBeTyped(first)) return Kind.other;
  if (to - from <= LONGEST_SPELLING) {
    const kind = word(textOf(bytes, from, to), value);
    if (kind !== Kind.other) return kind;
  }
  if ((first - 48) >>> 0 > 9 && first !== 43 && first !== 45 && first !== 46) return Kind.other;
  const number = readNumber(bytes, from, to, value);
  return number === Kind.other ? readTime(bytes, from, to, value) : number;
}

function word(text: string, value: Value): Kind {
  if (NULL_SPELLINGS.has(text)) {
    value.altered = true;
    return Kind.blank;
  }
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false') return Kind.other;
  value.truth = lower === 'true';
  return Kind.boolean;
}

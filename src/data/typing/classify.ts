import { Changed } from './changes.ts';
import { fold } from './fold.ts';
import { scanNumber } from './number-forms.ts';
import { readNumber } from './number.ts';
import { readCompact, readTime } from './time.ts';
import type { Value } from './value.ts';
import { Kind } from './value.ts';
import { mayBeTyped, readWord } from './words.ts';

/**
 * Says what bytes [start, end) could be, and puts what was read into `value`. `timeNamed`: the column's name or type says
 * that its values are times, so that whole numbers may be dates.
 */
export function classify(bytes: Uint8Array, start: number, end: number, value: Value, timeNamed = false): Kind {
  let from = start;
  let to = end;
  while (from < to && bytes[from]! <= 32) from++;
  while (to > from && bytes[to - 1]! <= 32) to--;
  if (from === to) return blank(value, Changed.blank);
  value.changes = from !== start || to !== end ? Changed.trimmed : 0;
  if (!mayBeTyped(bytes, from, to)) return Kind.other;
  const word = readWord(bytes, from, to);
  if (word === 'null') return blank(value, Changed.nullSpelling);
  if (word) {
    value.truth = word === 'true';
    if (bytes[from]! > 127) value.changes |= Changed.booleanWord;
    return Kind.boolean;
  }
  const number = mayBePlain(bytes[from]!) ? readNumber(bytes, from, to, value) : Kind.other;
  if (number !== Kind.other) {
    return timeNamed && number === Kind.integer && isDigit(bytes[from]!) ? readCompact(to - from, value) : number;
  }
  return readForms(bytes, from, to, value);
}

function blank(value: Value, change: number): Kind {
  value.changes = change;
  return Kind.blank;
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const mayBePlain = (first: number): boolean => isDigit(first) || first === 43 || first === 45 || first === 46;

/** Numbers, dates and times as people write them. */
function readForms(bytes: Uint8Array, from: number, to: number, value: Value): Kind {
  const changes = value.changes;
  const length = fold(bytes, from, to, value);
  if (length === 0) return blank(value, Changed.blank);
  if (length < 0) return Kind.other;
  const folding = value.changes;
  const time = readTime(value);
  if (time !== Kind.other) return time;
  value.changes = folding;
  const number = scanNumber(length, value);
  if (number === Kind.other) value.changes = changes;
  return number;
}

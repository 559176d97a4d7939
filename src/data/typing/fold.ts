import { Changed } from './changes.ts';
import type { Value } from './value.ts';

/** No number, date or time as people write them is longer, in bytes. */
const LONGEST = 72;

/** The text under examination in folded characters, ended by a zero: read it before the next call of `fold`. */
export const folded = new Uint16Array(LONGEST + 2);

const MINUS_SIGN = 0x2212;
/** Characters that are written in several ways, and the one that stands for all of them. */
const SAME = new Map<number, number>([
  ...[0x9, 0xa0, 0x2007, 0x2008, 0x2009, 0x200a, 0x202f, 0x3000].map((space) => [space, 32] as const),
  ...[0x2018, 0x2019, 0x2bc].map((apostrophe) => [apostrophe, 39] as const),
  [MINUS_SIGN, 45],
  [0xffe5, 0xa5],
  [0xffe1, 0xa3],
]);
const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
const FULL_WIDTH_SHIFT = 0xfee0;

/**
 * Puts bytes [start, end) into `folded`: full-width characters as their usual ones, all blanks as spaces, none at either end.
 * The number of characters; 0 where only blanks are left, -1 where the text is too long or no UTF-8 of the basic plane.
 */
export function fold(bytes: Uint8Array, start: number, end: number, value: Value): number {
  if (end - start > LONGEST) return -1;
  let length = 0;
  for (let i = start; i < end;) {
    const byte = bytes[i]!;
    let unit = byte;
    if (byte < 128) i++;
    else if (byte < 0xe0) {
      unit = ((byte & 31) << 6) | (bytes[i + 1]! & 63);
      i += 2;
    } else if (byte < 0xf0) {
      unit = ((byte & 15) << 12) | ((bytes[i + 1]! & 63) << 6) | (bytes[i + 2]! & 63);
      i += 3;
    } else return -1;
    if (unit < 32 || unit > 127) unit = foldUnit(unit, value);
    if (unit !== 32 || length > 0) folded[length++] = unit;
    else value.changes |= Changed.trimmed;
  }
  while (length > 0 && folded[length - 1] === 32) {
    length--;
    value.changes |= Changed.trimmed;
  }
  folded[length] = 0;
  return length;
}

function foldUnit(unit: number, value: Value): number {
  if (unit >= FULL_WIDTH_FIRST && unit <= FULL_WIDTH_LAST) {
    value.changes |= Changed.fullWidth;
    return unit - FULL_WIDTH_SHIFT;
  }
  if (unit === MINUS_SIGN) value.changes |= Changed.sign;
  return SAME.get(unit) ?? unit;
}

export const isDigitUnit = (unit: number): boolean => unit >= 48 && unit <= 57;

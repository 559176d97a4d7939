import { folded, isDigitUnit } from './fold.ts';

/** Where the readers of dates and times are in the `folded` text: a position returned by each would be garbage by the million. */
export const cursor = { at: 0 };

/** The character under the cursor; 0 behind the last one. */
export const peek = (): number => folded[cursor.at]!;

/** Moves over one character if it is this one. */
export function skip(unit: number): boolean {
  if (folded[cursor.at] !== unit) return false;
  cursor.at++;
  return true;
}

export function skipSpaces(): void {
  while (folded[cursor.at] === 32) cursor.at++;
}

/** A number of at most so many digits; -1 where there is none. */
export function readDigits(most: number): number {
  const from = cursor.at;
  let number = 0;
  while (cursor.at - from < most && isDigitUnit(peek())) number = number * 10 + (folded[cursor.at++]! - 48);
  return cursor.at === from ? -1 : number;
}

/** A number of exactly so many digits; -1 where there are fewer. */
export function readExactDigits(count: number): number {
  const from = cursor.at;
  const number = readDigits(count);
  return cursor.at - from === count ? number : -1;
}

export const isLetterUnit = (unit: number): boolean => (unit | 32) >= 97 && (unit | 32) <= 122 && unit >= 65;

/** The ASCII letters from here on, in lower case; no word of use has more than ten. */
export function readLetters(): string {
  let word = '';
  while (isLetterUnit(peek()) && word.length < 10) word += String.fromCharCode(folded[cursor.at++]! | 32);
  return word;
}

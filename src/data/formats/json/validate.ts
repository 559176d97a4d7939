import { AppError } from '../../../core/errors.ts';

/** The value isn't JSON. */
export const INVALID = -1;
/** The bytes end before the value does. */
export const INCOMPLETE = -2;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;

/** What may come next inside an array or object. */
const Expect = { value: 0, firstValue: 1, key: 2, firstKey: 3, separator: 4 } as const;
type Expect = (typeof Expect)[keyof typeof Expect];

/** Deeper than this no table nests; JSON that does is built to exhaust its readers. */
export const MOST_DEPTH = 1024;

/** The brackets that are open; one list for all calls, since there is one call for each record. */
const open = new Uint8Array(MOST_DEPTH);

/** The value nests deeper than `MOST_DEPTH`. */
class TooDeep extends Error {}

/** Turns the discovery of too deep a value into its coded error. */
export function refuseDeep<T>(file: string, line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    throw new AppError('import.json-too-deep', { file, line, most: MOST_DEPTH });
  }
}

/** The position after blanks. */
export function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && (bytes[i] === 32 || bytes[i] === 10 || bytes[i] === 13 || bytes[i] === 9)) i++;
  return i;
}

/**
 * The end of the JSON value (RFC 8259) that begins at `start`, or INVALID, or INCOMPLETE where it reaches `end` and more may come
 * (`final` says that nothing will). No recursion; throws where it nests too deeply.
 */
export function endOfValue(bytes: Uint8Array, start: number, end: number, final: boolean): number {
  let depth = 0;
  let expect: Expect = Expect.value;
  let i = start;
  for (;;) {
    i = skipBlanks(bytes, i, end);
    if (i >= end) return final ? INVALID : INCOMPLETE;
    const byte = bytes[i]!;
    const inside = depth > 0 ? open[depth - 1] : 0;
    if (expect === Expect.separator) {
      if (byte === 44) expect = inside === OPEN_OBJECT ? Expect.key : Expect.value;
      else if (!closes(byte, inside)) return INVALID;
      else depth--;
      i++;
    } else if (closes(byte, inside) && (expect === Expect.firstKey || expect === Expect.firstValue)) {
      depth--;
      expect = Expect.separator;
      i++;
    } else if (expect === Expect.key || expect === Expect.firstKey) {
      if (byte !== QUOTE) return INVALID;
      i = endOfString(bytes, i + 1, end, final);
      if (i < 0) return i;
      i = skipBlanks(bytes, i, end);
      if (i >= end) return final ? INVALID : INCOMPLETE;
      if (bytes[i++] !== 58) return INVALID;
      expect = Expect.value;
      continue;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === open.length) throw new TooDeep();
      open[depth++] = byte;
      expect = byte === OPEN_OBJECT ? Expect.firstKey : Expect.firstValue;
      i++;
      continue;
    } else {
      i = endOfScalar(bytes, i, end, final);
      if (i < 0) return i;
      expect = Expect.separator;
    }
    if (depth === 0) return i;
  }
}

const closes = (byte: number, open: number | undefined): boolean =>
  (byte === CLOSE_OBJECT && open === OPEN_OBJECT) || (byte === CLOSE_ARRAY && open === OPEN_ARRAY);

function endOfScalar(bytes: Uint8Array, start: number, end: number, final: boolean): number {
  const byte = bytes[start]!;
  if (byte === QUOTE) return endOfString(bytes, start + 1, end, final);
  if (byte === 116) return endOfWord(bytes, start, end, final, 'true');
  if (byte === 102) return endOfWord(bytes, start, end, final, 'false');
  if (byte === 110) return endOfWord(bytes, start, end, final, 'null');
  return endOfNumber(bytes, start, end, final);
}

function endOfWord(bytes: Uint8Array, start: number, end: number, final: boolean, word: string): number {
  for (let i = 0; i < word.length; i++) {
    if (start + i >= end) return final ? INVALID : INCOMPLETE;
    if (bytes[start + i] !== word.charCodeAt(i)) return INVALID;
  }
  return start + word.length;
}

/** The position after the closing quote of a string whose text begins at `start`. */
function endOfString(bytes: Uint8Array, start: number, end: number, final: boolean): number {
  let i = start;
  while (i < end) {
    const byte = bytes[i]!;
    if (byte === QUOTE) return i + 1;
    if (byte < 32) return INVALID;
    if (byte !== BACKSLASH) {
      i++;
      continue;
    }
    if (i + 1 >= end) break;
    const escaped = bytes[i + 1]!;
    if (escaped === 117) {
      for (let digit = 2; digit < 6; digit++) {
        if (i + digit >= end) return final ? INVALID : INCOMPLETE;
        if (!isHex(bytes[i + digit]!)) return INVALID;
      }
      i += 6;
    } else if (ESCAPES.has(escaped)) i += 2;
    else return INVALID;
  }
  return final ? INVALID : INCOMPLETE;
}

const ESCAPES = new Set([...'"\\/bfnrt'].map((char) => char.charCodeAt(0)));
const isDigit = (byte: number | undefined): boolean => byte! >= 48 && byte! <= 57;
const isHex = (byte: number): boolean => isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);

function endOfNumber(bytes: Uint8Array, start: number, end: number, final: boolean): number {
  let i = start;
  const ran = (): number => (final ? INVALID : INCOMPLETE);
  if (bytes[i] === 45) i++;
  if (i >= end) return ran();
  if (bytes[i] === 48) i++;
  else if (isDigit(bytes[i])) while (i < end && isDigit(bytes[i])) i++;
  else return INVALID;
  if (i < end && bytes[i] === 46) {
    const from = ++i;
    while (i < end && isDigit(bytes[i])) i++;
    if (i === from) return i >= end ? ran() : INVALID;
  }
  if (i < end && (bytes[i]! | 32) === 101) {
    i++;
    if (i < end && (bytes[i] === 43 || bytes[i] === 45)) i++;
    const from = i;
    while (i < end && isDigit(bytes[i])) i++;
    if (i === from) return i >= end ? ran() : INVALID;
  }
  // At the very end of the bytes so far, more digits may be on their way.
  return i >= end && !final ? INCOMPLETE : i;
}

import { Changed } from './changes.ts';
import { currencyOf } from './currencies.ts';
import { folded, isDigitUnit } from './fold.ts';
import { readNumber } from './number.ts';
import type { DecimalSign, Value } from './value.ts';
import { Kind } from './value.ts';

const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const OPEN = 40;
const CLOSE = 41;
const PERCENT = 37;
const APOSTROPHE = 39;
const TEN_THOUSAND = 0x4e07; // 万
const HUNDRED_MILLION = 0x4ebf; // 亿

const MOST_DIGITS = 40;
const MOST_SEPARATORS = 14;
/** No currency is named in more characters. */
const LONGEST_CURRENCY = 4;

/** The number scanned last: its digits without anything between them, and what stood between and around them. */
const digits = new Uint8Array(MOST_DIGITS);
let digitCount = 0;
const separators = new Uint8Array(MOST_SEPARATORS);
/** How many digits come before each separator. */
const separatorAt = new Uint8Array(MOST_SEPARATORS);
let separatorCount = 0;
let exponentStart = 0;
let exponentEnd = 0;
let sign = 0;
let open = false;
/** Powers of ten by which a word or a percent sign multiplies. */
let scale = 0;
let currency = '';
let dressing = 0;
let at = 0;

/** The digits before the fraction when read with this decimal sign, or -1 where that is no way to read it. */
function wholeDigits(decimal: number): number {
  let groups = separatorCount;
  let whole = digitCount;
  if (groups > 0 && separators[groups - 1] === decimal) whole = separatorAt[--groups]!;
  if (groups === 0) return whole;
  if (exponentStart < exponentEnd) return -1;
  return areGroups(decimal, groups, whole) ? whole : -1;
}

/** True where the first separators are all of one kind and stand where thousands end, or lakhs and crores (`12,34,567`). */
function areGroups(decimal: number, groups: number, whole: number): boolean {
  const separator = separators[0]!;
  if (separator === decimal || digits[0] === 48) return false;
  const first = separatorAt[0]!;
  if (first < 1 || first > 3) return false;
  let western = true;
  let indian = separator === COMMA && first <= 2;
  for (let group = 0; group < groups; group++) {
    if (separators[group] !== separator) return false;
    const last = group === groups - 1;
    const length = (last ? whole : separatorAt[group + 1]!) - separatorAt[group]!;
    if (length !== 3) western = false;
    if (length !== (last ? 3 : 2)) indian = false;
  }
  return western || indian;
}

/**
 * Reads the `folded` text as a number as people write them: with separators, a currency or a percent sign, 万 or 亿, brackets or a
 * minus behind for negatives. `Kind.other` where it is none; which decimal sign it has is left open (`readForm`).
 */
export function scanNumber(length: number, value: Value): Kind {
  at = 0;
  digitCount = separatorCount = exponentStart = exponentEnd = sign = scale = dressing = 0;
  open = false;
  currency = '';
  if (!scanBefore(length) || !scanDigits(length) || !scanBehind(length)) return Kind.other;
  const point = wholeDigits(POINT);
  const comma = wholeDigits(COMMA);
  if (point < 0 && comma < 0) return Kind.other;
  value.currency = currency;
  value.percent = (dressing & Changed.percent) !== 0;
  return kindOf(point, comma, value);
}

function kindOf(point: number, comma: number, value: Value): Kind {
  const byPoint = point < 0 ? Kind.other : readForm('.', value, true);
  const byComma = comma < 0 ? Kind.other : readForm(',', value, true);
  if (byPoint === Kind.digits || byComma === Kind.digits) return Kind.digits;
  value.wholeByPoint = byPoint === Kind.integer || byPoint === Kind.bigInteger;
  value.wholeByComma = byComma === Kind.integer || byComma === Kind.bigInteger;
  value.big = byPoint === Kind.bigInteger || byComma === Kind.bigInteger;
  if (point < 0) return Kind.commaNumber;
  if (comma < 0) return Kind.pointNumber;
  return point === comma ? Kind.sameNumber : Kind.eitherNumber;
}

/** Signs, a bracket and a currency before the digits. */
function scanBefore(length: number): boolean {
  for (; at < length; at++) {
    const unit = folded[at]!;
    if (isDigitUnit(unit) || unit === POINT || unit === COMMA) return true;
    if (unit === SPACE) continue;
    if (unit === MINUS || unit === PLUS) {
      if (sign !== 0) return false;
      sign = unit;
    } else if (unit === OPEN) {
      if (open) return false;
      open = true;
      dressing |= Changed.sign;
    } else if (!scanCurrency(length)) return false;
  }
  return false;
}

/** Takes the name of a currency that begins here, and stays on its last character. */
function scanCurrency(length: number): boolean {
  if (currency !== '') return false;
  let name = '';
  let end = at;
  while (end < length && isNameUnit(folded[end]!)) {
    if (end - at === LONGEST_CURRENCY) return false;
    name += String.fromCharCode(folded[end++]!);
  }
  const known = name === '' ? undefined : currencyOf(name);
  if (known === undefined) return false;
  // `Rs.500` is an abbreviation and no fraction.
  if (folded[end] === POINT && name === 'Rs') end++;
  currency = known;
  dressing |= Changed.currency;
  at = end - 1;
  return true;
}

/** Letters, currency signs and everything outside ASCII. */
const isNameUnit = (unit: number): boolean =>
  unit === 36 || unit > 127 || ((unit | 32) >= 97 && (unit | 32) <= 122 && unit >= 65);

const isSeparator = (unit: number): boolean =>
  unit === COMMA || unit === POINT || unit === SPACE || unit === APOSTROPHE;

function scanDigits(length: number): boolean {
  for (; at < length; at++) {
    const unit = folded[at]!;
    if (isDigitUnit(unit)) {
      if (digitCount === MOST_DIGITS) return false;
      digits[digitCount++] = unit;
    } else if (isSeparator(unit) && isDigitUnit(folded[at + 1]!)) {
      if (separatorCount === MOST_SEPARATORS) return false;
      separators[separatorCount] = unit;
      separatorAt[separatorCount++] = digitCount;
    } else break;
  }
  if (digitCount > 0) scanExponent();
  return digitCount > 0;
}

function scanExponent(): void {
  if ((folded[at]! | 32) !== 101) return;
  let end = at + 1;
  if (folded[end] === MINUS || folded[end] === PLUS) end++;
  const from = end;
  while (isDigitUnit(folded[end]!)) end++;
  if (end === from || end - from > 3) return;
  exponentStart = at;
  exponentEnd = at = end;
}

/** A scale, a percent sign, a currency, a minus or the closing bracket behind the digits. */
function scanBehind(length: number): boolean {
  for (; at < length; at++) {
    const unit = folded[at]!;
    if (unit === SPACE) continue;
    if (unit === TEN_THOUSAND || unit === HUNDRED_MILLION) {
      if (dressing & Changed.percent) return false;
      scale += unit === TEN_THOUSAND ? 4 : 8;
      dressing |= Changed.scale;
    } else if (unit === PERCENT) {
      if (dressing & (Changed.percent | Changed.currency | Changed.scale)) return false;
      scale = -2;
      dressing |= Changed.percent;
    } else if (unit === MINUS) {
      if (sign !== 0 || open) return false;
      sign = MINUS;
      dressing |= Changed.sign;
    } else if (unit === CLOSE) {
      if (!open || at !== length - 1) return false;
      // A negative in brackets can't have a sign of its own.
      if (sign !== 0) return false;
      sign = MINUS;
      open = false;
    } else if ((dressing & Changed.percent) !== 0 || !scanCurrency(length)) return false;
  }
  return !open;
}

const plain = new Uint8Array(MOST_DIGITS * 2 + 20);

/** Reads the number scanned last with this decimal sign, as the plain number that it stands for; `Kind.other` where it can't be. */
export function readForm(decimal: DecimalSign, value: Value, quietly = false): Kind {
  const sought = decimal === '.' ? POINT : COMMA;
  const whole = wholeDigits(sought);
  if (whole < 0) return Kind.other;
  const before = value.changes;
  const kind = readNumber(plain, 0, writePlain(whole), value);
  value.changes = quietly ? before : before | dressing | separatorChanges(sought) | (sign === PLUS ? Changed.sign : 0);
  return kind;
}

function separatorChanges(decimal: number): number {
  if (separatorCount === 0) return 0;
  const hasFraction = separators[separatorCount - 1] === decimal;
  const grouped = separatorCount > (hasFraction ? 1 : 0);
  return (grouped ? Changed.thousands : 0) | (hasFraction && decimal === COMMA ? Changed.decimalComma : 0);
}

/** Writes sign, digits and exponent with the point where the scale puts it; the length. */
function writePlain(whole: number): number {
  let length = 0;
  if (sign !== 0) plain[length++] = sign;
  let point = whole + scale;
  if (point <= 0) {
    plain[length++] = 48;
    if (digitCount > 0) plain[length++] = POINT;
    for (; point < 0; point++) plain[length++] = 48;
    point = -1;
  }
  // `0.5万` is 5000, not 05000.
  let from = 0;
  if (scale > 0 && whole === 1) while (from < Math.min(point, digitCount) - 1 && digits[from] === 48) from++;
  for (let i = from; i < digitCount; i++) {
    if (i === point) plain[length++] = POINT;
    plain[length++] = digits[i]!;
  }
  for (let i = digitCount; i < point; i++) plain[length++] = 48;
  for (let i = exponentStart; i < exponentEnd; i++) plain[length++] = folded[i]!;
  return length;
}

/**
 * What a text could be. The counts of these over a whole column decide its type (see `decide.ts`):
 * `digits` looks like a number but would lose digits as one (leading zeros, beyond int64, beyond a double's precision).
 *
 * Numbers whose reading hangs on the sign between whole part and fraction: `pointNumber` can only be read with a point
 * (`1,234.5`), `commaNumber` only with a comma (`1.234,5`), `eitherNumber` both ways with different outcomes (`1,234`),
 * `sameNumber` both ways alike (`$5`); `thousandths` looks like a plain decimal, but is whole with its point as a separator (`1.234`).
 *
 * `openDate` is a date whose order of day, month and year is open to a reading; `compactDate` and `compactTime` are whole
 * numbers that are dates in a column named like one; `zoneName` is a time in a zone whose name means different offsets.
 */
export const Kind = {
  other: 0,
  integer: 1,
  bigInteger: 2,
  decimal: 3,
  thousandths: 4,
  pointNumber: 5,
  commaNumber: 6,
  eitherNumber: 7,
  sameNumber: 8,
  date: 9,
  time: 10,
  openDate: 11,
  compactDate: 12,
  compactTime: 13,
  zoneName: 14,
  boolean: 15,
  blank: 16,
  digits: 17,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];
export const KINDS = 18;

/** Whole numbers and decimals as programs write them. */
export const PLAIN_NUMBERS = [Kind.integer, Kind.bigInteger, Kind.decimal, Kind.thousandths] as const;
/** Numbers as people write them: with separators, a currency, a percent sign. */
export const DRESSED_NUMBERS = [Kind.pointNumber, Kind.commaNumber, Kind.eitherNumber, Kind.sameNumber] as const;
/** Whole numbers that can also be read as dates. */
export const COMPACT_TIMES = [Kind.compactDate, Kind.compactTime] as const;

/** True for texts that are numbers in one reading or another. */
export const isNumeric = (kind: Kind): boolean =>
  (kind >= Kind.integer && kind <= Kind.sameNumber) || kind === Kind.digits;

export type DayOrder = 'dmy' | 'mdy' | 'ymd';
export const DAY_ORDERS: readonly DayOrder[] = ['dmy', 'mdy', 'ymd'];

export type DecimalSign = '.' | ',';

/** The value that `classify` read; one object is used again and again, as millions are read. */
export interface Value {
  /** What of the text its stored form will leave out: bits of `changes.ts`. */
  changes: number;
  /** The number, correctly rounded. */
  number: number;
  /** An integer within int64 as its two 32-bit words. */
  isInt64: boolean;
  low: number;
  high: number;
  /** Of a number as people write it: its currency (empty: none), whether it is a percentage, whether it is whole by either sign. */
  currency: string;
  percent: boolean;
  wholeByPoint: boolean;
  wholeByComma: boolean;
  big: boolean;
  /** An open date as written, whether its year has two digits, and the orders in which it exists (bits of DAY_ORDERS). */
  first: number;
  second: number;
  third: number;
  shortYear: boolean;
  orders: number;
  /** Days since 1970 of a date that is certain. */
  days: number;
  /** Seconds into the day, less the zone's offset, and the fraction in microseconds. */
  seconds: number;
  micros: number;
  hasTime: boolean;
  zoned: boolean;
  truth: boolean;
}

export const newValue = (): Value => ({
  changes: 0,
  number: 0,
  isInt64: false,
  low: 0,
  high: 0,
  currency: '',
  percent: false,
  wholeByPoint: false,
  wholeByComma: false,
  big: false,
  first: 0,
  second: 0,
  third: 0,
  shortYear: false,
  orders: 0,
  days: 0,
  seconds: 0,
  micros: 0,
  hasTime: false,
  zoned: false,
  truth: false,
});

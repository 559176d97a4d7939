/**
 * What a text could be. The counts of these over a whole column decide its type (see `decide.ts`):
 * `digits` looks like a number but would lose digits as one (leading zeros, beyond int64, beyond a double's precision);
 * the four slash kinds are dates whose order of day and month is open to a reading.
 */
export const Kind = {
  other: 0,
  integer: 1,
  bigInteger: 2,
  decimal: 3,
  date: 4,
  time: 5,
  dayFirst: 6,
  monthFirst: 7,
  eitherOrder: 8,
  sameEitherWay: 9,
  boolean: 10,
  blank: 11,
  digits: 12,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];
export const KINDS = 13;

/** The value that `classify` read; one object is used again and again, as millions are read. */
export interface Value {
  /** Surrounding blanks were left out, or digits that the type can't hold. */
  altered: boolean;
  /** The number, correctly rounded. */
  number: number;
  /** An integer within int64 as its two 32-bit words. */
  isInt64: boolean;
  low: number;
  high: number;
  /** The parts of a date; with a slash date `first` and `second` are as written. */
  year: number;
  first: number;
  second: number;
  days: number;
  /** Seconds into the day, less the zone's offset, and the fraction in microseconds. */
  seconds: number;
  micros: number;
  hasTime: boolean;
  zoned: boolean;
  truth: boolean;
}

export const newValue = (): Value => ({
  altered: false,
  number: 0,
  isInt64: false,
  low: 0,
  high: 0,
  year: 0,
  first: 0,
  second: 0,
  days: 0,
  seconds: 0,
  micros: 0,
  hasTime: false,
  zoned: false,
  truth: false,
});

import { textOf } from './ascii.ts';
import { fitsOrder, openDays } from './time.ts';
import type { Value } from './value.ts';
import { COMPACT_TIMES, DAY_ORDERS, DRESSED_NUMBERS, Kind, KINDS } from './value.ts';

/** A value that a message can point at. */
export interface Example {
  line: number;
  text: string;
}

const EXAMPLE_BYTES = 80;
/** Different values kept of those that have two readings. */
const OPEN_EXAMPLES = 5;

/** What was seen of one column, whatever it is stored as: how many values of each kind, and the first of each. */
export class Evidence {
  readonly counts = new Float64Array(KINDS);
  readonly examples: (Example | undefined)[] = new Array<Example | undefined>(KINDS).fill(undefined);
  /** Open dates by the orders that they fit; the last one is the year first where the options ask for it. */
  readonly orders = new Float64Array(DAY_ORDERS.length + 1);
  /** Open dates that are different days in different orders. */
  openDays = 0;
  /** Open dates with a time of day; times with a zone; years of two digits. */
  openTimes = 0;
  zoned = 0;
  shortYears = 0;
  /** Numbers as people write them: how many aren't whole by either decimal sign, are beyond a double, are percentages, have a currency. */
  fractionsByPoint = 0;
  fractionsByComma = 0;
  bigs = 0;
  percents = 0;
  readonly currencies = new Map<string, number>();
  /** An integer of four digits or more, without separators: beside it, the point of `1.234` separates no thousands. */
  longIntegers = false;
  /** Nobody need ask about `1.234`: the file's format writes numbers with a point, or the type was told. */
  plainPoints = false;
  /** The first different values whose readings differ. */
  readonly openTexts = new Set<string>();
  /** JSON: values written as strings or as arrays and objects; they never become numbers. */
  strings = 0;
  nested = 0;

  /** Counts values whose first example doesn't matter: those that fit the column's type. */
  many(kind: Kind, count: number): void {
    this.counts[kind]! += count;
  }

  one(kind: Kind, value: Value, bytes: Uint8Array, start: number, end: number, line: number): void {
    if (this.counts[kind]!++ === 0) this.examples[kind] = exampleOf(bytes, start, end, line);
    let open = kind === Kind.eitherNumber || kind === Kind.thousandths;
    if (kind === Kind.integer) this.longIntegers ||= Math.abs(value.number) >= 1000;
    else if (kind >= Kind.pointNumber && kind <= Kind.sameNumber) this.noteNumber(value);
    else if (kind >= Kind.date && kind <= Kind.zoneName) this.noteTime(value);
    if (kind === Kind.openDate) open = this.noteOrders(value);
    if (open && this.openTexts.size < OPEN_EXAMPLES) {
      this.openTexts.add(textOf(bytes, start, Math.min(end, start + EXAMPLE_BYTES)));
    }
  }

  private noteNumber(value: Value): void {
    if (!value.wholeByPoint) this.fractionsByPoint++;
    if (!value.wholeByComma) this.fractionsByComma++;
    if (value.big) this.bigs++;
    if (value.percent) this.percents++;
    if (value.currency !== '') this.currencies.set(value.currency, (this.currencies.get(value.currency) ?? 0) + 1);
  }

  private noteTime(value: Value): void {
    if (value.zoned) this.zoned++;
    if (value.shortYear) this.shortYears++;
  }

  /** Counts the orders that an open date fits; true where they make it different days. */
  private noteOrders(value: Value): boolean {
    if (value.hasTime) this.openTimes++;
    let day = NaN;
    let open = false;
    for (let index = 0; index < DAY_ORDERS.length; index++) {
      const order = DAY_ORDERS[index]!;
      if (!fitsOrder(value, order, false)) continue;
      this.orders[index]!++;
      const days = openDays(value, order);
      if (days !== day && day === day) open = true;
      day = days;
    }
    if (fitsOrder(value, 'ymd', true)) this.orders[DAY_ORDERS.length]!++;
    if (open) this.openDays++;
    return open;
  }

  /** Values that say something: not absent, not blank. */
  values(): number {
    let sum = 0;
    for (let kind = 0; kind < KINDS; kind++) if (kind !== Kind.blank) sum += this.counts[kind]!;
    return sum;
  }

  count(...kinds: readonly Kind[]): number {
    return kinds.reduce<number>((sum, kind) => sum + this.counts[kind]!, 0);
  }

  /** Numbers whose separator may stand before thousands or before a fraction; `1.234` only where no other value shows what its point is. */
  openNumbers(): number {
    const points = this.count(Kind.thousandths);
    const either = this.count(Kind.eitherNumber);
    if (points === 0 || this.plainPoints || this.longIntegers) return either;
    return this.count(Kind.bigInteger, ...COMPACT_TIMES) === 0 ? either + points : either;
  }

  /** Numbers as people write them. */
  dressed(): number {
    return this.count(...DRESSED_NUMBERS);
  }

  /** The first value of any kind but these. */
  firstOutside(kinds: readonly Kind[]): Example | undefined {
    const fits = (kind: number): boolean => kind === Kind.blank || (kinds as readonly number[]).includes(kind);
    const others = this.examples.filter((example, kind): example is Example => example !== undefined && !fits(kind));
    return others.sort((a, b) => a.line - b.line)[0];
  }
}

export const exampleOf = (bytes: Uint8Array, start: number, end: number, line: number): Example => ({
  line,
  text: textOf(bytes, start, Math.min(end, start + EXAMPLE_BYTES)),
});

import type { ColumnType, ImportOptions } from '../../contract/import.ts';
import type { Evidence } from './evidence.ts';
import type { DayOrder, DecimalSign } from './value.ts';
import { COMPACT_TIMES, DAY_ORDERS, DRESSED_NUMBERS, Kind, PLAIN_NUMBERS } from './value.ts';

/** What the options say where values alone don't tell. */
export type Readings = Pick<ImportOptions, 'dateOrder' | 'decimal'>;

export interface Decision {
  type: ColumnType;
  order?: DayOrder;
  decimal?: DecimalSign;
}

/** The kinds that the types of a family take, when each value must keep its meaning. */
export const NUMBERS = [...PLAIN_NUMBERS, ...DRESSED_NUMBERS, ...COMPACT_TIMES] as const;
export const TIMES = [Kind.date, Kind.time, Kind.openDate, ...COMPACT_TIMES] as const;
export const TRUTHS = [Kind.boolean] as const;

const TEXT: Decision = { type: 'text' };

/** The type that every value of the column fits without loss; text where there is none. */
export function decide(seen: Evidence, options: Readings = {}): Decision {
  const values = seen.values();
  if (values === 0 || seen.nested > 0) return TEXT;
  // A JSON string "12" was written as a string on purpose: only times have no other way to be written.
  if (seen.strings > 0 && seen.strings < values) return TEXT;
  if (seen.count(...TIMES) === values) return decideTime(seen, options);
  if (seen.strings > 0) return TEXT;
  if (seen.count(...TRUTHS) === values) return { type: 'boolean' };
  return seen.count(...NUMBERS) === values ? decideNumber(seen, values, options) : TEXT;
}

function decideTime(seen: Evidence, options: Readings): Decision {
  const type = seen.openTimes + seen.count(Kind.time, Kind.compactTime) > 0 ? 'timestamp' : 'date';
  if (seen.count(Kind.openDate) === 0) return { type };
  const order = dayOrder(seen, options);
  return order ? { type, order } : TEXT;
}

/** The one order that all open dates fit; none where two fit and differ. */
export function dayOrder(seen: Evidence, { dateOrder }: Readings): DayOrder | undefined {
  const dates = seen.count(Kind.openDate);
  if (dateOrder) return seen.orders[askedAt(dateOrder)] === dates ? dateOrder : undefined;
  const fitting = DAY_ORDERS.filter((_, index) => seen.orders[index] === dates);
  return fitting.length === 1 || seen.openDays === 0 ? fitting[0] : undefined;
}

const askedAt = (order: DayOrder): number => (order === 'ymd' ? DAY_ORDERS.length : DAY_ORDERS.indexOf(order));

function decideNumber(seen: Evidence, values: number, options: Readings): Decision {
  if (seen.currencies.size > 1 || (seen.percents > 0 && seen.percents < values)) return TEXT;
  const decimal = decimalSign(seen, options);
  if (!decimal) return TEXT;
  if (isWhole(seen, decimal)) return { type: 'integer', decimal };
  return seen.bigs + seen.count(Kind.bigInteger) === 0 ? { type: 'number', decimal } : TEXT;
}

/** The sign before the fraction with which all numbers can be read; none where both can and the outcomes differ, or neither. */
export function decimalSign(seen: Evidence, { decimal }: Readings): DecimalSign | undefined {
  const byPoint = seen.count(Kind.commaNumber) === 0;
  const byComma = seen.count(Kind.pointNumber, Kind.decimal) === 0;
  if (!byPoint || !byComma) return byPoint ? '.' : byComma ? ',' : undefined;
  return decimal ?? (seen.openNumbers() > 0 ? undefined : '.');
}

/** True where every number is whole when read with this sign. `1.234` and `1,234` are decimals by one and whole by the other. */
function isWhole(seen: Evidence, decimal: DecimalSign): boolean {
  if (decimal === ',') return seen.fractionsByComma === 0;
  return seen.fractionsByPoint + seen.count(Kind.decimal, Kind.thousandths) === 0;
}

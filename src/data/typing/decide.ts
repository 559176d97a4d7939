import type { ColumnType, ImportOptions, Notice } from '../../contract/import.ts';
import type { Evidence } from './evidence.ts';
import { Kind } from './value.ts';

export type DayOrder = 'dmy' | 'mdy';

export interface Decision {
  type: ColumnType;
  order?: DayOrder;
}

const SLASH_KINDS = [Kind.dayFirst, Kind.monthFirst, Kind.eitherOrder, Kind.sameEitherWay] as const;

/** The kinds that a column of a type takes, when each value must keep its meaning. */
const FITTING: readonly [ColumnType, readonly Kind[]][] = [
  ['integer', [Kind.integer, Kind.bigInteger]],
  ['number', [Kind.integer, Kind.decimal]],
  ['date', [Kind.date]],
  ['timestamp', [Kind.date, Kind.time]],
  ['boolean', [Kind.boolean]],
];

/** From this share on, a column that nearly has a type is worth a word. */
const NEARLY = 0.8;

/** The type that every value of the column fits without loss; text where there is none. */
export function decide(seen: Evidence, dateOrder?: ImportOptions['dateOrder']): Decision {
  const values = seen.values();
  if (values === 0 || seen.nested > 0) return { type: 'text' };
  const fitting = FITTING.find(([, kinds]) => seen.count(...kinds) === values);
  if (fitting) return allowedInJson(fitting[0], seen, values) ? { type: fitting[0] } : { type: 'text' };
  if (seen.count(...SLASH_KINDS) !== values) return { type: 'text' };
  const order = dayOrder(seen, dateOrder);
  return order ? { type: seen.slashTimes > 0 ? 'timestamp' : 'date', order } : { type: 'text' };
}

/** A JSON string "12" was written as a string on purpose: only times have no other way to be written. */
function allowedInJson(type: ColumnType, seen: Evidence, values: number): boolean {
  if (seen.strings === 0) return true;
  return (type === 'date' || type === 'timestamp') && seen.strings >= values;
}

function dayOrder(seen: Evidence, dateOrder?: ImportOptions['dateOrder']): DayOrder | undefined {
  const dayFirst = seen.count(Kind.dayFirst);
  const monthFirst = seen.count(Kind.monthFirst);
  if (dateOrder === 'dmy') return monthFirst === 0 ? 'dmy' : undefined;
  if (dateOrder === 'mdy') return dayFirst === 0 ? 'mdy' : undefined;
  if (dateOrder === 'ymd' || (dayFirst > 0 && monthFirst > 0)) return undefined;
  if (monthFirst > 0) return 'mdy';
  return dayFirst > 0 || seen.count(Kind.eitherOrder) === 0 ? 'dmy' : undefined;
}

/** What a person should know about a column that stayed text although most of it looks like something else. */
export function textNotice(column: string, seen: Evidence, dateOrder?: ImportOptions['dateOrder']): Notice | undefined {
  const values = seen.values();
  if (values === 0 || seen.strings > 0 || seen.nested > 0) return undefined;
  const slashes = seen.count(...SLASH_KINDS);
  if (slashes === values && dateOrder === undefined) return ambiguousDates(column, seen, values);
  const [type, kinds] = [...FITTING, ['date', SLASH_KINDS] as const].reduce((best, next) =>
    seen.count(...next[1]) > seen.count(...best[1]) ? next : best,
  );
  const fitting = seen.count(...kinds);
  const example = seen.firstOutside(kinds);
  if (!example || fitting === values || fitting < NEARLY * values) return undefined;
  const looksNumeric = values === seen.count(Kind.integer, Kind.bigInteger, Kind.decimal, Kind.digits);
  const code = looksNumeric ? 'import.digits-kept' : 'import.mixed-column';
  return { code, values: { column, type, misfits: values - fitting, values, ...example }, columns: [column] };
}

function ambiguousDates(column: string, seen: Evidence, values: number): Notice {
  const both = seen.count(Kind.eitherOrder, Kind.sameEitherWay);
  const dmy = both + seen.count(Kind.dayFirst);
  const mdy = both + seen.count(Kind.monthFirst);
  return { code: 'import.ambiguous-dates', values: { column, values, dmy, mdy }, columns: [column] };
}

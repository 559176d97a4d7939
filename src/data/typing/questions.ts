import type { Question, Reading } from '../../contract/import.ts';
import { classify } from './classify.ts';
import type { ColumnPlan } from './column.ts';
import { plannedNumber } from './columns/planned-number.ts';
import type { Readings } from './decide.ts';
import { dayOrder, decimalSign, NUMBERS, TIMES } from './decide.ts';
import type { Evidence } from './evidence.ts';
import { isoDay } from './show.ts';
import { fitsOrder, openDays } from './time.ts';
import type { DayOrder, DecimalSign } from './value.ts';
import { DAY_ORDERS, Kind, newValue } from './value.ts';

/** What is open about a column whose values all have two readings, with nothing among them that decides; undefined where nothing is. */
export function isOpen(seen: Evidence, options: Readings): 'date-order' | 'decimal' | undefined {
  const values = seen.values();
  if (seen.nested > 0) return undefined;
  if (seen.count(Kind.openDate) > 0 && seen.count(...TIMES) === values) {
    return options.dateOrder || dayOrder(seen, options) ? undefined : 'date-order';
  }
  if (seen.strings > 0 || seen.openNumbers() === 0 || seen.count(...NUMBERS) !== values) return undefined;
  return options.decimal || hasContradiction(seen) || decimalSign(seen, options) ? undefined : 'decimal';
}

/** True where values that need a point stand beside values that need a comma. */
const hasContradiction = (seen: Evidence): boolean =>
  seen.count(Kind.commaNumber) > 0 && seen.count(Kind.pointNumber, Kind.decimal) > 0;

/**
 * The questions that columns leave open under these options: which order dates have, which sign stands before a fraction. Each reading
 * names the option that asks for it and shows the first different values with what each of them then is; null where it is no value.
 */
export function questionsOf(
  columns: readonly { plan: ColumnPlan; seen: Evidence }[],
  options: Readings = {},
): Question[] {
  return columns.flatMap(({ plan, seen }) => {
    const kind = plan.judged || plan.forced ? isOpen(seen, options) : undefined;
    if (!kind) return [];
    const readings = kind === 'date-order' ? dateReadings(plan.name, seen) : decimalReadings(plan.name, seen);
    // Dates that contradict one another are no question: no answer would fit them all.
    return readings.length > 1 ? [{ kind, column: plan.name, readings }] : [];
  });
}

const dateReadings = (column: string, seen: Evidence): Reading[] =>
  DAY_ORDERS.filter((_, index) => seen.orders[index] === seen.count(Kind.openDate)).map((order) => ({
    options: { dateOrder: order },
    label: order,
    columns: [column, order],
    rows: [...seen.openTexts].map((text) => [text, dateAs(text, order)]),
  }));

const decimalReadings = (column: string, seen: Evidence): Reading[] =>
  (['.', ','] as const).map((decimal) => ({
    options: { decimal },
    label: decimal,
    columns: [column, decimal],
    rows: [...seen.openTexts].map((text) => [text, numberAs(text, decimal)]),
  }));

const encoder = new TextEncoder();
const value = newValue();

function dateAs(text: string, order: DayOrder): string | null {
  const bytes = encoder.encode(text);
  const kind = classify(bytes, 0, bytes.length, value);
  return kind === Kind.openDate && fitsOrder(value, order, true) ? isoDay(openDays(value, order)) : null;
}

function numberAs(text: string, decimal: DecimalSign): string | null {
  const bytes = encoder.encode(text);
  const kind = classify(bytes, 0, bytes.length, value);
  return plannedNumber({ decimal, forced: true }, kind, value) === Kind.other ? null : String(value.number);
}

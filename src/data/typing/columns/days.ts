import type { ColumnPlan } from '../column.ts';
import { slashDays } from '../time.ts';
import type { Value } from '../value.ts';
import { Kind } from '../value.ts';

/** The day (since 1970) that a column of dates or times takes a value for; undefined where it doesn't fit the plan. */
export function plannedDays({ order, forced }: ColumnPlan, kind: Kind, value: Value): number | undefined {
  // A column of slash dates has one order; other spellings beside them would be a mixture of formats.
  if (!order || forced) if (kind === Kind.date || kind === Kind.time) return value.days;
  if (!order) return kind === Kind.sameEitherWay && forced ? slashDays(value, 'dmy') : undefined;
  return fitsOrder(kind, order) ? slashDays(value, order) : undefined;
}

/** True for slash dates that can be read in this order. */
const fitsOrder = (kind: Kind, order: 'dmy' | 'mdy'): boolean =>
  kind === Kind.eitherOrder ||
  kind === Kind.sameEitherWay ||
  kind === (order === 'dmy' ? Kind.dayFirst : Kind.monthFirst);

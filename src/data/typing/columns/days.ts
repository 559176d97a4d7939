import { epochUnits } from '../../time-units.ts';
import { Changed } from '../changes.ts';
import type { ColumnPlan } from '../column.ts';
import { fitsOrder, openDays } from '../time.ts';
import type { DayOrder, Value } from '../value.ts';
import { DAY_ORDERS, Kind, PLAIN_NUMBERS } from '../value.ts';

const DAY = 86400;
const CERTAIN: readonly Kind[] = [Kind.date, Kind.time, Kind.compactDate, Kind.compactTime];

/** The day (since 1970) that a column of dates or times takes a value for; undefined where it doesn't fit the plan. */
export function plannedDays({ order, forced }: ColumnPlan, kind: Kind, value: Value): number | undefined {
  if (CERTAIN.includes(kind)) return value.days;
  if (kind === Kind.openDate) {
    const known = order ?? (forced ? onlyOrder(value) : undefined);
    return known && fitsOrder(value, known, true) ? openDays(value, known) : undefined;
  }
  return forced && (PLAIN_NUMBERS as readonly Kind[]).includes(kind) ? epochDays(value) : undefined;
}

/** The order of a date that can be read in one way alone, or in several to the same day. */
function onlyOrder(value: Value): DayOrder | undefined {
  const orders = DAY_ORDERS.filter((order) => fitsOrder(value, order, false));
  return orders.every((order) => openDays(value, order) === openDays(value, orders[0]!)) ? orders[0] : undefined;
}

/** Told to be times, numbers count from 1970, in the unit that makes them plausible. */
function epochDays(value: Value): number | undefined {
  const unit = epochUnits.find(({ from, before }) => value.number >= from && value.number < before);
  if (!unit) return undefined;
  const micros = Math.round(value.number * unit.micros);
  const seconds = Math.floor(micros / 1e6);
  value.micros = micros - seconds * 1e6;
  value.seconds = seconds % DAY;
  value.hasTime = true;
  value.changes |= Changed.epoch;
  return Math.floor(seconds / DAY);
}

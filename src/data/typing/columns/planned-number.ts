import { Changed } from '../changes.ts';
import type { ColumnPlan } from '../column.ts';
import { readForm } from '../number-forms.ts';
import type { Value } from '../value.ts';
import { Kind } from '../value.ts';

/**
 * The plain kind of a number as a column with this plan reads it, with `value` filled; `Kind.other` where it doesn't fit the plan's
 * decimal sign. Told to be numbers without one, a column takes each value that can be read in one way alone.
 */
export function plannedNumber(
  { decimal, forced }: Pick<ColumnPlan, 'decimal' | 'forced'>,
  kind: Kind,
  value: Value,
): Kind {
  if (kind === Kind.integer || kind === Kind.bigInteger || kind === Kind.digits) return kind;
  if (kind === Kind.decimal) return decimal === ',' ? Kind.other : kind;
  if (kind === Kind.thousandths) return decimal === ',' ? asThousands(value) : kind;
  if (kind === Kind.compactDate || kind === Kind.compactTime) return Kind.integer;
  if (kind < Kind.pointNumber || kind > Kind.sameNumber) return Kind.other;
  if (decimal || !forced) return readForm(decimal ?? '.', value);
  if (kind === Kind.eitherNumber) return Kind.other;
  return readForm(kind === Kind.commaNumber ? ',' : '.', value);
}

/** `1.234` where the point separates thousands. */
function asThousands(value: Value): Kind {
  value.number = Math.round(value.number * 1000);
  value.isInt64 = true;
  value.high = Math.floor(value.number / 4294967296);
  value.low = value.number - value.high * 4294967296;
  value.changes |= Changed.thousands;
  return Kind.integer;
}

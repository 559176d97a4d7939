import type { LegendRow } from '../../core/learning.ts';
import type { FitContext } from '../estimator.ts';
import { explainRows } from '../explain/explain-rows.ts';
import { exactRows } from '../explain/importances.ts';
import { reasons, type Reason } from '../explain/reasons.ts';
import type { Study, StudyData } from './study.ts';
import { shown } from './units.ts';

/** As many reasons as a list has room for. */
export const REASONS = 3;

const DIGITS = 4;

function textOf({ column, value, effect }: Reason, meanings: ReadonlyMap<string, LegendRow>): string {
  const told = shown(value, meanings.get(column));
  const written = typeof told === 'number' ? Number(told.toPrecision(DIGITS)) : (told ?? '?');
  return `${column} = ${written} (${effect > 0 ? '+' : '−'}${Math.abs(effect).toPrecision(2)})`;
}

/**
 * By row of those given, its strongest reasons as `feature = value (+effect)`, for a list that goes to other programs: the features under
 * their own names. Where that is quick to find, the first thousand rows have reasons; of models that can only be asked none.
 */
export async function reasonTexts(
  { model, result }: Study,
  { table }: StudyData,
  legend: readonly LegendRow[],
  rows: Uint32Array,
  context: FitContext,
): Promise<Map<number, string[]>> {
  const method = result.explanation?.method ?? 'kernel';
  if (method === 'kernel' || rows.length === 0) return new Map();
  const some = rows.subarray(0, exactRows(model));
  const explanation = await explainRows(model, table, some, context);
  const meanings = new Map(legend.map((row) => [row.name, row]));
  return new Map(
    Array.from(some, (row, at) => [row, reasons(explanation, at, REASONS).map((each) => textOf(each, meanings))]),
  );
}

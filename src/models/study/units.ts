import type { Counterfactual, StudyResult } from '../../contract/learning.ts';
import { DAY } from '../../core/calendar.ts';
import type { LegendRow } from '../../core/learning.ts';

type Value = number | string | null;

/** Digits that survive a logarithm and its way back. */
const DIGITS = 12;

/** A feature's value as it was before `learningTableOf` put it on a logarithmic scale. */
export const inUnits = (value: number, { skewed }: Pick<LegendRow, 'skewed'>): number =>
  skewed ? Number((Math.sign(value) * Math.expm1(Math.abs(value))).toPrecision(DIGITS)) : value;

/** A value as a person would write it: on its own scale, a time of a table as a date. */
export function shown(value: Value, meaning: LegendRow | undefined): Value {
  if (typeof value !== 'number' || !meaning) return value;
  if (Number.isNaN(value)) return null;
  if (meaning.set === 'table' && meaning.kind === 'time') return new Date(value * DAY).toISOString().slice(0, 10);
  return inUnits(value, meaning);
}

type Told = Pick<StudyResult, 'explained' | 'dependence'> & { counterfactuals: Counterfactual[] };

/** What was told of features, in their own units. */
export function toldInUnits({ explained, dependence, counterfactuals }: Told, legend: readonly LegendRow[]): Told {
  const meanings = new Map(legend.map((row) => [row.name, row]));
  const of = (feature: string, value: Value) => shown(value, meanings.get(feature));
  return {
    explained: explained.map((row) => ({
      ...row,
      effects: row.effects.map((each) => ({ ...each, value: of(each.feature, each.value) })),
    })),
    dependence: dependence.map(({ feature, points }) => ({
      feature,
      points: points.map((point) => ({ ...point, x: of(feature, point.x) ?? point.x })),
    })),
    counterfactuals: counterfactuals.map((each) => ({
      ...each,
      changes: each.changes.map(({ feature, from, to }) => ({ feature, from: of(feature, from), to: of(feature, to) })),
    })),
  };
}

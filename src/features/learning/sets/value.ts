import { value } from '../../activity.ts';
import { amountSql, isFinite } from '../../rfm.ts';
import type { EventFeature, FeatureContext } from '../feature.ts';
import { featureIn } from './make.ts';

const FINITE = isFinite('amount');

/** What a user's events are worth: in all, on average, at most, and in the recent half of the history. */
export function valueSet({ data, sql, cutoff, history }: FeatureContext): EventFeature[] {
  if (!amountSql('', data, sql)) return [];
  const recent = `t >= ${1000 * (cutoff - history / 2)}`;
  return [
    ...value('amount'),
    { kind: 'value_max', expression: `coalesce(max(amount) FILTER (WHERE ${FINITE}), 0)`, skewed: true },
    {
      kind: 'value_recent',
      expression: `coalesce(sum(amount) FILTER (WHERE ${FINITE} AND ${recent}), 0)`,
      skewed: true,
    },
  ].map(featureIn('value'));
}

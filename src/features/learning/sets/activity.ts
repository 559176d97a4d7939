import { frequency, mix, reach, target, tempo, trend } from '../../activity.ts';
import { hasField } from '../../events.ts';
import type { EventFeature, FeatureContext } from '../feature.ts';
import { featureIn } from './make.ts';

/** How recently, how long, how often, and whether it grows. */
export const activitySet = (context: FeatureContext): EventFeature[] =>
  [...reach(context), ...frequency(context), trend(context)].map(featureIn('activity'));

/** The mean gap between a user's events, µs; null with a single event, or where all are of one moment. */
const MEAN_GAP = 'nullif((max(t) - min(t)) / nullif(count(*) - 1, 0), 0)';

/** The gaps, the last one beside the usual one, and the silence since beside it: a single event is as far from the next as the history is long. */
export function tempoSet(context: FeatureContext): EventFeature[] {
  const silence = `(${1000 * context.cutoff} - max(t))`;
  const change = [
    // The time before the last event is the greatest of all times before.
    { kind: 'gap_last_ratio', expression: `coalesce((max(t) - max(p)) / ${MEAN_GAP}, 1)`, skewed: true },
    {
      kind: 'overdue',
      expression: `coalesce(${silence} / ${MEAN_GAP}, ${silence} / ${1000 * context.history})`,
      skewed: true,
    },
  ];
  return [...tempo(context), ...change].map(featureIn('tempo'));
}

/** A user's own past with what is foretold; of any event it would only repeat the activity. */
export const targetSet = (context: FeatureContext): EventFeature[] =>
  context.target === 'TRUE' ? [] : target('hit', context).map(featureIn('target'));

/** So many of the most common events stand for themselves in the entropy, and one for all others. */
const NAMED = 20;

/** −Σ p ln p of the shares p: 0 where all events are alike. From the counts c of N events it is ln N − Σ c ln c / N. */
function entropy({ data, sql }: FeatureContext): EventFeature {
  const names = data.events.slice(0, NAMED).map(({ name }) => sql.literal(name));
  const conditions = [
    ...names.map((name) => `"event" = ${name}`),
    `coalesce("event" NOT IN (${names.join(', ')}), TRUE)`,
  ];
  const terms = conditions.map((condition) => {
    const count = `count(*) FILTER (WHERE ${condition})`;
    return `${count} * ln(greatest(${count}, 1))`;
  });
  const expression = `greatest(ln(count(*)) - (${terms.join(' + ')}) / count(*), 0)`;
  return featureIn('mix')({ kind: 'entropy', expression });
}

/** The share of each of the most common events, and how evenly they are mixed. */
export function mixSet(context: FeatureContext): EventFeature[] {
  const { data, sql } = context;
  if (!hasField(data, 'event') || data.events.length < 2) return [];
  return [...mix(data, sql, context).map(featureIn('mix')), entropy(context)];
}

import type { EventFeature, FeatureContext, FeatureSet } from './feature.ts';
import { featureSets } from './feature.ts';
import { activitySet, mixSet, sessionsSet, targetSet, tempoSet, valueSet } from './sets/activity.ts';

const MAKERS: Partial<Record<FeatureSet, (context: FeatureContext) => EventFeature[]>> = {
  activity: activitySet,
  tempo: tempoSet,
  sessions: sessionsSet,
  value: valueSet,
  target: targetSet,
  mix: mixSet,
};

/** The features that a log offers of the sets chosen, in the order of `featureSets`; the same ones at each moment. */
export const featuresOf = (sets: readonly FeatureSet[], context: FeatureContext): EventFeature[] =>
  featureSets.filter((set) => sets.includes(set)).flatMap((set) => MAKERS[set]?.(context) ?? []);

import type { EventFeature, FeatureContext, FeatureSet } from './feature.ts';
import { featureSets } from './feature.ts';
import { activitySet, mixSet, targetSet, tempoSet } from './sets/activity.ts';
import { propertiesSet, reviewsSet, usersSet } from './sets/attributes.ts';
import { clockSet, varietySet } from './sets/habits.ts';
import { pathsSet } from './sets/paths.ts';
import { sessionsSet } from './sets/sessions.ts';
import { valueSet } from './sets/value.ts';

const MAKERS: Record<FeatureSet, (context: FeatureContext) => EventFeature[]> = {
  activity: activitySet,
  tempo: tempoSet,
  sessions: sessionsSet,
  value: valueSet,
  target: targetSet,
  mix: mixSet,
  paths: pathsSet,
  clock: clockSet,
  variety: varietySet,
  properties: propertiesSet,
  users: usersSet,
  reviews: reviewsSet,
};

/** The features that a log offers of the sets chosen, in the order of `featureSets`; the same ones at each moment. */
export const featuresOf = (sets: readonly FeatureSet[], context: FeatureContext): EventFeature[] =>
  featureSets.filter((set) => sets.includes(set)).flatMap((set) => MAKERS[set](context));

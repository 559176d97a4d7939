import type { EventFeature, FeatureSet } from '../feature.ts';

type Told = Pick<EventFeature, 'kind' | 'expression'> & Partial<EventFeature>;

/** A feature of a set: a number about the log, dated and evenly spread, as far as nothing else is said. */
export const featureIn =
  (set: FeatureSet) =>
  (told: Told): EventFeature => {
    const of = told.of ?? '';
    const name = of === '' ? told.kind : `${told.kind}: ${of}`;
    return { name, of, set, type: 'number', skewed: false, undated: false, from: 'log', ...told };
  };

import * as v from 'valibot';
import type { AnySpec } from '../../contract/estimator.ts';
import { preparationEntries, thresholdEntries, validationEntries } from '../../contract/learning.ts';
import { inSection } from '../../contract/params.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Settings by name, checked by the estimator's own schema when it is made. */
const settings = (variants: Record<string, unknown>) =>
  v.optional(
    v.pipe(v.record(v.string(), v.unknown()), v.metadata({ form: 'settings', of: 'estimator', variants })),
    {},
  );

const USUAL = [
  'logistic',
  'ridge',
  'linear',
  'boosting',
  'random-forest',
  'extra-trees',
  'tree',
  'lasso',
  'elastic-net',
];
const PACES = ['quick', 'slow'];

/** As people look for them: what is mostly taken, then the quick, the slow, and those that read events in their order. */
export function usualFirst(offered: readonly AnySpec[]): AnySpec[] {
  const placeOf = ({ id, pace, inputs }: AnySpec) => {
    const usual = USUAL.indexOf(id);
    if (usual >= 0) return usual;
    return USUAL.length + (inputs.sequences ? PACES.length : PACES.indexOf(pace));
  };
  return [...offered].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The choice of an estimator and its settings. */
export const estimatorEntries = (offered: readonly AnySpec[], usual: string) => ({
  estimator: v.optional(v.picklist(offered.map(({ id }) => id)), usual),
  estimatorParams: settings(Object.fromEntries(offered.map((spec) => [spec.id, spec.params]))),
});

/** How a model is prepared for, judged and explained, under their headings. */
export const studyEntries = {
  ...inSection('split', validationEntries),
  ...inSection('preparation', preparationEntries),
  /** Rows whose reasons are shown, the highest predictions first. */
  ...inSection('explain', { explain: v.optional(whole(0, 200), 20) }),
} as const;

export const decisionEntries = inSection('threshold', thresholdEntries);

/** Which columns may change where it is asked what would bring a row under the threshold; none: all. */
export const actionableEntries = inSection('explain', {
  actionable: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'column-learnt', empty: 'none' })), []),
});

import * as v from 'valibot';
import type { AnyRecommenderSpec } from '../../contract/recommender.ts';

/** Settings by name, checked by the recommender's own schema when it is made. */
const settings = (variants: Record<string, unknown>) =>
  v.optional(
    v.pipe(v.record(v.string(), v.unknown()), v.metadata({ form: 'settings', of: 'algorithm', variants })),
    {},
  );

/** The choice of a recommender and its settings. */
export const algorithmEntries = (offered: readonly AnyRecommenderSpec[], usual: string) => ({
  algorithm: v.optional(v.picklist(offered.map(({ id }) => id)), usual),
  params: settings(Object.fromEntries(offered.map((spec) => [spec.id, spec.params]))),
});

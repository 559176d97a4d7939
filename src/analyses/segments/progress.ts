import type { ClusterContext } from '../../models/clustering/rows.ts';

/** A context whose progress is that from one share of the whole to another. */
export const part = (context: ClusterContext, from: number, to: number): ClusterContext => ({
  seed: context.seed,
  step: (done) => context.step(from + (to - from) * done),
});

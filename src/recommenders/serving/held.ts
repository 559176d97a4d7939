import type { Table } from 'apache-arrow';
import type { FittedRecommender } from '../recommender.ts';

/** Of each log so many models are held: one that was judged with, and one that is asked beside it. */
const MOST = 2;

const held = new WeakMap<Table, Map<string, FittedRecommender>>();

/**
 * The trained recommender of a log's `signals` table under a key, which says all that it was trained with; made where it is not held.
 * The worker keeps the tables of its last runs: another question to the same log finds its model here, and it goes with its table.
 */
export async function heldFit(
  { signals }: { signals: Table },
  key: string,
  make: () => Promise<FittedRecommender>,
): Promise<FittedRecommender> {
  const models = held.get(signals) ?? new Map<string, FittedRecommender>();
  held.set(signals, models);
  const fitted = models.get(key) ?? (await make());
  // The one asked for last is the last to go.
  models.delete(key);
  models.set(key, fitted);
  for (const old of models.keys()) if (models.size > MOST) models.delete(old);
  return fitted;
}

import type { Context } from '../../contract/analysis.ts';
import type { FittedRecommender } from '../../recommenders/recommender.ts';
import { trainedOn } from '../../recommenders/serving/final.ts';
import type { Params } from './params.ts';
import type { Metrics, RecommendResult } from './result.ts';

/** A project is a file that people hand on: a model that outgrows it stays out, its lists and neighbours are tables. */
const MOST_MEGABYTES = 20;

/** The state as JSON where that is of a bearable size; a text that is too long for the browser is not, and none is made in vain. */
function stateOf(fitted: FittedRecommender): { state: unknown; megabytes: number } {
  const told = (fitted.stateLength?.() ?? 0) / 1e6;
  if (told > MOST_MEGABYTES) return { state: null, megabytes: told };
  try {
    const state = fitted.toJSON();
    return { state, megabytes: JSON.stringify(state).length / 1e6 };
  } catch (error) {
    if (error instanceof RangeError) return { state: null, megabytes: Infinity };
    throw error;
  }
}

/** Those of a list of k are told by their k: without it they would be taken for a classifier's. */
const OF_ALL_LISTS: ReadonlySet<string> = new Set(['coverage', 'novelty', 'diversity', 'gini']);

const known = (metrics: Metrics, k: number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(metrics).flatMap(([name, value]) =>
      value === null ? [] : [[OF_ALL_LISTS.has(name) ? name : `${name}@${k}`, value]],
    ),
  );

type Judged = Pick<
  RecommendResult,
  'algorithm' | 'users' | 'items' | 'interactions' | 'metrics' | 'popularity' | 'k' | 'split'
>;

/** Hands the trained model to the project with its card; its state is left out where it is too large. */
export function keepModel(
  context: Context,
  fitted: FittedRecommender,
  { algorithm, users, items, interactions, metrics, popularity, k, split }: Judged,
  params: Params,
  scores: string,
): RecommendResult['model'] {
  const { state, megabytes } = stateOf(fitted);
  const kept = megabytes <= MOST_MEGABYTES;
  context.keep('recommend', {
    kind: algorithm,
    state: kept ? state : null,
    scores,
    card: {
      analysis: 'recommend',
      params,
      seed: context.seed,
      data: { users, items, interactions, split: split.kind, test: split.test, repeats: split.repeats, k },
      metrics: known(metrics, k),
      baseline: known(popularity, k),
      backend: trainedOn(fitted),
    },
  });
  return { kept, megabytes: Number.isFinite(megabytes) ? Math.round(megabytes * 10) / 10 : 0 };
}

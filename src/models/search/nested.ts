import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import { nextSlot, type Slot } from '../trainer/slot.ts';
import { baselineMetrics } from '../validation/baseline.ts';
import { judgeFold, type LearningData } from '../validation/fold.ts';
import { partOf } from '../validation/part.ts';
import type { NestedSplit } from '../validation/splits.ts';
import { moments } from '../validation/spread.ts';
import { search, watched, type SearchOptions } from './search.ts';
import type { Candidate } from './space.ts';

/** What a search within one fold's training rows chose, and how that did on the rows that had no part in the choice. */
export interface NestedFold {
  name: string;
  /** Null where nothing could be chosen, with the error's code. */
  chosen: { estimator: string; params: Record<string, unknown> } | null;
  failed: string | null;
  /** By the metric; NaN where it has none. */
  value: number;
  /** Of saying the same of everyone, in the same rows. */
  baseline: number;
}

/** How well the search itself does: mean and spread over the folds that have a value. */
export interface NestedSearch {
  folds: NestedFold[];
  mean: number;
  sd: number;
  baseline: number;
}

/** NaN too. */
const number = v.custom<number>((value) => typeof value === 'number');

const foldSchema = v.object({
  name: v.string(),
  chosen: v.nullable(v.object({ estimator: v.string(), params: v.record(v.string(), v.unknown()) })),
  failed: v.nullable(v.string()),
  value: number,
  baseline: number,
});
const keptSchema = v.object({ job: v.string(), folds: v.array(foldSchema) });

function keptFolds(slot: Slot | undefined, job: string): NestedFold[] {
  const parsed = v.safeParse(keptSchema, slot?.read());
  return parsed.success && parsed.output.job === job ? parsed.output.folds : [];
}

async function nestedFold(
  data: LearningData,
  { outer, inner }: NestedSplit,
  candidates: readonly Candidate[],
  options: SearchOptions,
  whole: FitContext,
): Promise<NestedFold> {
  const { context, isStop } = watched(whole);
  const { metric, preparation } = options;
  const baseline = baselineMetrics(data.task, data.y, outer, data.classes)[metric] ?? NaN;
  const about = { name: outer.name, baseline };
  try {
    if (inner.length === 0)
      throw new AppError('model.one-class', { rows: outer.train.length, label: data.y[outer.train[0]!]! });
    const searching = { ...context, step: (done: number, note?: string) => context.step(0.9 * done, note) };
    const { rows, best } = await search(data, inner, candidates, options, searching);
    const { estimator, params } = rows[best]!;
    const config = { estimator, estimatorParams: params, preparation };
    const judging = { ...context, step: (done: number, note?: string) => context.step(0.9 + 0.1 * done, note) };
    const { metrics } = await judgeFold(config, data, outer, judging);
    return { ...about, chosen: { estimator, params }, failed: null, value: metrics[metric] ?? NaN };
  } catch (error) {
    // Of one fold nothing may be learnt (one class, no rows): the others still tell.
    if (!(error instanceof AppError) || isStop(error)) throw error;
    return { ...about, chosen: null, failed: error.code, value: NaN };
  }
}

/**
 * Nested cross-validation of a search (Varma & Simon 2006): in each outer fold the search is made anew on splits of the training rows, and
 * what it chooses learns from all of them and is asked about the rows left out. `options.seconds` and `trials` are of each of these searches.
 * Each finished fold is kept among the context's snapshots. Throws what `search` throws but for a code, which ends a fold.
 */
export async function nestedSearch(
  data: LearningData,
  splits: readonly NestedSplit[],
  candidates: readonly Candidate[],
  options: SearchOptions,
  context: FitContext,
): Promise<NestedSearch> {
  const slot = nextSlot(context.snapshots);
  const { method, trials, preparation, metric } = options;
  const shape = splits.map(({ outer, inner }) => [outer.name, outer.train.length, inner.length]);
  const job = JSON.stringify(['nested', shape, candidates, method, trials, preparation, metric, context.seed]);
  const folds = keptFolds(slot, job);
  for (let fold = folds.length; fold < splits.length; fold += 1) {
    await context.step(fold / splits.length);
    const part = partOf(context, 'outer', fold, splits.length);
    folds.push(await nestedFold(data, splits[fold]!, candidates, options, part.context));
    part.close();
    slot?.write({ job, folds: [...folds] }, folds.length, folds.length === splits.length);
  }
  return {
    folds,
    ...moments(folds.map(({ value }) => value)),
    baseline: moments(folds.map((fold) => fold.baseline)).mean,
  };
}

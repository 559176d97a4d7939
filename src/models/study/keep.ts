import type { Context } from '../../contract/analysis.ts';
import type { FeatureLegend, StudyResult } from '../../contract/learning.ts';
import type { Study } from './study.ts';

interface Kept {
  params: unknown;
  result: StudyResult;
  /** The table of scores, if there is one. */
  scores: string | null;
}

/** What a legend's row says in words; its SQL stays with the queries. */
export const meaningOf = ({ name, set, kind, of }: FeatureLegend): FeatureLegend => ({ name, set, kind, of });

const spread = (name: string, sd: number): [string, number][] => (Number.isFinite(sd) ? [[`${name} ±`, sd]] : []);

/** Hands the trained model to the project under the analysis's name, with its card. */
export function keepModel(
  context: Context,
  analysis: string,
  { model }: Study,
  { params, result, scores }: Kept,
): void {
  const { n, columns, split, mean, sd, baseline, backend, estimator, seconds } = result;
  context.keep(analysis, {
    kind: estimator,
    state: model.toJSON(),
    ...(scores && { scores }),
    card: {
      analysis,
      params,
      seed: context.seed,
      data: {
        rows: n,
        columns: columns.read,
        columnsUsed: columns.used,
        split: split.kind,
        folds: split.folds,
        ...(split.repeats > 1 && { repeats: split.repeats }),
        seconds: Math.round(seconds * 10) / 10,
        ...Object.fromEntries(Object.entries(sd).flatMap(([name, value]) => spread(name, value))),
      },
      metrics: mean,
      baseline,
      backend,
    },
  });
}

import * as v from 'valibot';
import type { FitContext } from '../estimator.ts';
import type { ModelConfig } from '../model.ts';
import { nextSlot, type Slot } from '../trainer/slot.ts';
import { baselineMetrics } from './baseline.ts';
import { judgeFold, type Fold, type JudgedFold, type LearningData } from './fold.ts';
import { partOf } from './part.ts';
import type { Split } from './splits.ts';
import { spreadOf, type Spread } from './spread.ts';

export interface CrossValidation extends Spread {
  folds: Fold[];
  /**
   * Out of fold: each row by models that did not learn from it, averaged over repeats; rows × outputs, NaN where a row was never
   * asked about.
   */
  predictions: Float64Array;
  /** What predicting without any column comes to, in the same folds. */
  baseline: Spread & { folds: { metrics: Record<string, number> }[] };
}

/** NaN too: an AUC where one class was asked. */
const number = v.custom<number>((value) => typeof value === 'number');

const keptSchema = v.object({
  job: v.string(),
  folds: v.array(
    v.object({
      metrics: v.record(v.string(), number),
      rows: number,
      seconds: number,
      predictions: v.custom<Float64Array>((value) => value instanceof Float64Array),
    }),
  ),
});

/** What a job is, as far as its snapshots are concerned: a snapshot of another one is not taken up. */
const jobOf = (config: ModelConfig, { task, classes }: LearningData, splits: readonly Split[]): string =>
  JSON.stringify([config, task, classes, splits.map(({ name, train, test }) => [name, train.length, test.length])]);

function keptFolds(slot: Slot | undefined, job: string): JudgedFold[] {
  const parsed = v.safeParse(keptSchema, slot?.read());
  return parsed.success && parsed.output.job === job ? parsed.output.folds : [];
}

/** The mean of what each row was told, over the folds that asked about it. */
function outOfFold(rows: number, outputs: number, splits: readonly Split[], folds: readonly JudgedFold[]) {
  const sums = new Float64Array(rows * outputs);
  const times = new Float64Array(rows);
  splits.forEach(({ test }, fold) => {
    const { predictions } = folds[fold]!;
    for (let at = 0; at < test.length; at += 1) {
      times[test[at]!]! += 1;
      for (let k = 0; k < outputs; k += 1) sums[test[at]! * outputs + k]! += predictions[at * outputs + k]!;
    }
  });
  // 0 / 0 for rows that were never asked about.
  return sums.map((sum, at) => sum / times[Math.floor(at / outputs)]!);
}

function baselineSpread({ task, y, classes }: LearningData, splits: readonly Split[]): CrossValidation['baseline'] {
  const folds = splits.map((split) => baselineMetrics(task, y, split, classes));
  return { folds: folds.map((metrics) => ({ metrics })), ...spreadOf(folds) };
}

/**
 * Trains and judges a model on each split, with everything that is fitted (imputing, scaling, encoding, selecting, calibrating)
 * fitted on that split's training rows. Each finished fold is kept among the context's snapshots, and a later run of the same job
 * goes on with the next. Throws what training and predicting throw.
 */
export async function crossValidate(
  config: ModelConfig,
  data: LearningData,
  splits: readonly Split[],
  context: FitContext,
): Promise<CrossValidation> {
  const slot = nextSlot(context.snapshots);
  const job = jobOf(config, data, splits);
  const judged = keptFolds(slot, job);
  for (let fold = judged.length; fold < splits.length; fold += 1) {
    await context.step(fold / splits.length);
    const part = partOf(context, 'fold', fold, splits.length);
    judged.push(await judgeFold(config, data, splits[fold]!, part.context));
    part.close();
    slot?.write({ job, folds: [...judged] }, judged.length, judged.length === splits.length);
  }
  await context.step(1);
  const outputs = data.task === 'multiclass' ? data.classes : 1;
  return {
    folds: judged.map(({ metrics, rows, seconds }) => ({ metrics, rows, seconds })),
    ...spreadOf(judged.map(({ metrics }) => metrics)),
    predictions: outOfFold(data.table.rows, outputs, splits, judged),
    baseline: baselineSpread(data, splits),
  };
}

import type { TrainedModel } from '../model.ts';
import type { LearningTable } from '../learning-table.ts';
import { withPart } from './mixed-rows.ts';
import type { Predicts } from './predicts.ts';
import { predictAll } from './predicts.ts';
import type { StepContext } from './steps.ts';

/** Predictions of a table's rows when one of its parts is dealt out among them: row r gets that of row `dealt[r]`. */
export type PredictDealt = (part: number, dealt: ArrayLike<number>, context: StepContext) => Promise<Float64Array>;

type Prepared = Pick<TrainedModel, 'pipeline' | 'predictPrepared'>;

const isPrepared = (model: Predicts & Partial<Prepared>): model is Predicts & Prepared =>
  model.pipeline !== undefined && model.predictPrepared !== undefined && !model.pipeline.origin.includes(-1);

/** Cells that are held prepared: 128 MB. */
const MOST_CELLS = 16e6;

/**
 * Prepares the rows once: what the pipeline makes of a row's column depends on nothing else of it, so that dealing out a column and
 * preparing it is dealing out the columns made of it. Where that does not hold (components, events in their order) all is prepared anew.
 */
export function predictDealt(model: Predicts & Partial<Prepared>, table: LearningTable): PredictDealt {
  const anew: PredictDealt = (part, dealt, context) => predictAll(model, withPart(table, part, dealt), context);
  if (!isPrepared(model) || table.rows * model.pipeline.names.length > MOST_CELLS) return anew;
  const x = model.pipeline.transform(table);
  const { data, columns } = x;
  const mixed = { ...x, data: data.slice() };
  const { origin } = model.pipeline;
  const put = (part: number, from: (row: number) => number) =>
    origin.forEach((source, column) => {
      if (source !== part) return;
      for (let row = 0; row < x.rows; row += 1) {
        mixed.data[row * columns + column] = data[from(row) * columns + column]!;
      }
    });
  return async (part, dealt, context) => {
    if (part === table.columns.length) return anew(part, dealt, context);
    put(part, (row) => dealt[row]!);
    const predicted = model.predictPrepared(mixed);
    put(part, (row) => row);
    await context.step(1);
    return predicted;
  };
}

import type { LearningTable } from '../learning-table.ts';
import type { StepContext } from './steps.ts';
import { tableRows } from './mixed-rows.ts';

/** All that a question about predictions needs of a trained model. Rows × outputs. */
export interface Predicts {
  predict(table: LearningTable, rows?: Uint32Array): Float64Array;
}

/** Rows predicted at a time between two steps. */
export const ROWS_A_STEP = 8192;

/** Predictions of all rows of a table, with a step after each batch. */
export async function predictAll(model: Predicts, table: LearningTable, context: StepContext): Promise<Float64Array> {
  const parts: Float64Array[] = [];
  for (let from = 0; from < table.rows; from += ROWS_A_STEP) {
    const to = Math.min(table.rows, from + ROWS_A_STEP);
    const whole = from === 0 && to === table.rows;
    const rows = Uint32Array.from({ length: to - from }, (_, at) => from + at);
    parts.push(model.predict(whole ? table : tableRows(table, rows)));
    await context.step(to / table.rows);
  }
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

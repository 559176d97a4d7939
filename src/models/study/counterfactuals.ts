import type { Counterfactual, Unreached } from '../../contract/learning.ts';
import type { FitContext, Fitted } from '../estimator.ts';
import { affordable } from '../explain/affordable.ts';
import { counterfactual } from '../explain/counterfactual.ts';
import type { Predicts } from '../explain/predicts.ts';
import { sampleRows } from '../explain/sample-rows.ts';
import { seededRandom } from '../../core/random.ts';
import { partly } from './listening.ts';
import type { StudyData } from './study.ts';

/** Rows that are asked about: each asks the model some thousand times. */
const ASKED = { least: 1, most: 5 };
const QUESTIONS = 2000;
/** Rows whose values count as possible. */
const POSSIBLE = 500;

/** A model and what it predicts for each row. */
interface Learnt {
  model: Predicts & { fitted: Pick<Fitted, 'cost'> };
  predictions: Float64Array;
}

interface Asked {
  data: Pick<StudyData, 'table' | 'y' | 'ids'>;
  /** Where the rows to score begin. */
  scoreFrom: number;
}

export interface Wanted {
  threshold: number;
  /** Columns that may change; all where it is empty. */
  actionable: readonly string[];
}

/** The answers that were found and checked, several for a row; and the rows that there is none for. */
export interface Answered {
  found: Counterfactual[];
  unreached: Unreached[];
}

/** What would bring each of the highest rows under the threshold. Throws `explain.no-column`. */
export async function counterfactuals(
  { model, predictions }: Learnt,
  { data, scoreFrom }: Asked,
  { threshold, actionable }: Wanted,
  context: FitContext,
): Promise<Answered> {
  const candidates = Uint32Array.from({ length: data.table.rows - scoreFrom }, (_, n) => scoreFrom + n);
  const highest = candidates
    .filter((row) => predictions[row]! >= threshold)
    .sort((a, b) => predictions[b]! - predictions[a]! || a - b)
    .subarray(0, affordable(model.fitted, QUESTIONS, ASKED));
  const learnt = Uint32Array.from({ length: data.y.length }, (_, row) => row);
  const rows = sampleRows(learnt, POSSIBLE, seededRandom(context.seed));
  const options = { rows, ...(actionable.length > 0 && { actionable }) };
  const answered: Answered = { found: [], unreached: [] };
  for (const [n, row] of highest.entries()) {
    const part = partly(context, n / highest.length, (n + 1) / highest.length);
    const told = await counterfactual(model, data.table, row, { side: 'below', threshold }, part, options);
    const id = data.ids[row]!;
    if (told.answers.length === 0) answered.unreached.push({ id, from: told.prediction });
    for (const { changes, prediction } of told.answers) {
      const named = changes.map(({ column, from, to }) => ({ feature: column, from, to }));
      answered.found.push({ id, from: told.prediction, to: prediction, changes: named });
    }
  }
  return answered;
}

import type { Counterfactual } from '../../contract/learning.ts';
import type { FitContext } from '../estimator.ts';
import { affordable } from '../explain/affordable.ts';
import { counterfactual } from '../explain/counterfactual.ts';
import { sampleRows } from '../explain/sample-rows.ts';
import { seededRandom } from '../../core/random.ts';
import type { StudyInput } from './input.ts';
import { partly } from './listening.ts';
import type { Study } from './study.ts';

/** Rows that are asked about: each asks the model some thousand times. */
const ASKED = { least: 1, most: 5 };
const QUESTIONS = 2000;
/** Rows whose values count as possible. */
const POSSIBLE = 500;

/** What would bring each of the highest rows under the threshold: all answers that were found and checked. */
export async function counterfactuals(
  { model, predictions }: Study,
  { data, scoreFrom }: StudyInput,
  threshold: number,
  context: FitContext,
): Promise<Counterfactual[]> {
  const candidates = Uint32Array.from({ length: data.table.rows - scoreFrom }, (_, n) => scoreFrom + n);
  const highest = candidates
    .filter((row) => predictions[row]! >= threshold)
    .sort((a, b) => predictions[b]! - predictions[a]! || a - b)
    .subarray(0, affordable(model.fitted, QUESTIONS, ASKED));
  const learnt = Uint32Array.from({ length: data.y.length }, (_, row) => row);
  const rows = sampleRows(learnt, POSSIBLE, seededRandom(context.seed));
  const found: Counterfactual[] = [];
  for (const [n, row] of highest.entries()) {
    const part = partly(context, n / highest.length, (n + 1) / highest.length);
    const told = await counterfactual(model, data.table, row, { side: 'below', threshold }, part, { rows });
    for (const { changes, prediction, verified } of told.answers) {
      if (!verified) continue;
      const named = changes.map(({ column, from, to }) => ({ feature: column, from, to }));
      found.push({ id: data.ids[row]!, from: told.prediction, to: prediction, changes: named });
    }
  }
  return found;
}

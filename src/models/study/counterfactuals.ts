import type { Counterfactual, Unreached } from '../../contract/learning.ts';
import type { FitContext, Fitted } from '../estimator.ts';
import { affordable } from '../explain/affordable.ts';
import type { Counterfactual as Answer, Goal } from '../explain/counterfactual.ts';
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
  /** rows × outputs. */
  predictions: Float64Array;
}

interface Asked {
  data: Pick<StudyData, 'table' | 'y' | 'ids'>;
  /** Where the rows to score begin. */
  scoreFrom: number;
}

export interface Wanted {
  /** Of one prediction a row, what it shall come under; of several classes null: any other shall be the likeliest. */
  threshold: number | null;
  /** Columns that may change; all where it is empty. */
  actionable: readonly string[];
}

/** The answers that were found and checked, several for a row; and the rows that there is none for. */
export interface Answered {
  found: Counterfactual[];
  unreached: Unreached[];
}

/** The likeliest class; among equals the first. */
const likeliest = (outputs: Float64Array): number => outputs.indexOf(Math.max(...outputs));

/** How far a class is ahead of the likeliest other one. */
function leadOf(outputs: Float64Array, own: number): number {
  const others = outputs.filter((_, at) => at !== own);
  return outputs[own]! - Math.max(...others);
}

/** What is asked of a row, and how it and its answers are told. */
interface Question {
  goal: Goal;
  asItIs: Omit<Unreached, 'id'>;
  told(answer: Answer): Pick<Counterfactual, 'to' | 'classes'>;
}

function questionOf(outputs: Float64Array, threshold: number | null): Question {
  if (threshold !== null) {
    return {
      goal: { side: 'below', threshold },
      asItIs: { from: outputs[0]! },
      told: ({ prediction }) => ({ to: prediction }),
    };
  }
  const own = likeliest(outputs);
  return {
    goal: { side: 'below', threshold: 0, of: (each) => leadOf(each, own) },
    asItIs: { from: outputs[own]!, class: own },
    told: ({ outputs: then }) => {
      const other = likeliest(then);
      return { to: then[other]!, classes: { from: own, to: other } };
    },
  };
}

/**
 * What would bring each of the highest rows under the threshold; of several classes, what would bring those whose class is surest
 * into another one. Throws `explain.no-column`.
 */
export async function counterfactuals(
  { model, predictions }: Learnt,
  { data, scoreFrom }: Asked,
  { threshold, actionable }: Wanted,
  context: FitContext,
): Promise<Answered> {
  const outputs = predictions.length / data.table.rows;
  const outputsOf = (row: number) => predictions.subarray(row * outputs, (row + 1) * outputs);
  const highest = Float64Array.from({ length: data.table.rows }, (_, row) => Math.max(...outputsOf(row)));
  const candidates = Uint32Array.from({ length: data.table.rows - scoreFrom }, (_, n) => scoreFrom + n);
  const asked = candidates
    .filter((row) => threshold === null || highest[row]! >= threshold)
    .sort((a, b) => highest[b]! - highest[a]! || a - b)
    .subarray(0, affordable(model.fitted, QUESTIONS, ASKED));
  const learnt = Uint32Array.from({ length: data.y.length }, (_, row) => row);
  const rows = sampleRows(learnt, POSSIBLE, seededRandom(context.seed));
  const options = { rows, ...(actionable.length > 0 && { actionable }) };
  const answered: Answered = { found: [], unreached: [] };
  for (const [n, row] of asked.entries()) {
    const part = partly(context, n / asked.length, (n + 1) / asked.length);
    const { goal, asItIs, told } = questionOf(outputsOf(row), threshold);
    const { answers } = await counterfactual(model, data.table, row, goal, part, options);
    const id = data.ids[row]!;
    if (answers.length === 0) answered.unreached.push({ id, ...asItIs });
    for (const answer of answers) {
      const changes = answer.changes.map(({ column, from, to }) => ({ feature: column, from, to }));
      answered.found.push({ id, from: asItIs.from, ...told(answer), changes });
    }
  }
  return answered;
}

import * as v from 'valibot';
import type { Task } from '../../contract/estimator.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { Base } from '../ensemble-core/bases.ts';
import {
  assertInput,
  baseIds,
  basesSchema,
  checked,
  costOf,
  loadBases,
  predictBase,
  sharedWeights,
  trainBase,
} from '../ensemble-core/bases.ts';
import { outputsFor } from '../ensemble-core/classes.ts';
import { partOf } from '../ensemble-core/parts.ts';
import type { Estimator, FitContext, Fitted } from '../estimator.ts';
import { loadFitted } from '../catalog.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import type { Matrix } from '../matrix.ts';
import { matrixRows } from '../matrix.ts';
import { drawFolds, foldRows } from '../pipeline/folds.ts';
import type spec from './spec.ts';
import { metaMatrix } from './meta-matrix.ts';

type Params = v.InferOutput<typeof spec.params>;

const stateSchema = v.object({
  names: v.array(v.string()),
  outputs: v.pipe(v.number(), v.integer(), v.minValue(1)),
  bases: basesSchema,
  final: v.object({ id: v.string(), fitted: v.unknown() }),
});

/** How much the last model listens to each base, by the size of the weights of its columns. */
function trustIn(final: Base, bases: readonly Base[]): number[] {
  const weights = new Map(final.fitted.explain().map(({ feature, weight }) => [feature, Math.abs(weight)]));
  return bases.map((_, at) =>
    [...weights].reduce((sum, [feature, weight]) => (feature.startsWith(`${at}:`) ? sum + weight : sum), 0),
  );
}

function fittedOf(names: readonly string[], outputs: number, bases: readonly Base[], final: Base): Fitted {
  const ids = bases.map(({ id }) => id);
  return {
    outputs,
    cost: costOf([...bases, final]),
    predict(x) {
      assertInput(x, names);
      const parts = bases.map((base) => predictBase(base, x, outputs));
      return predictBase(final, metaMatrix(ids, parts, x.rows, outputs), outputs);
    },
    explain: () => sharedWeights(names, bases, trustIn(final, bases)),
    toJSON: () => ({
      names,
      outputs,
      bases: bases.map(({ id, fitted }) => ({ id, fitted: fitted.toJSON() })),
      final: { id: final.id, fitted: final.fitted.toJSON() },
    }),
  };
}

/** One training in all of those that a stacking takes. */
type Next = () => FitContext;

/** What a base predicts of each row by models that have not seen it. */
async function outOfFold(id: string, x: Matrix, t: Training, fold: Uint8Array, outputs: number, next: Next) {
  const p = new Float64Array(x.rows * outputs);
  for (let number = 0; fold.includes(number); number += 1) {
    const { inside, outside } = foldRows(fold, number);
    const pick = (values: Float64Array) => Float64Array.from(outside, (row) => values[row]!);
    const weights = t.weights && pick(t.weights);
    const base = await trainBase(id, t.task, matrixRows(x, outside), pick(t.y), next(), weights);
    const predicted = predictBase(base, matrixRows(x, inside), outputs);
    inside.forEach((row, at) => p.set(predicted.subarray(at * outputs, (at + 1) * outputs), row * outputs));
  }
  return p;
}

async function fit(
  x: Matrix,
  y: ArrayLike<number>,
  task: Task,
  params: Params,
  context: FitContext,
  weights?: ArrayLike<number>,
) {
  const t = trainingOf(x, y, task, weights);
  const ids = baseIds(params.estimators, task);
  const outputs = outputsFor(task, y);
  const fold = drawFolds(t.y, Math.min(params.folds, x.rows), context.seed, task !== 'regression');
  const trainings = ids.length * (Math.min(params.folds, x.rows) + 1) + 1;
  let begun = 0;
  const next: Next = () => partOf(context, begun++, trainings);
  const parts: Float64Array[] = [];
  for (const id of ids) parts.push(await outOfFold(id, x, t, fold, outputs, next));
  const bases: Base[] = [];
  for (const id of ids) bases.push(await trainBase(id, task, x, t.y, next(), t.weights));
  const last = params.final || (task === 'regression' ? 'ridge' : 'logistic');
  const final = await trainBase(last, task, metaMatrix(ids, parts, x.rows, outputs), t.y, next(), t.weights);
  context.ranOn({ name: 'cpu' });
  return fittedOf(t.names, outputs, bases, final);
}

async function load(state: unknown): Promise<Fitted> {
  const { names, outputs, bases, final } = checked(stateSchema, state, 'stacking');
  const last = { id: final.id, fitted: await loadFitted(final.id, final.fitted) };
  return fittedOf(names, outputs, await loadBases(bases), last);
}

/** Stacked generalisation (Wolpert 1992): scikit-learn's `StackingClassifier` and `StackingRegressor`. */
export default {
  make: (params, task): Estimator => ({
    kind: 'stacking',
    fit: (x, y, context, weights) => fit(x, y, task, params as Params, context, weights),
    load,
  }),
  load,
} satisfies EstimatorMaker;

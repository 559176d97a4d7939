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
import { trainingOf } from '../linear-core/training.ts';
import type { Matrix } from '../matrix.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const stateSchema = v.object({
  names: v.array(v.string()),
  outputs: v.pipe(v.number(), v.integer(), v.minValue(1)),
  bases: basesSchema,
});

/** The mean prediction of the base models. */
function fittedOf(names: readonly string[], outputs: number, bases: readonly Base[]): Fitted {
  return {
    outputs,
    cost: costOf(bases),
    predict(x) {
      assertInput(x, names);
      const mean = new Float64Array(x.rows * outputs);
      for (const base of bases) predictBase(base, x, outputs).forEach((p, at) => (mean[at]! += p / bases.length));
      return mean;
    },
    explain: () => sharedWeights(names, bases),
    toJSON: () => ({ names, outputs, bases: bases.map(({ id, fitted }) => ({ id, fitted: fitted.toJSON() })) }),
  };
}

async function fit(
  x: Matrix,
  y: ArrayLike<number>,
  task: Task,
  params: Params,
  context: FitContext,
  weights?: ArrayLike<number>,
) {
  const { names, weights: own } = trainingOf(x, y, task, weights);
  const ids = baseIds(params.estimators, task);
  const bases: Base[] = [];
  for (const [at, id] of ids.entries()) {
    bases.push(await trainBase(id, task, x, y, partOf(context, at, ids.length), own));
  }
  context.ranOn({ name: 'cpu' });
  return fittedOf(names, outputsFor(task, y), bases);
}

async function load(state: unknown): Promise<Fitted> {
  const { names, outputs, bases } = checked(stateSchema, state, 'voting');
  return fittedOf(names, outputs, await loadBases(bases));
}

/** Soft voting: scikit-learn's `VotingClassifier(voting='soft')` and `VotingRegressor`. */
export default {
  make: (params, task): Estimator => ({
    kind: 'voting',
    fit: (x, y, context, weights) => fit(x, y, task, params as Params, context, weights),
    load,
  }),
  load,
} satisfies EstimatorMaker;

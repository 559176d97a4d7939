import type * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { Estimator, FitContext } from '../estimator.ts';
import { classSums } from '../linear-core/class-sums.ts';
import type { FittedLinear } from '../linear-core/fitted-linear.ts';
import { loadLinear } from '../linear-core/fitted-linear.ts';
import { fittedFrom } from '../linear-core/outputs.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'multinomial-nb';

function assertCounts({ data, columns, names }: Training): void {
  const at = data.findIndex((value) => value < 0);
  if (at < 0) return;
  const column = names[at % columns]!;
  throw new AppError('model.negative-count', { column, row: Math.floor(at / columns) + 1, value: String(data[at]) });
}

/** Logarithms of each column's share of all counts of a class: the log odds are a weighted sum of the counts. */
async function fit(t: Training, { alpha }: Params, context: FitContext): Promise<FittedLinear> {
  assertCounts(t);
  const d = t.columns;
  const { present, sizes, sums } = await classSums(
    t,
    (value) => value,
    (share) => context.step(share),
  );
  const coefficients = new Float64Array(sums.length);
  for (let c = 0; c < present.length; c += 1) {
    const all = sums.subarray(c * d, (c + 1) * d).reduce((sum, count) => sum + count, 0) + alpha * d;
    for (let j = 0; j < d; j += 1) coefficients[c * d + j] = Math.log((sums[c * d + j]! + alpha) / all);
  }
  const intercept = sizes.map((size) => Math.log(size / t.total));
  context.ranOn({ name: 'cpu' });
  if (t.task !== 'binary') return fittedFrom(KIND, t, present, { coefficients, intercept });
  const difference = coefficients.subarray(d).map((value, j) => value - coefficients[j]!);
  const odds = Float64Array.of(intercept[1]! - intercept[0]!);
  return fittedFrom(KIND, t, present, { coefficients: difference, intercept: odds });
}

const load = (state: unknown) => loadLinear(KIND, state);

/** Naive Bayes of counts: scikit-learn's `MultinomialNB`. A model that was trained on counts extends to any numbers. */
export default {
  make: (params, task): Estimator<FittedLinear> => ({
    kind: KIND,
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as Params, context),
    load,
  }),
  load,
} satisfies EstimatorMaker;

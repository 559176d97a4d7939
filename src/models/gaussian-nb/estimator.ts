import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { AdditiveForm, FitContext, Fitted, Weight } from '../estimator.ts';
import { classEntries, classesFit, numberList } from '../linear-core/class-state.ts';
import { classState, classSums } from '../linear-core/class-sums.ts';
import { additiveOf, posteriors } from '../linear-core/classes.ts';
import { byStrength } from '../linear-core/fitted-linear.ts';
import { momentsOf } from '../linear-core/moments.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'gaussian-nb';
/** A variance where all columns are constant. */
const LEAST = 1e-300;

/** Means and variances: present classes × columns. */
const stateSchema = v.object({ ...classEntries, kind: v.literal(KIND), means: numberList, variances: numberList });
type State = v.InferOutput<typeof stateSchema>;

class FittedGaussian implements Fitted {
  readonly state: State;
  readonly outputs: number;
  readonly additive: AdditiveForm | undefined;

  constructor(state: State) {
    this.state = state;
    this.outputs = state.task === 'binary' ? 1 : state.classes;
    const { means, variances, names } = state;
    const term = (value: number, column: number, place: number) => {
      const at = place * names.length + column;
      return -((value - means[at]!) ** 2) / variances[at]! / 2;
    };
    this.additive = additiveOf(state, this.#constants(), term);
  }

  predict(x: Matrix): Float64Array {
    const { names, present } = this.state;
    assertColumns(x, names);
    assertFinite(x);
    const [k, d] = [present.length, names.length];
    const [means, variances] = [Float64Array.from(this.state.means), Float64Array.from(this.state.variances)];
    const constants = this.#constants();
    const logs = new Float64Array(x.rows * k);
    for (let row = 0; row < x.rows; row += 1) {
      for (let c = 0; c < k; c += 1) {
        let sum = 0;
        for (let j = 0, at = row * d, to = c * d; j < d; j += 1, at += 1, to += 1) {
          const off = x.data[at]! - means[to]!;
          sum += (off * off) / variances[to]!;
        }
        logs[row * k + c] = constants[c]! - sum / 2;
      }
    }
    return posteriors(logs, this.state);
  }

  /** What does not depend on the row: log prior − Σ log(2π variance) / 2. */
  #constants(): number[] {
    const { priors, variances, names } = this.state;
    const d = names.length;
    return priors.map((prior, c) =>
      variances.slice(c * d, (c + 1) * d).reduce((sum, variance) => sum - Math.log(2 * Math.PI * variance) / 2, prior),
    );
  }

  /**
   * How far the classes lie apart: the difference of the two means in common standard deviations; of several classes, the root of the
   * mean square of what their means are off the middle.
   */
  explain(): Weight[] {
    const { names, present, means, variances } = this.state;
    const [k, d] = [present.length, names.length];
    const of = (j: number) => {
      const own = present.map((_, c) => means[c * d + j]!);
      const scale = Math.sqrt(present.reduce((sum, _, c) => sum + variances[c * d + j]!, 0) / k);
      if (this.state.task === 'binary') return (own[1]! - own[0]!) / scale;
      const middle = own.reduce((sum, mean) => sum + mean, 0) / k;
      return Math.sqrt(own.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) / k) / scale;
    };
    return byStrength(names.map((feature, j) => ({ feature, weight: of(j) })));
  }

  toJSON(): State {
    return this.state;
  }
}

async function fit(t: Training, { smoothing }: Params, context: FitContext): Promise<FittedGaussian> {
  const d = t.columns;
  const first = await classSums(
    t,
    (value) => value,
    (share) => context.step(share / 2),
  );
  const means = first.sums.map((sum, at) => sum / first.sizes[Math.floor(at / d)]!);
  const squared = (value: number, column: number, place: number) => (value - means[place * d + column]!) ** 2;
  const second = await classSums(t, squared, (share) => context.step((1 + share) / 2));
  const { sd } = momentsOf(t);
  const floor = Math.max(LEAST, smoothing * sd.reduce((most, value) => Math.max(most, value ** 2), 0));
  const variances = second.sums.map((sum, at) => sum / first.sizes[Math.floor(at / d)]! + floor);
  context.ranOn({ name: 'cpu' });
  return new FittedGaussian({
    ...classState(t, first),
    kind: KIND,
    means: [...means],
    variances: [...variances],
  });
}

function load(state: unknown): FittedGaussian {
  const parsed = v.safeParse(stateSchema, state);
  const whole =
    parsed.success &&
    classesFit(parsed.output, parsed.output.means, parsed.output.variances) &&
    parsed.output.variances.every((variance) => variance > 0);
  if (!whole) throw new AppError('model.unreadable', { kind: KIND });
  return new FittedGaussian(parsed.output);
}

/** Naive Bayes with a normal distribution of each column in each class: scikit-learn's `GaussianNB`. */
export default {
  make: (params, task) => ({
    kind: KIND,
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as Params, context),
    load,
  }),
  load,
} satisfies EstimatorMaker;

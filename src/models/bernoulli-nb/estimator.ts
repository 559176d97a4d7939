import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { AdditiveForm, FitContext, Fitted, Weight } from '../estimator.ts';
import { classEntries, classesFit, numberList } from '../linear-core/class-state.ts';
import { classState, classSums } from '../linear-core/class-sums.ts';
import { additiveOf, posteriors } from '../linear-core/classes.ts';
import { byStrength } from '../linear-core/fitted-linear.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'bernoulli-nb';

const stateSchema = v.object({
  ...classEntries,
  kind: v.literal(KIND),
  threshold: v.pipe(v.number(), v.finite()),
  /** Present classes × columns: the probability of a yes. */
  yes: v.array(v.pipe(v.number(), v.gtValue(0), v.ltValue(1))),
  /** By column: the share of rows that say yes. */
  shares: numberList,
});
type State = v.InferOutput<typeof stateSchema>;

class FittedBernoulli implements Fitted {
  readonly state: State;
  readonly outputs: number;
  readonly additive: AdditiveForm | undefined;

  constructor(state: State) {
    this.state = state;
    this.outputs = state.task === 'binary' ? 1 : state.classes;
    const { yes, threshold, names } = state;
    const term = (value: number, column: number, place: number) => {
      const p = yes[place * names.length + column]!;
      return value > threshold ? Math.log(p) - Math.log1p(-p) : 0;
    };
    this.additive = additiveOf(state, this.#none(), term);
  }

  predict(x: Matrix): Float64Array {
    const { names, present, yes, threshold } = this.state;
    assertColumns(x, names);
    assertFinite(x);
    const [k, d] = [present.length, names.length];
    // All no, and what each yes changes.
    const none = this.#none();
    const change = Float64Array.from(yes, (p) => Math.log(p) - Math.log1p(-p));
    const logs = new Float64Array(x.rows * k);
    for (let row = 0; row < x.rows; row += 1) {
      for (let c = 0; c < k; c += 1) {
        let sum = none[c]!;
        for (let j = 0; j < d; j += 1) if (x.data[row * d + j]! > threshold) sum += change[c * d + j]!;
        logs[row * k + c] = sum;
      }
    }
    return posteriors(logs, this.state);
  }

  /** By present class: the logarithm of its share, and of a no in every column. */
  #none(): number[] {
    const { priors, yes, names } = this.state;
    const d = names.length;
    return priors.map((prior, c) => yes.slice(c * d, (c + 1) * d).reduce((sum, p) => sum + Math.log1p(-p), prior));
  }

  /**
   * What a yes changes in the log odds, per standard deviation of the yes; of several classes, the root of the mean square of what
   * theirs are off the middle.
   */
  explain(): Weight[] {
    const { names, present, yes, shares } = this.state;
    const [k, d] = [present.length, names.length];
    const of = (j: number) => {
      const odds = present.map((_, c) => Math.log(yes[c * d + j]! / (1 - yes[c * d + j]!)));
      const spread = Math.sqrt(shares[j]! * (1 - shares[j]!));
      if (this.state.task === 'binary') return (odds[1]! - odds[0]!) * spread;
      const middle = odds.reduce((sum, value) => sum + value, 0) / k;
      return Math.sqrt(odds.reduce((sum, value) => sum + (value - middle) ** 2, 0) / k) * spread;
    };
    return byStrength(names.map((feature, j) => ({ feature, weight: of(j) })));
  }

  toJSON(): State {
    return this.state;
  }
}

async function fit(t: Training, { alpha, threshold }: Params, context: FitContext): Promise<FittedBernoulli> {
  const d = t.columns;
  const counts = await classSums(
    t,
    (value) => Number(value > threshold),
    (share) => context.step(share),
  );
  const { sums, sizes } = counts;
  context.ranOn({ name: 'cpu' });
  return new FittedBernoulli({
    ...classState(t, counts),
    kind: KIND,
    threshold,
    yes: Array.from(sums, (sum, at) => (sum + alpha) / (sizes[Math.floor(at / d)]! + 2 * alpha)),
    shares: t.names.map((_, j) => sizes.reduce((sum, _size, c) => sum + sums[c * d + j]!, 0) / t.total),
  });
}

function load(state: unknown): FittedBernoulli {
  const parsed = v.safeParse(stateSchema, state);
  const whole =
    parsed.success &&
    classesFit(parsed.output, parsed.output.yes) &&
    parsed.output.shares.length === parsed.output.names.length;
  if (!whole) throw new AppError('model.unreadable', { kind: KIND });
  return new FittedBernoulli(parsed.output);
}

/** Naive Bayes of yes and no: scikit-learn's `BernoulliNB`. */
export default {
  make: (params, task) => ({
    kind: KIND,
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as Params, context),
    load,
  }),
  load,
} satisfies EstimatorMaker;

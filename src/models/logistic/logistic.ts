import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { Estimator, FitContext, Fitted, Weight } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import { nextSlot } from '../trainer/slot.ts';
import { train } from '../trainer/trainer.ts';
import { chooseC } from './choose-c.ts';
import { polish } from './newton.ts';
import { linear, logisticObjective, sigmoid } from './objective.ts';
import { scalingOf, standardise } from './standardise.ts';

const numbers = v.array(v.pipe(v.number(), v.finite()));

const stateSchema = v.object({
  names: v.array(v.string()),
  mean: numbers,
  scale: numbers,
  /** On the standardised scale. */
  coefficients: numbers,
  intercept: v.pipe(v.number(), v.finite()),
  c: v.number(),
});

/** What a fitted logistic regression is, as plain JSON. */
export type LogisticState = v.InferOutput<typeof stateSchema>;

export interface LogisticOptions {
  /** Inverse strength of the L2 penalty, as scikit-learn's C. Left out: chosen by cross-validation of the training data. */
  c?: number;
}

/** A logistic regression that has been fitted; probabilities of label 1. */
export class FittedLogistic implements Fitted {
  readonly state: LogisticState;

  constructor(state: LogisticState) {
    this.state = state;
  }

  predict(x: Matrix): Float64Array {
    const { names, mean, scale, coefficients, intercept } = this.state;
    assertColumns(x, names);
    assertFinite(x);
    const z = standardise(x, { mean: Float64Array.from(mean), scale: Float64Array.from(scale) });
    const weights = Float64Array.of(...coefficients, intercept);
    return Float64Array.from({ length: x.rows }, (_, row) => sigmoid(linear(weights, z.data, row)));
  }

  /** Change of the log odds per standard deviation of the column. */
  explain(): Weight[] {
    const { names, coefficients } = this.state;
    return names
      .map((feature, column) => ({ feature, weight: coefficients[column]! }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  }

  toJSON(): LogisticState {
    return this.state;
  }
}

function labels(x: Matrix, y: ArrayLike<number>): Float32Array {
  if (x.rows === 0 || x.columns === 0) throw new AppError('model.no-rows');
  if (y.length !== x.rows) throw new AppError('model.wrong-length', { rows: x.rows, labels: y.length });
  const values = Float32Array.from(y);
  const bad = values.findIndex((value) => value !== 0 && value !== 1);
  if (bad >= 0) throw new AppError('model.bad-label', { row: bad + 1, value: String(y[bad]) });
  if (values.every((value) => value === values[0])) {
    throw new AppError('model.one-class', { rows: x.rows, label: values[0]! });
  }
  return values;
}

/** Progress goes to the training until this share; the last digits have the rest. */
const TRAINING_SHARE = 0.9;

const scaled = (context: FitContext): FitContext => ({
  ...context,
  step: (done, note) => context.step(done * TRAINING_SHARE, note),
  ranOn: (backend) => context.ranOn(backend),
});

async function fit(
  x: Matrix,
  y: ArrayLike<number>,
  options: LogisticOptions,
  context: FitContext,
): Promise<FittedLogistic> {
  assertFinite(x);
  const scaling = scalingOf(x);
  const data = { x: standardise(x, scaling), y: labels(x, y) };
  const c = options.c ?? (await chooseC(data, context));
  const objective = logisticObjective(x.columns, c);
  const trained = await train(objective, data, scaled(context), { tolerance: 1e-6, maxIterations: 500 });
  const pause = () => context.step(TRAINING_SHARE);
  const { weights } = await polish(objective, data, trained.weights, c, pause, nextSlot(context.snapshots));
  return new FittedLogistic({
    names: [...x.names],
    mean: [...scaling.mean],
    scale: [...scaling.scale],
    coefficients: [...weights.subarray(0, -1)],
    intercept: weights.at(-1)!,
    c,
  });
}

function load(state: unknown): FittedLogistic {
  const parsed = v.safeParse(stateSchema, state);
  const whole =
    parsed.success &&
    [parsed.output.mean, parsed.output.scale, parsed.output.coefficients].every(
      ({ length }) => length === parsed.output.names.length,
    );
  if (!whole) throw new AppError('model.unreadable', { kind: 'logistic' });
  return new FittedLogistic(parsed.output);
}

/**
 * Logistic regression with an L2 penalty of strength 1/C on standardised columns and a free intercept: scikit-learn's
 * `LogisticRegression` behind a `StandardScaler`. Throws `model.bad-strength`; `fit` adds `model.one-class`, `model.bad-label`.
 */
export function logistic(options: LogisticOptions = {}): Estimator<FittedLogistic> {
  const { c = 1 } = options;
  if (!(c > 0 && Number.isFinite(c))) throw new AppError('model.bad-strength', { c });
  return { kind: 'logistic', fit: (x, y, context) => fit(x, y, options, context), load };
}

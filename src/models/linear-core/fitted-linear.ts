import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { Fitted, LinearForm, Weight } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import { applyLink, linearScores } from './scores.ts';

const finite = v.pipe(v.number(), v.finite());
const numbers = v.array(finite);

const stateSchema = v.object({
  kind: v.string(),
  names: v.array(v.string()),
  link: v.picklist(['identity', 'logit', 'softmax', 'log']),
  /** Output after output, one per column. */
  coefficients: numbers,
  intercept: v.pipe(numbers, v.minLength(1)),
  /** The columns' standard deviations in the training rows. */
  spread: numbers,
  /** Of the coefficients, then of the intercept. */
  standardErrors: v.optional(v.array(v.nullable(finite))),
});

/** What a fitted linear model is, as plain JSON. */
export type LinearState = v.InferOutput<typeof stateSchema>;

/** Strongest first, by absolute value. */
export const byStrength = (weights: Weight[]): Weight[] =>
  weights.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));

/** A model whose score is a weighted sum of the columns. */
export class FittedLinear implements Fitted {
  readonly state: LinearState;
  readonly linear: LinearForm;
  readonly outputs: number;

  constructor(state: LinearState) {
    this.state = state;
    this.outputs = state.intercept.length;
    this.linear = {
      coefficients: Float64Array.from(state.coefficients),
      intercept: Float64Array.from(state.intercept),
      link: state.link,
    };
  }

  predict(x: Matrix): Float64Array {
    assertColumns(x, this.state.names);
    assertFinite(x);
    return applyLink(linearScores(x, this.linear), this.outputs, this.linear.link);
  }

  /** Change of the score per standard deviation of the column; of several outputs, the root of the mean square. */
  explain(): Weight[] {
    const { names, coefficients, spread } = this.state;
    const [d, k] = [names.length, this.outputs];
    const of = (column: number) => {
      if (k === 1) return coefficients[column]! * spread[column]!;
      let squares = 0;
      for (let c = 0; c < k; c += 1) squares += (coefficients[c * d + column]! * spread[column]!) ** 2;
      return Math.sqrt(squares / k);
    };
    return byStrength(names.map((feature, column) => ({ feature, weight: of(column) })));
  }

  toJSON(): LinearState {
    return this.state;
  }
}

function isWhole({ names, coefficients, intercept, spread, standardErrors }: LinearState): boolean {
  const [d, k] = [names.length, intercept.length];
  return (
    coefficients.length === d * k && spread.length === d && (!standardErrors || standardErrors.length === (d + 1) * k)
  );
}

/** A linear model of a kind from its JSON. Throws `model.unreadable`. */
export function loadLinear(kind: string, state: unknown): FittedLinear {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || parsed.output.kind !== kind || !isWhole(parsed.output)) {
    throw new AppError('model.unreadable', { kind });
  }
  return new FittedLinear(parsed.output);
}

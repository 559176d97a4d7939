import { FittedLinear } from './fitted-linear.ts';
import { momentsOf } from './moments.ts';
import type { Training } from './training.ts';

/** The score of a class that no row has: its probability is 0. */
const NEVER = -1e4;

interface Scores {
  /** Output after output. */
  coefficients: Float64Array;
  intercept: Float64Array;
}

/**
 * A fitted classifier whose scores are weighted sums. One output stands for the second of the `present` classes; where labels of
 * several classes name one without rows, it gets an output that never wins.
 */
export function fittedFrom(kind: string, t: Training, present: Int32Array, scores: Scores): FittedLinear {
  const { coefficients, intercept } = t.task === 'binary' ? scores : spread(t, present, scores);
  return new FittedLinear({
    kind,
    names: [...t.names],
    link: t.task === 'binary' ? 'logit' : 'softmax',
    coefficients: [...coefficients],
    intercept: [...intercept],
    spread: [...momentsOf(t).sd],
  });
}

/** One output per class, of those that were fitted. */
function spread({ classes, columns: d }: Training, present: Int32Array, { coefficients, intercept }: Scores): Scores {
  const all = { coefficients: new Float64Array(classes * d), intercept: new Float64Array(classes).fill(NEVER) };
  if (intercept.length === 1) {
    // Two classes of more: the first has the score 0.
    all.intercept[present[0]!] = 0;
    all.intercept[present[1]!] = intercept[0]!;
    all.coefficients.set(coefficients, present[1]! * d);
    return all;
  }
  present.forEach((c, place) => {
    all.intercept[c] = intercept[place]!;
    all.coefficients.set(coefficients.subarray(place * d, (place + 1) * d), c * d);
  });
  return all;
}

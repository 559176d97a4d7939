import type { LinearForm, Link } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';

/** 1 / (1 + e⁻ᶻ) without overflow. */
export const sigmoid = (z: number): number => {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
};

/** The dot product of a row that begins at `i` and a vector that begins at `j`. Four sums, so that additions need not wait. */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = i + (d & ~3);
  for (; i < whole; i += 4, j += 4) {
    s0 += a[i]! * b[j]!;
    s1 += a[i + 1]! * b[j + 1]!;
    s2 += a[i + 2]! * b[j + 2]!;
    s3 += a[i + 3]! * b[j + 3]!;
  }
  for (const end = whole + (d & 3); i < end; i += 1, j += 1) s0 += a[i]! * b[j]!;
  return s0 + s1 + (s2 + s3);
}

/** The softmax of the `k` numbers from `at`, in place. */
export function softmaxAt(scores: Float64Array, at: number, k: number): void {
  let most = -Infinity;
  for (let c = at; c < at + k; c += 1) if (scores[c]! > most) most = scores[c]!;
  let sum = 0;
  for (let c = at; c < at + k; c += 1) {
    scores[c] = Math.exp(scores[c]! - most);
    sum += scores[c]!;
  }
  for (let c = at; c < at + k; c += 1) scores[c]! /= sum;
}

/** Turns scores (rows × k) into predictions, in place. */
export function applyLink(scores: Float64Array, k: number, link: Link): Float64Array {
  if (link === 'softmax') for (let at = 0; at < scores.length; at += k) softmaxAt(scores, at, k);
  else if (link === 'logit') for (let at = 0; at < scores.length; at += 1) scores[at] = sigmoid(scores[at]!);
  else if (link === 'log') for (let at = 0; at < scores.length; at += 1) scores[at] = Math.exp(scores[at]!);
  return scores;
}

/** The weighted sums of each row: rows × outputs. */
export function linearScores(x: Matrix, { coefficients, intercept }: LinearForm): Float64Array {
  const data = x.data instanceof Float64Array ? x.data : Float64Array.from(x.data);
  const [d, k] = [x.columns, intercept.length];
  const scores = new Float64Array(x.rows * k);
  for (let row = 0; row < x.rows; row += 1) {
    for (let c = 0; c < k; c += 1) scores[row * k + c] = intercept[c]! + dot(data, row * d, coefficients, c * d, d);
  }
  return scores;
}

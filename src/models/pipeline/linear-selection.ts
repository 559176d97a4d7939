import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Matrix } from '../matrix.ts';
import { momentsOf } from './scaling.ts';

/** Columns on one scale as sums: their correlations, and by target the covariance of each column with it. */
export interface Correlations {
  columns: number;
  rows: number;
  /** columns × columns; both triangles. */
  between: Float64Array;
  with: Float64Array[];
}

/** Rows taken at a time: each sum is read and written once for all of them. */
const AT_ONCE = 4;

/** Adds the products of four rows' columns, i ≥ j. */
function addProducts(between: Float64Array, [a, b, c, e]: readonly Float64Array[], d: number): void {
  for (let i = 0, at = 0; i < d; i += 1) {
    const [ai, bi, ci, ei] = [a![i]!, b![i]!, c![i]!, e![i]!];
    at = i * d;
    for (let j = 0; j <= i; j += 1, at += 1) between[at]! += ai * a![j]! + bi * b![j]! + ci * c![j]! + ei * e![j]!;
  }
}

/** One pass over the rows; a missing value counts as the mean. */
export function correlationsOf(x: Matrix, targets: readonly Float64Array[]): Correlations {
  const { data, rows, columns: d } = x;
  const { mean, sd } = momentsOf(x);
  const centres = targets.map((y) => y.reduce((sum, value) => sum + value, 0) / rows);
  const between = new Float64Array(d * d);
  const withTargets = targets.map(() => new Float64Array(d));
  const lines = Array.from({ length: AT_ONCE }, () => new Float64Array(d));
  for (let row = 0; row < rows; row += 1) {
    const z = lines[row % AT_ONCE]!;
    for (let c = 0; c < d; c += 1) {
      const value = data[row * d + c]!;
      z[c] = sd[c]! > 0 && !Number.isNaN(value) ? (value - mean[c]!) / sd[c]! : 0;
    }
    for (let k = 0; k < targets.length; k += 1) {
      const apart = targets[k]![row]! - centres[k]!;
      const sums = withTargets[k]!;
      for (let c = 0; c < d; c += 1) sums[c]! += z[c]! * apart;
    }
    if (row === rows - 1) lines.slice((row % AT_ONCE) + 1).forEach((line) => line.fill(0));
    if (row % AT_ONCE === AT_ONCE - 1 || row === rows - 1) addProducts(between, lines, d);
  }
  for (let i = 0; i < d; i += 1) {
    for (let j = 0; j <= i; j += 1) between[j * d + i] = between[i * d + j] = between[i * d + j]! / rows;
  }
  return { columns: d, rows, between, with: withTargets.map((sums) => sums.map((sum) => sum / rows)) };
}

const CHANGE = 1e-8;
const SWEEPS = 1000;

/** One sweep of coordinate descent; the greatest change. `slack[c]`: what the column still has in common with the residual. */
function sweep(between: Float64Array, beta: Float64Array, slack: Float64Array, penalty: number): number {
  const d = beta.length;
  let greatest = 0;
  for (let c = 0; c < d; c += 1) {
    const own = between[c * d + c]!;
    if (!(own > 0)) continue;
    const pull = slack[c]! + own * beta[c]!;
    const next = (Math.sign(pull) * Math.max(0, Math.abs(pull) - penalty)) / own;
    const change = next - beta[c]!;
    if (change === 0) continue;
    beta[c] = next;
    for (let j = 0; j < d; j += 1) slack[j]! -= change * between[c * d + j]!;
    greatest = Math.max(greatest, Math.abs(change));
  }
  return greatest;
}

/**
 * The lasso on sums (Friedman, Hastie & Tibshirani 2010, covariance updates): minimises ½ mean((y − Zβ)²) + penalty · Σ|β|, from
 * `start`. The penalty is scikit-learn's `alpha`.
 */
export function lasso(
  { between }: Correlations,
  withTarget: Float64Array,
  penalty: number,
  start: Float64Array,
): Float64Array {
  const d = start.length;
  const beta = Float64Array.from(start);
  const slack = Float64Array.from(withTarget);
  for (let c = 0; c < d; c += 1) {
    if (beta[c] !== 0) for (let j = 0; j < d; j += 1) slack[j]! -= beta[c]! * between[c * d + j]!;
  }
  const size = Math.max(...withTarget.map(Math.abs));
  for (let at = 0; at < SWEEPS && sweep(between, beta, slack, penalty) > CHANGE * size; at += 1);
  return beta;
}

/** Penalties of the path: so many on a logarithmic scale, from one that keeps no column down to a thousandth of it. */
const PENALTIES = 100;
const WEAKEST = 1e-3;

/** By column, Σ|β| at the strongest penalty that leaves at least `count` columns; fewer may have weight where none does. */
export function lassoWeights(sums: Correlations, count: number): Float64Array {
  const strongest = Math.max(...sums.with.map((one) => Math.max(...one.map(Math.abs))));
  let betas: Float64Array[] = sums.with.map(() => new Float64Array(sums.columns));
  let weights = new Float64Array(sums.columns);
  for (let at = 1; at <= PENALTIES; at += 1) {
    const penalty = strongest * WEAKEST ** (at / PENALTIES);
    betas = betas.map((beta, k) => lasso(sums, sums.with[k]!, penalty, beta));
    weights = weights.map((_, c) => betas.reduce((sum, beta) => sum + Math.abs(beta[c]!), 0));
    if (weights.filter((weight) => weight > 0).length >= count) break;
  }
  return weights;
}

/** scikit-learn's default strength of a ridge. */
const RIDGE = 1;

/** By column of a few, Σβ² of ridge regressions on the targets. */
function ridgeWeights({ between, columns, rows, with: targets }: Correlations, some: readonly number[]): number[] {
  const d = some.length;
  const a = new Float64Array(d * d);
  for (let i = 0; i < d; i += 1) {
    for (let j = 0; j < d; j += 1)
      a[i * d + j] = between[some[i]! * columns + some[j]!]! + (i === j ? RIDGE / rows : 0);
  }
  // The ridge keeps the matrix positive definite.
  const betas = targets.map((one) =>
    solvePositiveDefinite(
      a,
      Float64Array.from(some, (c) => one[c]!),
    )!,
  );
  return some.map((_, at) => betas.reduce((sum, beta) => sum + beta[at]! ** 2, 0));
}

/**
 * Recursive feature elimination (Guyon et al. 2002): while there are too many columns, the half of those too many that weigh least
 * in a ridge regression goes. The columns left, in order.
 */
export function eliminate(sums: Correlations, count: number): number[] {
  let left = Array.from({ length: sums.columns }, (_, column) => column);
  while (left.length > count) {
    const weights = ridgeWeights(sums, left);
    const ranked = left.map((_, at) => at).sort((a, b) => weights[a]! - weights[b]! || b - a);
    const gone = new Set(ranked.slice(0, Math.ceil((left.length - count) / 2)));
    left = left.filter((_, at) => !gone.has(at));
  }
  return left;
}

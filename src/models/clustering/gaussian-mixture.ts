import { AppError } from '../../core/errors.ts';
import type { Matrix } from '../matrix.ts';
import { kMeans } from './k-means.ts';
import type { ClusterContext, Clustering } from './rows.ts';
import { bySize, rowsOf } from './rows.ts';

export interface MixtureOptions {
  k: number;
  /** Added to the variances, so that no component shrinks to a point; scikit-learn's 1e-6 by default. */
  regCovar?: number;
  /** Starts, of which the likeliest is kept; 10 by default. */
  restarts?: number;
  maxIterations?: number;
  /** The gain of the mean log-likelihood that ends a run; 1e-4 by default. */
  tolerance?: number;
}

/** One normal distribution: its share, its mean, and the inverse of its covariance's Cholesky factor (lower, row-major). */
interface Component {
  logWeight: number;
  mean: Float64Array;
  whitening: Float64Array;
  /** Sum of the logarithms of the whitening's diagonal. */
  logDet: number;
}

export interface Mixture extends Clustering {
  components: Component[];
  meanLogLikelihood: number;
  /** Bayesian information criterion (Schwarz 1978): the less, the better. */
  bic: number;
  /** False where the iterations ran out first. */
  converged: boolean;
}

const ROWS_PER_STEP = 16384;
const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** The inverse of the lower Cholesky factor; null where the matrix is not positive definite. */
function inverseCholesky(matrix: Float64Array, d: number): Float64Array | null {
  const factor = matrix.slice();
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * d + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * d + k]! * factor[j * d + k]!;
      if (i !== j) factor[i * d + j] = sum / factor[j * d + j]!;
      else if (sum > 0) factor[i * d + i] = Math.sqrt(sum);
      else return null;
    }
  }
  const inverse = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    inverse[j * d + j] = 1 / factor[j * d + j]!;
    for (let i = j + 1; i < d; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += factor[i * d + k]! * inverse[k * d + j]!;
      inverse[i * d + j] = -sum / factor[i * d + i]!;
    }
  }
  return inverse;
}

/** A component from the rows as far as each belongs to it. Throws `clustering.singular`. */
function componentOf(
  data: Float64Array,
  d: number,
  shares: Float64Array,
  k: number,
  c: number,
  reg: number,
): Component {
  const n = data.length / d;
  const mean = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  const centred = new Float64Array(d);
  let weight = 10 * Number.EPSILON;
  for (let row = 0; row < n; row++) {
    const share = shares[row * k + c]!;
    weight += share;
    for (let j = 0; j < d; j++) mean[j]! += share * data[row * d + j]!;
  }
  for (let j = 0; j < d; j++) mean[j]! /= weight;
  for (let row = 0; row < n; row++) {
    const share = shares[row * k + c]! / weight;
    if (share === 0) continue;
    for (let j = 0; j < d; j++) centred[j] = data[row * d + j]! - mean[j]!;
    for (let i = 0; i < d; i++) {
      const scaled = share * centred[i]!;
      for (let j = 0; j <= i; j++) covariance[i * d + j]! += scaled * centred[j]!;
    }
  }
  for (let j = 0; j < d; j++) covariance[j * d + j]! += reg;
  const whitening = inverseCholesky(covariance, d);
  if (!whitening) throw new AppError('clustering.singular', { segments: k });
  let logDet = 0;
  for (let j = 0; j < d; j++) logDet += Math.log(whitening[j * d + j]!);
  return { logWeight: Math.log(weight / n), mean, whitening, logDet };
}

/** The logarithm of a component's share and density at a row. */
function logDensity(
  { logWeight, mean, whitening, logDet }: Component,
  data: Float64Array,
  at: number,
  centred: Float64Array,
): number {
  const d = mean.length;
  for (let j = 0; j < d; j++) centred[j] = data[at + j]! - mean[j]!;
  let distance = 0;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0, w = i * d; j <= i; j++, w++) sum += whitening[w]! * centred[j]!;
    distance += sum * sum;
  }
  return logWeight + logDet - d * HALF_LOG_2PI - 0.5 * distance;
}

/** Fills in how far each row belongs to each component; the mean log-likelihood. */
function expectation(data: Float64Array, d: number, components: readonly Component[], shares: Float64Array): number {
  const k = components.length;
  const n = data.length / d;
  const centred = new Float64Array(d);
  let total = 0;
  for (let row = 0; row < n; row++) {
    let most = -Infinity;
    for (let c = 0; c < k; c++) {
      const value = logDensity(components[c]!, data, row * d, centred);
      shares[row * k + c] = value;
      if (value > most) most = value;
    }
    let sum = 0;
    for (let c = 0; c < k; c++) sum += shares[row * k + c] = Math.exp(shares[row * k + c]! - most);
    for (let c = 0; c < k; c++) shares[row * k + c]! /= sum;
    total += most + Math.log(sum);
  }
  return total / n;
}

interface Run {
  components: Component[];
  meanLogLikelihood: number;
  converged: boolean;
}

async function oneRun(
  data: Float64Array,
  d: number,
  start: Clustering,
  options: Required<MixtureOptions>,
  pause: () => Promise<void>,
): Promise<Run> {
  const { k } = start;
  const shares = new Float64Array(start.labels.length * k);
  start.labels.forEach((label, row) => (shares[row * k + label] = 1));
  const all = Array.from({ length: k }, (_, c) => c);
  const maximise = () => all.map((c) => componentOf(data, d, shares, k, c, options.regCovar));
  let run: Run = { components: maximise(), meanLogLikelihood: -Infinity, converged: false };
  for (let n = 0; n < options.maxIterations && !run.converged; n++) {
    await pause();
    const likelihood = expectation(data, d, run.components, shares);
    const converged = Math.abs(likelihood - run.meanLogLikelihood) < options.tolerance;
    run = { components: converged ? run.components : maximise(), meanLogLikelihood: likelihood, converged };
  }
  return { ...run, meanLogLikelihood: expectation(data, d, run.components, shares) };
}

/** The likeliest component of each row. */
export async function assignMixture(
  x: Matrix,
  components: readonly Component[],
  context: ClusterContext,
): Promise<Int32Array> {
  const data = rowsOf(x);
  const d = x.columns;
  const centred = new Float64Array(d);
  const labels = new Int32Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    if (row % ROWS_PER_STEP === 0) await context.step(row / x.rows);
    let most = -Infinity;
    components.forEach((component, c) => {
      const value = logDensity(component, data, row * d, centred);
      if (value > most) [labels[row], most] = [c, value];
    });
  }
  return labels;
}

/**
 * A mixture of normal distributions with full covariances, by expectation and maximisation (Dempster, Laird and Rubin 1977) from k-means
 * starts: groups that may overlap and be stretched. Groups are numbered by size. Throws `clustering.singular`, and as `kMeans` does.
 */
export async function gaussianMixture(x: Matrix, options: MixtureOptions, context: ClusterContext): Promise<Mixture> {
  const all = { regCovar: 1e-6, restarts: 10, maxIterations: 200, tolerance: 1e-4, ...options };
  const data = rowsOf(x);
  const d = x.columns;
  let best: Run | null = null;
  for (let n = 0; n < all.restarts; n++) {
    const done = n / all.restarts;
    const pause = () => context.step(done);
    // The first start is a good k-means; the others stop short of it, some at once, and so differ more.
    const limits = n === 0 ? { restarts: 10 } : { restarts: 1, maxIterations: 2 ** (n % 5) };
    const start = await kMeans(x, { k: all.k, ...limits }, { seed: context.seed + n, step: pause });
    const run = await oneRun(data, d, start, all, pause);
    if (!best || run.meanLogLikelihood > best.meanLogLikelihood) best = run;
  }
  const { components, meanLogLikelihood, converged } = best!;
  const k = components.length;
  const free = k * d + (k * d * (d + 1)) / 2 + k - 1;
  const ordered = bySize({ labels: await assignMixture(x, components, context), k });
  return {
    labels: ordered.labels,
    k: ordered.k,
    components: Array.from(ordered.from, (old) => components[old]!),
    meanLogLikelihood,
    bic: -2 * meanLogLikelihood * x.rows + free * Math.log(x.rows),
    converged,
  };
}

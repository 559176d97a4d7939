import { ascending } from '../../core/ascending.ts';
import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import { chiSquareSf } from '../../core/statistics/chi-square.ts';
import type { Ordered } from './cox-likelihood.ts';
import { shiftedScores } from './cox-likelihood.ts';

/** Whether a coefficient drifts with time: the correlation of its scaled Schoenfeld residuals with time, and the test of no drift. */
export interface Drift {
  name: string;
  correlation: number;
  statistic: number;
  p: number;
}

export interface HazardCheck {
  columns: Drift[];
  /** Of all columns together; null where they cannot be told apart. */
  global: { statistic: number; df: number; p: number } | null;
  /** At each event, in order of time: the time and the scaled residual of each column, around its coefficient (per standard deviation). */
  residuals: { time: Float64Array; values: Float64Array };
}

interface Residuals {
  /** Events × columns, row after row. */
  values: Float64Array;
  times: Float64Array;
}

/** Each event's covariates minus their mean over who was at risk, weighted by e^score; Efron's mean where events tie. */
function schoenfeld(data: Ordered, beta: Float64Array): Residuals {
  const { columns, x, times, events, strata } = data;
  const { scores } = shiftedScores(data, beta);
  const values: number[] = [];
  const at: number[] = [];
  const [s1, t1, mean] = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)];
  let s0 = 0;
  for (let from = 0, to: number; from < times.length; from = to) {
    if (from > 0 && strata[from] !== strata[from - 1]) {
      s0 = 0;
      s1.fill(0);
    }
    let [died, t0] = [0, 0];
    t1.fill(0);
    for (to = from; to < times.length && times[to] === times[from] && strata[to] === strata[from]; to++) {
      const weight = Math.exp(scores[to]!);
      s0 += weight;
      for (let k = 0; k < columns; k++) s1[k]! += weight * x[to * columns + k]!;
      if (!events[to]) continue;
      died++;
      t0 += weight;
      for (let k = 0; k < columns; k++) t1[k]! += weight * x[to * columns + k]!;
    }
    mean.fill(0);
    for (let l = 0; l < died; l++) {
      const share = l / died;
      for (let k = 0; k < columns; k++) mean[k]! += (s1[k]! - share * t1[k]!) / ((s0 - share * t0) * died);
    }
    for (let row = from; row < to && died > 0; row++) {
      if (!events[row]) continue;
      at.push(times[row]!);
      for (let k = 0; k < columns; k++) values.push(x[row * columns + k]! - mean[k]!);
    }
  }
  return { values: Float64Array.from(values), times: Float64Array.from(at) };
}

/** The rank of each time among them, ties by their mean. */
function ranksOf(times: Float64Array): Float64Array {
  const sorted = Float64Array.from(times).sort();
  const rank = new Map<number, number>();
  for (let from = 0, to: number; from < sorted.length; from = to) {
    for (to = from; to < sorted.length && sorted[to] === sorted[from]; to++);
    rank.set(sorted[from]!, (from + 1 + to) / 2);
  }
  return times.map((time) => rank.get(time)!);
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: Float64Array, b: Float64Array): number {
  const [ma, mb] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    ab += (a[n]! - ma) * (b[n]! - mb);
    aa += (a[n]! - ma) ** 2;
    bb += (b[n]! - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Residuals times the covariance and the number of events: of the size of a coefficient. */
function scaledBy({ values, times }: Residuals, covariance: Float64Array, columns: number): Float64Array {
  const scaled = new Float64Array(values.length);
  for (let row = 0; row < times.length; row++) {
    for (let a = 0; a < columns; a++) {
      let sum = 0;
      for (let b = 0; b < columns; b++) sum += values[row * columns + b]! * covariance[b * columns + a]!;
      scaled[row * columns + a] = times.length * sum;
    }
  }
  return scaled;
}

/** Σ (g − ḡ) · residuals, column by column. */
function leaning(values: Float64Array, g: Float64Array, columns: number): Float64Array {
  const centre = meanOf(g);
  const sums = new Float64Array(columns);
  for (let n = 0; n < values.length; n++) sums[n % columns]! += (g[Math.floor(n / columns)]! - centre) * values[n]!;
  return sums;
}

function globalTest(
  lean: Float64Array,
  covariance: Float64Array,
  spread: number,
  events: number,
): HazardCheck['global'] {
  // (Σ(g − ḡ) r*)ᵀ V⁻¹ (Σ(g − ḡ) r*) / (d Σ(g − ḡ)²)
  const solved = solvePositiveDefinite(covariance, lean);
  if (!solved || !(spread > 0)) return null;
  const statistic = solved.reduce((sum, value, n) => sum + value * lean[n]!, 0) / (events * spread);
  return { statistic, df: lean.length, p: chiSquareSf(statistic, lean.length) };
}

/** In order of time: events lie from the last to the first, stratum by stratum. */
function byTime(
  times: Float64Array,
  scaled: Float64Array,
  columns: number,
  beta: Float64Array,
): HazardCheck['residuals'] {
  const order = ascending(times);
  const values = new Float64Array(scaled.length);
  order.forEach((from, to) => {
    for (let k = 0; k < columns; k++) values[to * columns + k] = scaled[from * columns + k]! + beta[k]!;
  });
  return { time: Float64Array.from(order, (n) => times[n]!), values };
}

/**
 * Grambsch and Therneau's check (1994) that hazards are proportional: scaled Schoenfeld residuals against time or its rank among the
 * times of events, as R's cox.zph takes it. `covariance`
 * is that of `beta`, row after row.
 */
export function hazardCheck(
  data: Ordered,
  beta: Float64Array,
  covariance: Float64Array,
  names: readonly string[],
  against: 'rank' | 'identity',
): HazardCheck {
  const { columns } = data;
  const residuals = schoenfeld(data, beta);
  const scaled = scaledBy(residuals, covariance, columns);
  const g = against === 'rank' ? ranksOf(residuals.times) : residuals.times;
  const centre = meanOf(g);
  const spread = g.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const lean = leaning(scaled, g, columns);
  const drifts = names.map((name, k) => {
    const variance = covariance[k * (columns + 1)]!;
    const statistic = spread > 0 ? lean[k]! ** 2 / (residuals.times.length * variance * spread) : 0;
    const own = Float64Array.from(residuals.times, (_, row) => scaled[row * columns + k]!);
    return { name, correlation: correlation(g, own), statistic, p: chiSquareSf(statistic, 1) };
  });
  return {
    columns: drifts,
    global: columns > 0 ? globalTest(lean, covariance, spread, residuals.times.length) : null,
    residuals: byTime(residuals.times, scaled, columns, beta),
  };
}

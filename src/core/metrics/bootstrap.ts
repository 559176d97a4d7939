import { quantileSorted } from '../statistics/describe.ts';
import { seededRandom } from '../random.ts';
import { metricsOfRanking, rankingMetricNames, type RankingMetric } from './binary.ts';
import type { Numbers } from './checks.ts';
import { cumulate, type Cumulated } from './curves.ts';
import { logCost } from './probabilities.ts';
import { rankingOf, totals, type Ranking } from './ranking.ts';

/** Where 95 % of the resamples lie. */
export interface Band {
  low: number;
  high: number;
}

/** A curve at a place, with its band there. */
export interface BandPoint extends Band {
  x: number;
  y: number;
}

export type BandMetric = RankingMetric | 'logLoss' | 'brier';
export type BandCurve = 'roc' | 'precisionRecall' | 'gain' | 'lift';

/** Bands around metrics, and around curves at x = 0.01, 0.02, … 1 (the ROC curve from 0 on). */
export interface BootstrapBands {
  metrics: Record<BandMetric, Band>;
  curves: Record<BandCurve, BandPoint[]>;
}

const STEPS = 100;
/** x of the points, as a share of all: positives (recall), negatives (ROC) or rows. */
const shares = (from: number) => Array.from({ length: STEPS + 1 - from }, (_, at) => (from + at) / STEPS);
const GRID: Record<BandCurve, number[]> = {
  roc: shares(0),
  precisionRecall: shares(1),
  gain: shares(1),
  lift: shares(1),
};
const curveNames = ['roc', 'precisionRecall', 'gain', 'lift'] as const;

/** y where x is reached on a line through points with rising x (`xs` may rise by 0); the last of those at the same x. */
function linear(xs: (at: number) => number, ys: Float64Array, targets: readonly number[]): number[] {
  let at = 0;
  const last = ys.length - 1;
  return targets.map((x) => {
    while (at < last && xs(at + 1) <= x) at += 1;
    const [from, to] = [xs(at), at < last ? xs(at + 1) : xs(at)];
    return to > from ? ys[at]! + ((x - from) / (to - from)) * (ys[at + 1]! - ys[at]!) : ys[at]!;
  });
}

/** Precision where so many positives are found: the step of the curve, as a line between its points promises too much (Davis and Goadrich 2006). */
function precisions({ hits, misses }: Cumulated, targets: readonly number[]): number[] {
  let at = 0;
  return targets.map((target) => {
    while (at < hits.length - 1 && hits[at]! < target - 1e-9) at += 1;
    return hits[at]! / (hits[at]! + misses[at]!);
  });
}

function curvesAt(cumulated: Cumulated, positives: number, negatives: number): Record<BandCurve, number[]> {
  const { hits, misses } = cumulated;
  const rows = positives + negatives;
  const scaled = (shares: number[], by: number) => shares.map((share) => share * by);
  const roc = linear((at) => misses[at]!, hits, scaled(GRID.roc, negatives)).map((y) => y / positives);
  const gain = linear((at) => hits[at]! + misses[at]!, hits, scaled(GRID.gain, rows)).map((y) => y / positives);
  return {
    roc,
    precisionRecall: precisions(cumulated, scaled(GRID.precisionRecall, positives)),
    gain,
    lift: gain.map((y, at) => y / GRID.lift[at]!),
  };
}

/** Of each row of some label, the place of its score in a ranking. */
function places(counts: Float64Array, rows: number): Uint32Array {
  const found = new Uint32Array(rows);
  let row = 0;
  counts.forEach((count, place) => {
    found.fill(place, row, (row += count));
  });
  return found;
}

/** Rows drawn with replacement, as many of each label as there are: the same scores with other counts, so nothing is sorted again. */
class Resample {
  readonly ranking: Ranking;
  readonly #positives: Uint32Array;
  readonly #negatives: Uint32Array;
  readonly #random: () => number;

  constructor({ scores, positives, negatives }: Ranking, seed: number) {
    const all = totals({ scores, positives, negatives });
    this.ranking = { scores, positives: positives.slice(), negatives: negatives.slice() };
    this.#positives = places(positives, all.positives);
    this.#negatives = places(negatives, all.negatives);
    this.#random = seededRandom(seed);
  }

  draw(): void {
    this.#refill(this.ranking.positives, this.#positives);
    this.#refill(this.ranking.negatives, this.#negatives);
  }

  #refill(counts: Float64Array, from: Uint32Array): void {
    const random = this.#random;
    counts.fill(0);
    for (let row = 0; row < from.length; row += 1) counts[from[Math.floor(random() * from.length)]!]! += 1;
  }
}

/** Losses of a score under each label, which a resample weighs by its counts. */
interface Costs {
  positive: Float64Array;
  negative: Float64Array;
}

const costsOf = (scores: Float64Array, cost: (label: number, score: number) => number): Costs => ({
  positive: scores.map((score) => cost(1, score)),
  negative: scores.map((score) => cost(0, score)),
});

function meanCost({ positives, negatives }: Ranking, { positive, negative }: Costs): number {
  let [sum, rows] = [0, 0];
  for (let at = 0; at < positives.length; at += 1) {
    sum += positives[at]! * positive[at]! + negatives[at]! * negative[at]!;
    rows += positives[at]! + negatives[at]!;
  }
  return sum / rows;
}

function band(values: Float64Array): Band {
  const sorted = values.slice().sort();
  return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}

/** One array of `rounds` per metric, and per place of each curve. */
class Rounds {
  readonly metrics: Record<BandMetric, Float64Array>;
  readonly curves: Record<BandCurve, Float64Array[]>;

  constructor(rounds: number) {
    const values = () => new Float64Array(rounds);
    const names = [...rankingMetricNames, 'logLoss', 'brier'] as const;
    this.metrics = Object.fromEntries(names.map((name) => [name, values()])) as typeof this.metrics;
    this.curves = Object.fromEntries(curveNames.map((name) => [name, GRID[name].map(values)])) as typeof this.curves;
  }

  keep(round: number, metrics: Record<BandMetric, number>, curves: Record<BandCurve, number[]>): void {
    for (const name of Object.keys(metrics) as BandMetric[]) this.metrics[name][round] = metrics[name];
    for (const name of curveNames) curves[name].forEach((y, place) => (this.curves[name][place]![round] = y));
  }
}

function bandsOf(rounds: Rounds, estimates: Record<BandCurve, number[]>): BootstrapBands {
  const metrics = Object.entries(rounds.metrics).map(([name, values]) => [name, band(values)]);
  const curves = curveNames.map((name) => [
    name,
    GRID[name].map((x, at) => ({ x, y: estimates[name][at]!, ...band(rounds.curves[name][at]!) })),
  ]);
  return { metrics: Object.fromEntries(metrics), curves: Object.fromEntries(curves) } as BootstrapBands;
}

/** Draws and judges one resample after the other; each time `next` is called, one. */
function bootstrap(labels: Numbers, p: Numbers, seed: number, rounds: number) {
  const ranking = rankingOf(labels, p);
  const { positives, negatives } = totals(ranking);
  const resample = new Resample(ranking, seed);
  const [logCosts, squares] = [costsOf(ranking.scores, logCost), costsOf(ranking.scores, (y, q) => (y - q) ** 2)];
  const cumulated = cumulate(ranking);
  const estimates = curvesAt(cumulated, positives, negatives);
  const kept = new Rounds(rounds);
  return {
    next(round: number) {
      resample.draw();
      const metrics = {
        ...metricsOfRanking(resample.ranking),
        logLoss: meanCost(resample.ranking, logCosts),
        brier: meanCost(resample.ranking, squares),
      };
      kept.keep(round, metrics, curvesAt(cumulate(resample.ranking, cumulated), positives, negatives));
    },
    bands: () => bandsOf(kept, estimates),
  };
}

/**
 * Percentile bands (95 %) by the stratified bootstrap (Efron and Tibshirani 1993): rows are drawn with replacement within each
 * class. Same seed, same bands. Cost: `rounds` × (one draw per row and one pass over the distinct scores). Bounds are NaN where a
 * metric has no value. Throws `metrics.wrong-length`, `metrics.not-a-number`.
 */
export function bootstrapBands(labels: Numbers, p: Numbers, seed: number, rounds = 200): BootstrapBands {
  const { next, bands } = bootstrap(labels, p, seed, rounds);
  for (let round = 0; round < rounds; round += 1) next(round);
  return bands();
}

/** The same bands, with a step after each round: for a worker, where many rows take long and a cancel must arrive. */
export async function bootstrapBandsInSteps(
  labels: Numbers,
  p: Numbers,
  seed: number,
  rounds: number,
  step: (share: number) => Promise<void>,
): Promise<BootstrapBands> {
  const { next, bands } = bootstrap(labels, p, seed, rounds);
  for (let round = 0; round < rounds; round += 1) {
    next(round);
    await step((round + 1) / rounds);
  }
  return bands();
}

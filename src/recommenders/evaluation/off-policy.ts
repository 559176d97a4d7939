import { meanAndVariance, normalQuantile } from '../../core/statistics.ts';

/** What was shown: exposure n was of `action[n]` (0 … actions − 1), which had the chance `propensity[n]` > 0, and brought `reward[n]`. */
export interface Exposures {
  actions: number;
  action: Int32Array;
  propensity: Float64Array;
  reward: Float64Array;
}

/** Writes the chance with which the policy on trial would show each action at exposure `n` to `out`; they add up to 1. */
export type Policy = (n: number, out: Float64Array) => void;

export interface Interval {
  low: number;
  high: number;
}

/** What a policy would have brought per exposure, by what another one showed. */
export interface OffPolicy {
  n: number;
  /** Inverse propensity score; the same divided by the sum of the weights; doubly robust. */
  ips: number;
  snips: number;
  dr: number;
  /** Kish's effective sample size of the weights, (Σw)² / Σw²: how many exposures speak of this policy. */
  ess: number;
  /** The 95 % interval of `dr`. */
  low: number;
  high: number;
  intervals: { ips: Interval; snips: Interval; dr: Interval };
  /** What the exposures themselves brought on average, with its interval. */
  logged: { mean: number } & Interval;
}

const Z = normalQuantile(0.975);
/** Below this the transformation is a straight line in doubles. */
const STRAIGHT = 1e-9;

/**
 * A mean with its interval by Hall's transformation of Student's t (1992), which takes its skewness away: importance weights are mostly small
 * and seldom large, so that the normal interval ends too low.
 */
function meanOf(values: Float64Array): { mean: number } & Interval {
  const { n, mean, variance } = meanAndVariance(values);
  if (n < 2) return { mean, low: NaN, high: NaN };
  const error = Math.sqrt(variance / n);
  const third = values.reduce((sum, value) => sum + (value - mean) ** 3, 0) / n;
  const skewness = variance > 0 ? third / variance ** 1.5 : 0;
  const bend = skewness / (3 * Math.sqrt(n));
  const student = (z: number): number =>
    Math.abs(bend) < STRAIGHT ? z : (Math.cbrt(1 + 3 * bend * (z - bend / 2)) - 1) / bend;
  return { mean, low: mean - error * student(Z), high: mean - error * student(-Z) };
}

/** Rewards by action. */
function sumsOf({ actions, action, reward }: Exposures) {
  const [sums, counts] = [new Float64Array(actions), new Float64Array(actions)];
  action.forEach((shown, n) => {
    sums[shown]! += reward[n]!;
    counts[shown]!++;
  });
  return { sums, counts, total: reward.reduce((all, each) => all + each, 0) };
}

/**
 * Of each exposure its importance weight, the reward expected there, and what the policy on trial would bring. Expected is the mean reward of the action,
 * with one exposure of the mean of all on top, over all other exposures: a model that has seen the reward explains it too well, and its interval is
 * too narrow (Chernozhukov et al. 2018).
 */
function weigh(exposures: Exposures, policy: Policy) {
  const { actions, action, reward, propensity } = exposures;
  const { sums, counts, total } = sumsOf(exposures);
  const chances = new Float64Array(actions);
  const n = action.length;
  const [weight, own, expected] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let at = 0; at < n; at++) {
    policy(at, chances);
    const [shown, brought] = [action[at]!, reward[at]!];
    const overall = n > 1 ? (total - brought) / (n - 1) : 0;
    weight[at] = chances[shown]! / propensity[at]!;
    own[at] = (sums[shown]! - brought + overall) / counts[shown]!;
    for (let each = 0; each < actions; each++) {
      const model = each === shown ? own[at]! : (sums[each]! + overall) / (counts[each]! + 1);
      expected[at]! += chances[each]! * model;
    }
  }
  return { weight, own, expected };
}

/**
 * What a policy would have brought, from logged exposures with their propensities: IPS (Horvitz and Thompson 1952), SNIPS (Swaminathan
 * and Joachims 2015; interval by the delta method), DR (Dudík, Langford and Li 2011) with the mean reward of each action over the other exposures.
 * All are NaN without exposures, SNIPS where no exposure is of an action that the policy would show.
 */
export function offPolicy(exposures: Exposures, policy: Policy): OffPolicy {
  const { action, reward } = exposures;
  const { weight, own, expected } = weigh(exposures, policy);
  const sum = weight.reduce((all, w) => all + w, 0);
  const squares = weight.reduce((all, w) => all + w * w, 0);
  const meanWeight = sum / weight.length;
  const ips = meanOf(reward.map((r, n) => weight[n]! * r));
  const snips = ips.mean / meanWeight;
  const around = meanOf(reward.map((r, n) => (weight[n]! * (r - snips)) / meanWeight));
  const dr = meanOf(reward.map((r, n) => expected[n]! + weight[n]! * (r - own[n]!)));
  const { low, high } = dr;
  return {
    n: action.length,
    ips: ips.mean,
    snips,
    dr: dr.mean,
    ess: squares > 0 ? (sum * sum) / squares : 0,
    low,
    high,
    intervals: {
      ips: { low: ips.low, high: ips.high },
      snips: { low: snips + around.low, high: snips + around.high },
      dr: { low, high },
    },
    logged: meanOf(reward),
  };
}

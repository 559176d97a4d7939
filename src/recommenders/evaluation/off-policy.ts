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

/** A mean with its interval by the normal approximation. */
function meanOf(values: Float64Array): { mean: number } & Interval {
  const { n, mean, variance } = meanAndVariance(values);
  const margin = n > 1 ? Z * Math.sqrt(variance / n) : NaN;
  return { mean, low: mean - margin, high: mean + margin };
}

/** The mean reward of each action; of all of them for an action that was never shown. */
function rewardModel({ actions, action, reward }: Exposures): Float64Array {
  const [sums, counts] = [new Float64Array(actions), new Float64Array(actions)];
  action.forEach((shown, n) => {
    sums[shown]! += reward[n]!;
    counts[shown]!++;
  });
  const { mean } = meanAndVariance(reward);
  return sums.map((sum, each) => (counts[each]! > 0 ? sum / counts[each]! : mean));
}

/** For each exposure its importance weight, and what the model expects of the policy there. */
function weigh(exposures: Exposures, policy: Policy, model: Float64Array) {
  const chances = new Float64Array(exposures.actions);
  const n = exposures.action.length;
  const [weight, expected] = [new Float64Array(n), new Float64Array(n)];
  for (let at = 0; at < n; at++) {
    policy(at, chances);
    weight[at] = chances[exposures.action[at]!]! / exposures.propensity[at]!;
    for (let action = 0; action < model.length; action++) expected[at]! += chances[action]! * model[action]!;
  }
  return { weight, expected };
}

/**
 * What a policy would have brought, from logged exposures with their propensities: IPS (Horvitz and Thompson 1952), SNIPS (Swaminathan
 * and Joachims 2015; interval by the delta method), DR (Dudík, Langford and Li 2011) with the mean reward of each action as its model.
 * All are NaN without exposures, SNIPS where no exposure is of an action that the policy would show.
 */
export function offPolicy(exposures: Exposures, policy: Policy): OffPolicy {
  const { action, reward } = exposures;
  const model = rewardModel(exposures);
  const { weight, expected } = weigh(exposures, policy, model);
  const sum = weight.reduce((all, w) => all + w, 0);
  const squares = weight.reduce((all, w) => all + w * w, 0);
  const meanWeight = sum / weight.length;
  const ips = meanOf(reward.map((r, n) => weight[n]! * r));
  const snips = ips.mean / meanWeight;
  const around = meanOf(reward.map((r, n) => (weight[n]! * (r - snips)) / meanWeight));
  const dr = meanOf(reward.map((r, n) => expected[n]! + weight[n]! * (r - model[action[n]!]!)));
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

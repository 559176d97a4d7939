import type { Ordered } from './cox-likelihood.ts';
import { shiftedScores } from './cox-likelihood.ts';

/** The hazard of a subject at the columns' means in one stratum: at each event time, ascending, what is added and the sum. */
export interface BaselineHazard {
  stratum: number;
  time: Float64Array;
  hazard: Float64Array;
  cumulative: Float64Array;
}

function baselineOf(stratum: number, steps: readonly (readonly [number, number])[]): BaselineHazard {
  const time = Float64Array.from(steps, ([at]) => at);
  const hazard = Float64Array.from(steps, ([, rise]) => rise);
  let sum = 0;
  return { stratum, time, hazard, cumulative: hazard.map((rise) => (sum += rise)) };
}

/** Breslow's estimate (1972) of the baseline hazard in each stratum: events over the sum of e^(x·β) of those at risk. */
export function breslow(data: Ordered, beta: Float64Array): BaselineHazard[] {
  const { times, events, strata } = data;
  const { scores, shift } = shiftedScores(data, beta);
  const found: BaselineHazard[] = [];
  let [steps, risk]: [[number, number][], number] = [[], 0];
  for (let from = 0, to: number; from < times.length; from = to) {
    let died = 0;
    for (to = from; to < times.length && times[to] === times[from] && strata[to] === strata[from]; to++) {
      risk += Math.exp(scores[to]!);
      died += events[to]!;
    }
    // Scores were shifted by their largest, which the hazard takes back.
    if (died > 0) steps.push([times[from]!, (died / risk) * Math.exp(-shift)]);
    if (to < times.length && strata[to] === strata[from]) continue;
    found.push(baselineOf(strata[from]!, steps.reverse()));
    [steps, risk] = [[], 0];
  }
  return found;
}

/** A cumulative hazard: at each distinct time, ascending, its estimate and the bounds of its interval. */
export interface CumulativeHazard {
  time: Float64Array;
  hazard: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

interface Steps {
  time: Float64Array;
  atRisk: Float64Array;
  events: Float64Array;
}

/**
 * The Nelson–Aalen estimate of the cumulative hazard, Σ d/n over the steps of a survival curve (Aalen 1978), with Aalen's variance
 * Σ d/n² and an interval on the scale of its logarithm at `z`; before the first event estimate and bounds are 0.
 */
export function nelsonAalen({ time, atRisk, events }: Steps, z: number): CumulativeHazard {
  const [hazard, low, high] = [0, 1, 2].map(() => new Float64Array(time.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let [sum, variance] = [0, 0];
  for (let n = 0; n < time.length; n++) {
    sum += events[n]! / atRisk[n]!;
    variance += events[n]! / atRisk[n]! ** 2;
    const factor = sum > 0 ? Math.exp((z * Math.sqrt(variance)) / sum) : 1;
    hazard[n] = sum;
    low[n] = sum / factor;
    high[n] = sum * factor;
  }
  return { time, hazard, low, high };
}

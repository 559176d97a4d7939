import { ascending } from '../../core/ascending.ts';

/** The quantile of some values: linear between two of them, or with weights the least value that has `share` of the weight up to it. */
export function quantileOf(values: Float64Array, share: number, weights?: Float64Array): number {
  if (values.length === 0) return 0;
  if (weights) return weightedQuantile(values, share, weights);
  const sorted = values.slice().sort();
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

function weightedQuantile(values: Float64Array, share: number, weights: Float64Array): number {
  const order = ascending(values);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  for (const at of order) {
    passed += weights[at]!;
    if (passed >= share * total) return values[at]!;
  }
  return values[order.at(-1)!]!;
}

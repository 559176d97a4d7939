import type { Profile } from '../data.ts';

/**
 * One profile's scores in place as standard scores: 0 on average with a standard deviation of 1 over the items that are judged and were
 * not had, which are the ones to choose from. All 0 where these are alike.
 */
export function standardise(scores: Float32Array, judged: Uint8Array, { items }: Profile): void {
  const { mean, scale } = momentsOf(scores, judged, items);
  for (let item = 0; item < scores.length; item += 1) scores[item] = judged[item] ? (scores[item]! - mean) * scale : 0;
}

function momentsOf(scores: Float32Array, judged: Uint8Array, had: Int32Array): { mean: number; scale: number } {
  const counted = judged.slice();
  for (const item of had) if (item < counted.length) counted[item] = 0;
  let [count, sum] = [0, 0];
  for (let item = 0; item < scores.length; item += 1) {
    if (!counted[item]) continue;
    count += 1;
    sum += scores[item]!;
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (let item = 0; item < scores.length; item += 1) if (counted[item]) squares += (scores[item]! - mean) ** 2;
  return { mean, scale: squares > 0 ? Math.sqrt(count / squares) : 0 };
}

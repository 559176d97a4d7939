import { gainCurve, rocAucInterval } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { shuffled } from '../../models/trainer/batches.ts';
import type { Profiles } from './profiles.ts';
import { centroid, cosines } from './profiles.ts';
import type { Quality } from './result.ts';

/** Fewer known users than this per part say nothing. */
const LEAST = 2;

/** Scores of everybody, each known user's from a mean that he is no part of; others' are the mean over all parts. */
async function scoresWithout(
  profiles: Profiles,
  seeds: readonly number[],
  { folds, seed, step }: { folds: number; seed: number; step: (done: number) => Promise<void> },
): Promise<Float64Array> {
  const order = shuffled(Uint32Array.from(seeds), seededRandom(seed));
  const partOf = new Int8Array(profiles.users).fill(-1);
  order.forEach((user, n) => (partOf[user] = n % folds));
  const scores = new Float64Array(profiles.users);
  for (let part = 0; part < folds; part++) {
    await step(part / folds);
    const rest = seeds.filter((user) => partOf[user] !== part);
    const found = cosines(profiles, centroid(profiles, rest));
    for (let user = 0; user < scores.length; user++) {
      if (partOf[user] === part) scores[user] = found[user]!;
      else if (partOf[user] === -1) scores[user]! += found[user]! / folds;
    }
  }
  return scores;
}

/** How many of the first `size` are known, ties shared out evenly. */
function foundAmong(labels: Float64Array, scores: Float64Array, size: number): number {
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  const last = scores[order[Math.min(size, order.length) - 1]!]!;
  const above = order.filter((n) => scores[n]! > last);
  const tied = order.filter((n) => scores[n] === last);
  const of = (rows: number[]) => rows.reduce((sum, n) => sum + labels[n]!, 0);
  return of(above) + (of(tied) * (Math.min(size, order.length) - above.length)) / tied.length;
}

/** Whether known users who were left out are found again; null where there are too few of them, or nobody else. */
export async function qualityOf(
  profiles: Profiles,
  seeds: readonly number[],
  options: { folds: number; size: number; seed: number; step: (done: number) => Promise<void> },
): Promise<Quality | null> {
  const { folds, size } = options;
  if (seeds.length < LEAST * folds || seeds.length === profiles.users) return null;
  const scores = await scoresWithout(profiles, seeds, options);
  const labels = new Float64Array(profiles.users);
  for (const user of seeds) labels[user] = 1;
  const { auc, low, high } = rocAucInterval(labels, scores);
  return {
    auc,
    low,
    high,
    found: foundAmong(labels, scores, size) / seeds.length,
    blind: Math.min(1, size / profiles.users),
    gain: gainCurve(labels, scores).map(({ x, y }) => [x, y]),
  };
}

import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import { adjustedRandIndex } from './agreement.ts';
import type { ClusterContext, Clustering } from './rows.ts';
import { pickRows } from './rows.ts';

/** Makes groups of a table, as it was asked for. */
export type Clusterer = (x: Matrix, context: ClusterContext) => Promise<Clustering>;

export interface Stability {
  /** Mean adjusted Rand index over the rounds. */
  mean: number;
  low: number;
  high: number;
  rounds: number;
}

/**
 * How far the groups depend on who happens to be in the table: it is drawn anew with replacement, grouped again, and both groupings are
 * compared on the rows drawn, each once (adjusted Rand index; after Hennig, Cluster-wise assessment of cluster stability, 2007).
 * `low` and `high`: the least and the greatest round.
 */
export async function stability(
  x: Matrix,
  original: Clustering,
  clusterer: Clusterer,
  rounds: number,
  context: ClusterContext,
): Promise<Stability> {
  const random = seededRandom(context.seed);
  const indices: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const pause = () => context.step(round / rounds);
    await pause();
    const drawn = Int32Array.from({ length: x.rows }, () => Math.floor(random() * x.rows)).sort();
    const again = await clusterer(pickRows(x, drawn), { seed: context.seed + round + 1, step: pause });
    const once = drawn.map((_, n) => n).filter((n) => n === 0 || drawn[n] !== drawn[n - 1]);
    const before = once.map((n) => original.labels[drawn[n]!]!);
    indices.push(
      adjustedRandIndex(
        before,
        once.map((n) => again.labels[n]!),
      ),
    );
  }
  const mean = indices.reduce((sum, index) => sum + index, 0) / rounds;
  return { mean, low: Math.min(...indices), high: Math.max(...indices), rounds };
}

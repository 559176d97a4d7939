import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import { lloyd } from './lloyd.ts';
import type { ClusterContext, Clustering } from './rows.ts';
import { PackedRows } from './packed-rows.ts';
import { bySize, rowsOf } from './rows.ts';
import { centresAt, plusPlus } from './seeding.ts';

export interface KMeansOptions {
  k: number;
  /** Starts, of which the best is kept; 10 by default. */
  restarts?: number;
  maxIterations?: number;
  /** The centres' movement that ends a run, as a share of the columns' mean variance; scikit-learn's 1e-4 by default. */
  tolerance?: number;
}

export interface KMeans extends Clustering {
  /** The groups' means, row after row. */
  centres: Float64Array;
  /** Sum of squared distances to the own centre. */
  inertia: number;
  iterations: number;
}

/** The mean of the columns' variances. */
function meanVariance(data: Float64Array, d: number): number {
  const n = data.length / d;
  const mean = new Float64Array(d);
  for (let at = 0, c = 0; at < data.length; at++, c = c + 1 === d ? 0 : c + 1) mean[c]! += data[at]! / n;
  let sum = 0;
  for (let at = 0, c = 0; at < data.length; at++, c = c + 1 === d ? 0 : c + 1) sum += (data[at]! - mean[c]!) ** 2;
  return sum / data.length;
}

/** The centres in the order of the groups' new numbers. */
export function reordered(centres: Float64Array, from: Int32Array, d: number): Float64Array {
  const ordered = new Float64Array(from.length * d);
  from.forEach((old, label) => ordered.set(centres.subarray(old * d, (old + 1) * d), label * d));
  return ordered;
}

/**
 * k-means: k-means++ starts, exact Lloyd iterations, the best of several restarts by inertia. Groups are numbered by size. Fewer than k
 * where the rows have fewer different values. Throws `model.no-rows`, `model.not-finite`.
 */
export async function kMeans(x: Matrix, options: KMeansOptions, context: ClusterContext): Promise<KMeans> {
  const data = rowsOf(x);
  const d = x.columns;
  const { k, restarts = 10, maxIterations = 300, tolerance = 1e-4 } = options;
  const random = seededRandom(context.seed);
  const limits = { maxIterations, tolerance: tolerance * meanVariance(data, d) };
  const rows = await PackedRows.of(data, d, k);
  let best: Awaited<ReturnType<typeof lloyd>> | null = null;
  for (let n = 0; n < restarts; n++) {
    await context.step(n / restarts);
    const centres = centresAt(data, d, plusPlus(rows, k, random));
    const run = await lloyd(rows, centres, limits, () => context.step(n / restarts));
    if (!best || run.inertia < best.inertia) best = run;
  }
  const { labels, centres, inertia, iterations } = best!;
  const ordered = bySize({ labels, k: centres.length / d });
  return { labels: ordered.labels, k: ordered.k, centres: reordered(centres, ordered.from, d), inertia, iterations };
}

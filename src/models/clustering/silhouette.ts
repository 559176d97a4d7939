import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import type { ClusterContext, Clustering } from './rows.ts';
import { pickRows, rowsOf, sampleRows, sizesOf, squaredDistance } from './rows.ts';

/** Distances are quadratic in the rows: beyond so many a seeded sample is judged. */
export const SILHOUETTE_ROWS = 5000;

export interface Silhouette {
  /** Mean over the rows that have a group; null with fewer than two groups. */
  mean: number | null;
  /** How many rows were judged. */
  rows: number;
  /** The mean of each group's own rows; null for a group without a row in the sample. */
  byGroup: (number | null)[];
}

/** The sum of a row's distances to each group's rows. */
function distancesTo(data: Float64Array, d: number, row: number, { labels }: Clustering, sums: Float64Array): void {
  sums.fill(0);
  for (let other = 0; other < labels.length; other++) {
    const label = labels[other]!;
    if (label >= 0) sums[label]! += Math.sqrt(squaredDistance(data, row * d, data, other * d, d));
  }
}

/** (b − a) / max(a, b): a the mean distance to the own group's others, b to the nearest other group; 0 for one alone. */
function widthOf(sums: Float64Array, sizes: Float64Array, own: number): number {
  if (sizes[own]! < 2) return 0;
  const a = sums[own]! / (sizes[own]! - 1);
  let b = Infinity;
  for (let c = 0; c < sums.length; c++) if (c !== own && sizes[c]! > 0) b = Math.min(b, sums[c]! / sizes[c]!);
  return Math.max(a, b) > 0 ? (b - a) / Math.max(a, b) : 0;
}

/**
 * The silhouette (Rousseeuw 1987) by Euclidean distance; noise is left out. Exact up to `limit` rows, on a seeded sample beyond.
 * Throws `model.no-rows`, `model.not-finite`.
 */
export async function silhouette(
  x: Matrix,
  clustering: Clustering,
  context: ClusterContext,
  limit = SILHOUETTE_ROWS,
): Promise<Silhouette> {
  const inGroups = Int32Array.from({ length: x.rows }, (_, row) => row).filter((row) => clustering.labels[row]! >= 0);
  const chosen = sampleRows(inGroups.length, limit, seededRandom(context.seed)).map((n) => inGroups[n]!);
  const groups: Clustering = { labels: chosen.map((row) => clustering.labels[row]!), k: clustering.k };
  const sizes = sizesOf(groups);
  if (sizes.filter((size) => size > 0).length < 2)
    return { mean: null, rows: chosen.length, byGroup: Array.from(sizes, () => null) };
  const data = rowsOf(pickRows(x, chosen));
  const sums = new Float64Array(groups.k);
  const totals = new Float64Array(groups.k);
  for (let row = 0; row < chosen.length; row++) {
    if (row % 512 === 0) await context.step(row / chosen.length);
    const own = groups.labels[row]!;
    distancesTo(data, x.columns, row, groups, sums);
    totals[own]! += widthOf(sums, sizes, own);
  }
  return {
    mean: totals.reduce((sum, total) => sum + total, 0) / chosen.length,
    rows: chosen.length,
    byGroup: Array.from(totals, (total, c) => (sizes[c]! > 0 ? total / sizes[c]! : null)),
  };
}

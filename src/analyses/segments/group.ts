import { seededRandom } from '../../core/random.ts';
import type { Dbscan } from '../../models/clustering/dbscan.ts';
import { assignDbscan, dbscan, neighbourDistances } from '../../models/clustering/dbscan.ts';
import { assignMixture, gaussianMixture } from '../../models/clustering/gaussian-mixture.ts';
import { cutHierarchy, hierarchy } from '../../models/clustering/hierarchical.ts';
import { kMeans } from '../../models/clustering/k-means.ts';
import { miniBatchKMeans } from '../../models/clustering/mini-batch.ts';
import type { ClusterContext, Clustering } from '../../models/clustering/rows.ts';
import { bySize, centroidsOf, nearestCentre, pickRows, sampleRows } from '../../models/clustering/rows.ts';
import type { Matrix } from '../../models/matrix.ts';
import { principalComponents, project } from '../../models/projection/pca.ts';
import type { Params } from './params.ts';

/** How many users a method learns from; the others are assigned by what it learnt. */
const LEARNT_FROM = { gmm: 20_000, dbscan: 10_000, hierarchical: 3000, eps: 3000 } as const;
/** Density means little in more dimensions: DBSCAN looks at so many principal components. */
const DENSITY_DIMENSIONS = 6;
/** On standardised features; shares that sum to 1 leave directions without any width. */
const REG_COVAR = 1e-3;

export interface Grouping extends Clustering {
  /** How many rows were learnt from. */
  fit: number;
  bic: number | null;
}

const sampled = (x: Matrix, limit: number, seed: number): Matrix =>
  x.rows <= limit ? x : pickRows(x, sampleRows(x.rows, limit, seededRandom(seed)));

/** Where the curve of the ordered distances lies farthest below the line between its ends. */
function kneeOf(distances: Float64Array): number {
  const last = distances.length - 1;
  const [first, rise] = [distances[0]!, distances[last]! - distances[0]!];
  let [knee, most] = [last, 0];
  for (let n = 0; n <= last; n++) {
    const below = first + (rise * n) / Math.max(1, last) - distances[n]!;
    if (below > most) [knee, most] = [n, below];
  }
  return distances[knee]!;
}

/** The table that DBSCAN looks at. */
export const densityTable = (x: Matrix): Matrix => project(x, principalComponents(x, DENSITY_DIMENSIONS));

/** The eps given, or the bend of the distances to the n-th neighbours; a sample has fewer neighbours, in proportion. */
export function epsOf(axes: Matrix, { eps, minPoints }: Params, seed: number): number {
  if (eps > 0) return eps;
  const some = sampled(axes, LEARNT_FROM.eps, seed);
  const neighbour = Math.max(1, Math.round(((minPoints - 1) * some.rows) / axes.rows));
  return kneeOf(neighbourDistances(some, neighbour)) || 1;
}

async function byDensity(x: Matrix, params: Params, context: ClusterContext): Promise<Grouping> {
  const axes = densityTable(x);
  const eps = epsOf(axes, params, context.seed);
  const some = sampled(axes, LEARNT_FROM.dbscan, context.seed);
  const minPoints = Math.max(2, Math.round((params.minPoints * some.rows) / axes.rows));
  const found: Dbscan = await dbscan(some, { eps, minPoints }, context);
  const whole = some === axes ? found : bySize({ labels: assignDbscan(axes, { x: some, found, eps }), k: found.k });
  return { labels: whole.labels, k: whole.k, fit: some.rows, bic: null };
}

async function byMixture(x: Matrix, k: number, restarts: number, context: ClusterContext): Promise<Grouping> {
  const some = sampled(x, LEARNT_FROM.gmm, context.seed);
  const found = await gaussianMixture(some, { k, regCovar: REG_COVAR, restarts, tolerance: 1e-3 }, context);
  const all = await assignMixture(x, found.components, context);
  const whole = some === x ? found : bySize({ labels: all, k: found.components.length });
  return { labels: whole.labels, k: whole.k, fit: some.rows, bic: found.bic };
}

async function byHierarchy(x: Matrix, k: number, params: Params, context: ClusterContext): Promise<Grouping> {
  const some = sampled(x, LEARNT_FROM.hierarchical, context.seed);
  const found = cutHierarchy(await hierarchy(some, params.linkage, context), k);
  const whole = some === x ? found : bySize({ labels: nearestCentre(x, centroidsOf(some, found)), k: found.k });
  return { labels: whole.labels, k: whole.k, fit: some.rows, bic: null };
}

/** Groups the rows as the parameters ask; `k` has no say in DBSCAN. `restarts` as far as the method has any. */
export async function groupRows(
  x: Matrix,
  k: number,
  params: Params,
  restarts: number,
  context: ClusterContext,
): Promise<Grouping> {
  if (params.algorithm === 'dbscan') return byDensity(x, params, context);
  if (k === 1) return { labels: new Int32Array(x.rows), k: 1, fit: x.rows, bic: null };
  if (params.algorithm === 'gmm') return byMixture(x, k, restarts, context);
  if (params.algorithm === 'hierarchical') return byHierarchy(x, k, params, context);
  const { labels, k: found } =
    params.algorithm === 'minibatch'
      ? await miniBatchKMeans(x, { k, restarts: Math.min(3, restarts) }, context)
      : await kMeans(x, { k, restarts }, context);
  return { labels, k: found, fit: x.rows, bic: null };
}

import { seededRandom } from '../../core/random.ts';
import type { ClusterContext } from '../../models/clustering/rows.ts';
import { pickRows, sampleRows } from '../../models/clustering/rows.ts';
import type { Matrix } from '../../models/matrix.ts';
import { principalComponents, project } from '../../models/projection/pca.ts';
import { umap } from '../../models/projection/umap.ts';
import type { Params } from './params.ts';
import type { MapPoints, SegmentsResult } from './result.ts';

/** More points than a map can show apart; UMAP takes seconds already. */
const POINTS = { pca: 5000, umap: 1500 } as const;

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

function pointsOf(at: (row: number, axis: 0 | 1) => number, labels: Int32Array, rows: Int32Array): MapPoints['points'] {
  return Array.from(rows, (row, n) => [rounded(at(n, 0)), rounded(at(n, 1)), labels[row]! + 1]);
}

function pcaMap(x: Matrix, labels: Int32Array, seed: number): MapPoints {
  const rows = sampleRows(x.rows, POINTS.pca, seededRandom(seed));
  const components = principalComponents(x, 2);
  const { data, columns } = project(pickRows(x, rows), components);
  const at = (n: number, axis: 0 | 1) => (axis < columns ? data[n * columns + axis]! : 0);
  return { points: pointsOf(at, labels, rows), explained: [...components.shares] };
}

async function umapMap(x: Matrix, labels: Int32Array, context: ClusterContext): Promise<MapPoints> {
  const rows = sampleRows(x.rows, POINTS.umap, seededRandom(context.seed));
  const data = await umap(pickRows(x, rows), {}, context);
  return { points: pointsOf((n, axis) => data[2 * n + axis]!, labels, rows), explained: [] };
}

/** The maps asked for, on seeded samples. */
export async function mapsOf(
  x: Matrix,
  labels: Int32Array,
  { map }: Params,
  context: ClusterContext,
): Promise<SegmentsResult['maps']> {
  return {
    pca: map === 'both' || map === 'pca' ? pcaMap(x, labels, context.seed) : null,
    umap: map === 'both' || map === 'umap' ? await umapMap(x, labels, context) : null,
  };
}

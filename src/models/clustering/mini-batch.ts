import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import { reordered } from './k-means.ts';
import type { KMeans } from './k-means.ts';
import type { ClusterContext } from './rows.ts';
import { PackedRows } from './packed-rows.ts';
import { bySize, nearestCentre, pickRows, rowsOf, sampleRows, squaredDistance } from './rows.ts';
import { centresAt, plusPlus } from './seeding.ts';

export interface MiniBatchOptions {
  k: number;
  batch?: number;
  /** Times that as many rows are drawn as there are. */
  epochs?: number;
  restarts?: number;
}

/** Rows that the starting centres are chosen from, for each centre and at least. */
const START_ROWS = { perCentre: 100, least: 3000 };

function nearest(data: Float64Array, row: number, centres: Float64Array, d: number): number {
  let label = 0;
  let least = Infinity;
  for (let c = 0; c * d < centres.length; c++) {
    const distance = squaredDistance(data, row * d, centres, c * d, d);
    if (distance >= least) continue;
    label = c;
    least = distance;
  }
  return label;
}

/** Draws a batch, finds each row's centre, and moves the centres towards their rows by the share that these are of all seen so far. */
function oneBatch(data: Float64Array, d: number, centres: Float64Array, seen: Float64Array, rows: Int32Array): void {
  const labels = rows.map((row) => nearest(data, row, centres, d));
  rows.forEach((row, n) => {
    const c = labels[n]!;
    const rate = 1 / ++seen[c]!;
    for (let j = 0; j < d; j++) centres[c * d + j]! += rate * (data[row * d + j]! - centres[c * d + j]!);
  });
}

function inertiaOf(data: Float64Array, d: number, centres: Float64Array, labels: Int32Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += squaredDistance(data, row * d, centres, labels[row]! * d, d);
  return sum;
}

/**
 * Mini-batch k-means (Sculley, Web-scale k-means clustering, WWW 2010): for tables that k-means would take too long over. The centres
 * are those of the batches, not the exact means of their groups. Throws as `kMeans` does.
 */
export async function miniBatchKMeans(x: Matrix, options: MiniBatchOptions, context: ClusterContext): Promise<KMeans> {
  const data = rowsOf(x);
  const d = x.columns;
  const { k, batch = 1024, epochs = 5, restarts = 3 } = options;
  const random = seededRandom(context.seed);
  const batches = Math.ceil((epochs * x.rows) / batch);
  let best: { centres: Float64Array; labels: Int32Array; inertia: number } | null = null;
  for (let run = 0; run < restarts; run++) {
    const start = pickRows(x, sampleRows(x.rows, Math.max(START_ROWS.least, START_ROWS.perCentre * k), random));
    const startData = start.data as Float64Array;
    const seeds = plusPlus(await PackedRows.of(startData, d, k), k, random);
    const centres = centresAt(startData, d, seeds);
    const seen = new Float64Array(centres.length / d);
    for (let n = 0; n < batches; n++) {
      if (n % 16 === 0) await context.step((run + n / batches) / restarts);
      const rows = Int32Array.from({ length: Math.min(batch, x.rows) }, () => Math.floor(random() * x.rows));
      oneBatch(data, d, centres, seen, rows);
    }
    const labels = nearestCentre(x, centres);
    const inertia = inertiaOf(data, d, centres, labels);
    if (!best || inertia < best.inertia) best = { centres, labels, inertia };
  }
  const { labels, centres, inertia } = best!;
  const ordered = bySize({ labels, k: centres.length / d });
  const kept = reordered(centres, ordered.from, d);
  return { labels: ordered.labels, k: ordered.k, centres: kept, inertia, iterations: batches };
}

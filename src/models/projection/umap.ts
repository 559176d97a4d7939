import { seededRandom } from '../../core/random.ts';
import type { ClusterContext } from '../clustering/rows.ts';
import { rowsOf, squaredDistance } from '../clustering/rows.ts';
import type { Matrix } from '../matrix.ts';
import { principalComponents, project } from './pca.ts';

export interface UmapOptions {
  /** How many neighbours of a row shape the map: few show detail, many the whole; 15 by default. */
  neighbours?: number;
  /** How close together rows may be drawn; 0.1 by default. */
  minDistance?: number;
}

/** UMAP needs more rows than neighbours, and at least so many to be worth a map. */
const LEAST_ROWS = 5;
const ROWS_PER_STEP = 256;
/** Rounds of moving the points: what the authors take for large tables; small ones settle well before. */
const EPOCHS = 200;

/** The exact nearest rows of each row, itself first. */
async function nearestRows(
  x: Matrix,
  count: number,
  context: ClusterContext,
): Promise<{ rows: number[][]; distances: number[][] }> {
  const data = rowsOf(x);
  const d = x.columns;
  const rows: number[][] = [];
  const distances: number[][] = [];
  const nearest = new Float64Array(count);
  const which = new Int32Array(count);
  for (let row = 0; row < x.rows; row++) {
    if (row % ROWS_PER_STEP === 0) await context.step((0.2 * row) / x.rows);
    nearest.fill(Infinity);
    [nearest[0], which[0]] = [-1, row];
    for (let other = 0; other < x.rows; other++) {
      const distance = squaredDistance(data, row * d, data, other * d, d);
      if (other === row || distance >= nearest[count - 1]!) continue;
      let at = count - 1;
      for (; nearest[at - 1]! > distance; at--) [nearest[at], which[at]] = [nearest[at - 1]!, which[at - 1]!];
      [nearest[at], which[at]] = [distance, other];
    }
    rows.push(Array.from(which));
    distances.push(Array.from(nearest, (squared) => Math.sqrt(Math.max(0, squared))));
  }
  return { rows, distances };
}

/**
 * A map of the rows in two dimensions that keeps neighbours together (McInnes, Healy and Melville 2018): two numbers per row. Only
 * neighbourhoods can be read from it; neither axes, nor sizes, nor distances between far groups mean anything. Few rows get their two
 * principal components instead. Same seed, same map.
 */
export async function umap(x: Matrix, options: UmapOptions, context: ClusterContext): Promise<Float64Array> {
  if (x.rows < LEAST_ROWS) return flat(x);
  const { UMAP } = await import('umap-js');
  const nNeighbors = Math.min(options.neighbours ?? 15, x.rows - 1);
  const { rows, distances } = await nearestRows(x, nNeighbors, context);
  const map = new UMAP({
    nNeighbors,
    nEpochs: EPOCHS,
    minDist: options.minDistance ?? 0.1,
    random: seededRandom(context.seed),
  });
  map.setPrecomputedKNN(rows, distances);
  // With the neighbours known, the library reads only how many rows there are.
  const epochs = map.initializeFit(rows);
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch % 8 === 0) await context.step(0.2 + (0.8 * epoch) / epochs);
    map.step();
  }
  return Float64Array.from(map.getEmbedding().flat());
}

function flat(x: Matrix): Float64Array {
  const { data, columns } = project(x, principalComponents(x, 2));
  return Float64Array.from({ length: 2 * x.rows }, (_, at) =>
    at % 2 < columns ? data[(at >> 1) * columns + (at % 2)]! : 0,
  );
}

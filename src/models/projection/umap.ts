import { seededRandom } from '../../core/random.ts';
import type { ClusterContext } from '../clustering/rows.ts';
import type { Matrix } from '../matrix.ts';
import type { Nearest } from './nearest-rows.ts';
import { nearestRows } from './nearest-rows.ts';
import { principalComponents, project } from './pca.ts';

export interface UmapOptions {
  /** How many neighbours of a row shape the map: few show detail, many the whole; 15 by default. */
  neighbours?: number;
  /** How close together rows may be drawn; 0.1 by default. */
  minDistance?: number;
  /** The nearest rows, where they are known already: at least `neighbours` of each. */
  near?: Nearest;
}

/** UMAP needs more rows than neighbours, and at least so many to be worth a map. */
const LEAST_ROWS = 5;
/** Rounds of moving the points: what the authors take for large tables; small ones settle well before. */
const EPOCHS = 200;

/**
 * A map of the rows in two dimensions that keeps neighbours together (McInnes, Healy and Melville 2018): two numbers per row. Only
 * neighbourhoods can be read from it; neither axes, nor sizes, nor distances between far groups mean anything. Few rows get their two
 * principal components instead. Same seed, same map.
 */
export async function umap(x: Matrix, options: UmapOptions, context: ClusterContext): Promise<Float64Array> {
  if (x.rows < LEAST_ROWS) return flat(x);
  const { UMAP } = await import('umap-js');
  const nNeighbors = Math.min(options.neighbours ?? 15, x.rows - 1);
  const near = options.near ?? (await nearestRows(x, nNeighbors, (done) => context.step(0.2 * done)));
  const [rows, distances] = [near.rows, near.distances].map((all) => all.map((each) => each.slice(0, nNeighbors)));
  const map = new UMAP({
    nNeighbors,
    nEpochs: EPOCHS,
    minDist: options.minDistance ?? 0.1,
    random: seededRandom(context.seed),
  });
  map.setPrecomputedKNN(rows!, distances!);
  // With the neighbours known, the library reads only how many rows there are.
  const epochs = map.initializeFit(rows!);
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

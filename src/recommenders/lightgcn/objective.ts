import type { Tensor } from '@tensorflow/tfjs-core';
import type { RankingParams } from '../../contract/ranking.ts';
import type { Start } from '../../models/networks/parameters.ts';
import { Parameters } from '../../models/networks/parameters.ts';
import { randomAt } from '../../models/trainer/batches.ts';
import type { BatchObjective, Tf } from '../../models/trainer/objective.ts';
import type { Pairs } from '../embeddings/pairs.ts';
import { decayOf } from '../embeddings/penalty.ts';
import type { Against } from '../embeddings/ranking-loss.ts';
import { exactRankingLoss, rankingLoss, uploadRows } from '../embeddings/ranking-loss.ts';
import type { SparseMatrix } from '../embeddings/sparse.ts';
import { multiply } from '../embeddings/sparse.ts';
import { sparseProduct } from '../embeddings/sparse-product.ts';

/** The place, among the random numbers of a training, of those with which its weights begin. */
const BEGINNING = 0xb001;

/** Uniform in ±.07, which is Glorot and Bengio's for the users and items of MovieLens-100k at 64 numbers each. */
const start: Start = ([rows, width], random) =>
  Float32Array.from({ length: rows! * width! }, () => 0.07 * (2 * random() - 1));

/** The mean of the vectors and of those that 1 … `layers` steps over the graph make of them, on a device. */
function spread(tf: Tf, graph: SparseMatrix, vectors: Tensor, layers: number): Tensor {
  let [layer, sum] = [vectors, vectors];
  for (let at = 0; at < layers; at += 1) {
    layer = sparseProduct(tf, graph, graph, layer);
    sum = tf.add(sum, layer);
  }
  return tf.div(sum, layers + 1);
}

/** Each layer in plain numbers, from the vectors themselves on. */
export function layersOf(graph: SparseMatrix, vectors: Float64Array, width: number, layers: number): Float64Array[] {
  const all = [vectors];
  for (let at = 0; at < layers; at += 1) {
    all.push(multiply(graph, all[at]!, width, new Float64Array(vectors.length)));
  }
  return all;
}

/** The mean of some layers' vectors, each counting 1 / `of`. */
export function meanOf(layers: readonly Float64Array[], of: number): Float64Array {
  const mean = new Float64Array(layers[0]!.length);
  for (const layer of layers) for (let at = 0; at < mean.length; at += 1) mean[at]! += layer[at]! / of;
  return mean;
}

/** Vectors of users and items, spread over the graph of who had what, that rank what was had above what was not. */
export function lightgcnObjective(
  pairs: Pairs,
  graph: SparseMatrix,
  { factors, layers, negatives, temperature, regularisation }: RankingParams & { layers: number },
  seed: number,
): BatchObjective {
  const { users } = pairs;
  const parameters = new Parameters();
  parameters.add([graph.rows, factors], start, true);
  const against: Against = { pairs, negatives, temperature, seed };
  return {
    shapes: parameters.shapes,
    start: parameters.start(randomAt(seed, BEGINNING)),
    decay: decayOf(parameters, pairs, factors, regularisation),
    training: Uint32Array.from(pairs.item, (_, row) => row),
    validation: new Uint32Array(0),
    // A step over the whole graph in each batch, shared by its rows: some hundred a row.
    cost: factors * (3 * (1 + negatives) + 100 * layers),
    batch: (tf, rows, random) => uploadRows(tf, against, rows, random),
    loss(tf, [vectors], batch) {
      const items = graph.rows - users;
      const [who, what] = tf.split(spread(tf, graph, vectors!, layers), [users, items]);
      return rankingLoss(tf, { users: who!, items: what!, biases: tf.zeros([items, 1]) }, batch, against);
    },
    exact(flat, rows) {
      const all = meanOf(layersOf(graph, Float64Array.from(flat), factors, layers), layers + 1);
      return exactRankingLoss(against, rows, (user, item, other) => {
        let margin = 0;
        for (let f = 0; f < factors; f += 1) {
          margin +=
            all[user * factors + f]! * (all[(users + item) * factors + f]! - all[(users + other) * factors + f]!);
        }
        return margin;
      });
    },
  };
}

import type * as v from 'valibot';
import type { FitContext } from '../../models/estimator.ts';
import type { Interactions, LearningData } from '../data.ts';
import { byItem } from '../factors/by-item.ts';
import type { FittedItemWeights } from '../item-weights/fitted.ts';
import { fittedItemWeights, loadItemWeights } from '../item-weights/fitted.ts';
import type { ItemWeights } from '../item-weights/item-weights.ts';
import { ItemWeightsBuilder } from '../item-weights/item-weights.ts';
import { Nearest } from '../neighbours/nearest.ts';
import type { Vectors } from '../neighbours/vectors.ts';
import { divisorOf, sizesOf, transposed, weighedVectors, weighingOf } from '../neighbours/vectors.ts';
import { assertInteractions } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'item-knn';
/** Products between two pauses: some tens of milliseconds. */
const WORK = 5e6;

/** Of what somebody had so many items say which are alike: pairs grow with the square of a history (Schelter, Boden and Markl 2012). */
const MOST_OF_A_USER = 1000;

/** The interactions, of each long history as many as that evenly spaced. */
function cut(interactions: Interactions): Interactions {
  const { users, offsets, item, weight, time } = interactions;
  const isKept = new Uint8Array(item.length).fill(1);
  const starts = new Uint32Array(users + 1);
  for (let user = 0; user < users; user += 1) {
    const [from, to] = [offsets[user]!, offsets[user + 1]!];
    const kept = Math.min(to - from, MOST_OF_A_USER);
    starts[user + 1] = starts[user]! + kept;
    if (kept === to - from) continue;
    isKept.fill(0, from, to);
    for (let n = 0; n < kept; n += 1) isKept[from + Math.floor((n * (to - from)) / kept)] = 1;
  }
  if (starts[users] === item.length) return interactions;
  const kept = (_: number, at: number): boolean => isKept[at] === 1;
  return {
    ...interactions,
    offsets: starts,
    item: item.filter(kept),
    weight: weight.filter(kept),
    time: time.filter(kept),
  };
}

/** Items by who had them. */
function vectorsOf(interactions: Interactions): Vectors {
  const { offsets, user, weight } = byItem(interactions);
  return { rows: interactions.items, columns: interactions.users, offsets, column: user, value: weight };
}

/** Row by row, each against all rows that share a column with it (Gustavson 1978): the inner products of one row in `sums`. */
class RowProducts {
  readonly sums: Float64Array;
  /** The rows that share a column, in no order. */
  readonly touched: Int32Array;
  found = 0;
  readonly #rows: Vectors;
  readonly #columns: Vectors;

  constructor(rows: Vectors, columns: Vectors) {
    this.sums = new Float64Array(rows.rows);
    this.touched = new Int32Array(rows.rows);
    this.#rows = rows;
    this.#columns = columns;
  }

  /** How many products it took. */
  of(row: number): number {
    for (let n = 0; n < this.found; n += 1) this.sums[this.touched[n]!] = 0;
    this.found = 0;
    let work = 0;
    for (let at = this.#rows.offsets[row]!; at < this.#rows.offsets[row + 1]!; at += 1) {
      const column = this.#rows.column[at]!;
      work += this.#add(this.#rows.value[at]!, column);
    }
    return work;
  }

  #add(times: number, column: number): number {
    const { offsets, column: row, value } = this.#columns;
    const [from, to] = [offsets[column]!, offsets[column + 1]!];
    for (let at = from; at < to; at += 1) {
      const other = row[at]!;
      if (this.sums[other] === 0) this.touched[this.found++] = other;
      this.sums[other]! += times * value[at]!;
    }
    return to - from;
  }
}

async function neighbours(interactions: Interactions, params: Params, context: FitContext): Promise<ItemWeights> {
  const { similarity, k, shrinkage } = params;
  const plain = vectorsOf(cut(interactions));
  const weighing = weighingOf(similarity, plain);
  const vectors = weighedVectors(weighing, plain);
  const sizes = sizesOf(vectors, weighing);
  const products = new RowProducts(vectors, transposed(vectors));
  const builder = new ItemWeightsBuilder(vectors.rows);
  const nearest = new Nearest(vectors.rows);
  let work = Infinity;
  for (let item = 0; item < vectors.rows; item += 1) {
    if (work > WORK) {
      await context.step(item / vectors.rows);
      work = 0;
    }
    work += products.of(item) + 100;
    const { touched, sums, found } = products;
    for (let n = 0; n < found; n += 1) {
      const other = touched[n]!;
      const divisor = divisorOf(similarity, sums[other]!, sizes[item]!, sizes[other]!, shrinkage);
      nearest.alike[n] = other === item ? -1 : sums[other]! / divisor;
    }
    const { others, weights } = nearest.of(touched, found, k);
    builder.add(item, others, weights, k);
  }
  return builder.done();
}

async function fit(data: LearningData, params: Params, context: FitContext): Promise<FittedItemWeights> {
  assertInteractions(data);
  const weights = await neighbours(data.interactions, params, context);
  await context.step(1);
  context.ranOn({ name: 'cpu' });
  return fittedItemWeights(KIND, data.interactions, weights);
}

/** Neighbours of items (Sarwar et al. 2001; Deshpande & Karypis 2004): a score is the sum of an item's similarities to what was had. */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load: (state) => loadItemWeights(KIND, state),
} satisfies RecommenderMaker;

import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack, unpack } from '../../core/packed.ts';
import type { EstimatorMaker } from '../catalog.ts';
import { KdTree } from '../clustering/kd-tree.ts';
import { sampleRows } from '../clustering/rows.ts';
import { seededRandom } from '../../core/random.ts';
import type { FitContext, Fitted, Weight } from '../estimator.ts';
import { sensitivity } from '../linear-core/sensitivity.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite, matrixRows } from '../matrix.ts';
import { Nearest, searchRows, searchTree } from './nearest.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'knn';
/** With more columns nearly every box of a tree can hold a nearer row. */
const MOST_FOR_TREE = 15;
/** Numbers of a tree that a prediction looks at, about. */
const LOOKED_THROUGH = 10_000;
/** Rows compared with all queries of a block, then the next: both stay in the processor's cache. */
const ROWS_A_BLOCK = 256;
const QUERIES_A_BLOCK = 64;
/** An explanation asks this many rows of the training, of a model of that many. */
const EXPLAINED = 100;
const EXPLAINING = 2000;

const packedNumbers = v.pipe(
  v.string(),
  v.transform((text): unknown => unpack(text)),
  v.custom<Float64Array>((value) => value instanceof Float64Array),
);

const stateSchema = v.object({
  kind: v.literal(KIND),
  task: v.picklist(['binary', 'multiclass', 'regression']),
  names: v.array(v.string()),
  classes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  k: v.pipe(v.number(), v.integer(), v.minValue(1)),
  weights: v.picklist(['uniform', 'distance']),
  /** The training rows, row after row; their labels; their weights. */
  rows: packedNumbers,
  labels: packedNumbers,
  rowWeights: packedNumbers,
});
type State = v.InferOutput<typeof stateSchema>;

class FittedNeighbours implements Fitted {
  readonly state: State;
  readonly outputs: number;
  readonly cost: number;
  readonly #tree: KdTree | null;

  constructor(state: State) {
    this.state = state;
    this.outputs = state.task === 'multiclass' ? state.classes : 1;
    this.#tree = state.names.length <= MOST_FOR_TREE ? new KdTree(state.rows, state.names.length) : null;
    this.cost = this.#tree ? Math.min(state.rows.length, LOOKED_THROUGH) : state.rows.length;
  }

  predict(x: Matrix): Float64Array {
    assertColumns(x, this.state.names);
    assertFinite(x);
    const data = x.data instanceof Float64Array ? x.data : Float64Array.from(x.data);
    const result = new Float64Array(x.rows * this.outputs);
    const k = Math.min(this.state.k, this.state.labels.length);
    const block = Array.from({ length: QUERIES_A_BLOCK }, () => new Nearest(k));
    for (let from = 0; from < x.rows; from += QUERIES_A_BLOCK) {
      const queries = block.slice(0, Math.min(QUERIES_A_BLOCK, x.rows - from));
      this.#search(data, from, queries);
      queries.forEach((nearest, at) => this.#vote(nearest, result, (from + at) * this.outputs));
    }
    return result;
  }

  #search(data: Float64Array, from: number, queries: Nearest[]): void {
    const { rows, labels, names } = this.state;
    const d = names.length;
    for (const nearest of queries) nearest.clear();
    if (this.#tree) {
      queries.forEach((nearest, at) => searchTree(this.#tree!, data, (from + at) * d, nearest));
      return;
    }
    for (let first = 0; first < labels.length; first += ROWS_A_BLOCK) {
      const span = [first, Math.min(labels.length, first + ROWS_A_BLOCK)] as const;
      queries.forEach((nearest, at) => searchRows(rows, d, span, data, (from + at) * d, nearest));
    }
  }

  /** The neighbours' weighted mean: of the values, or of each class's indicator. */
  #vote({ rows, distances, found }: Nearest, result: Float64Array, at: number): void {
    const { weights, labels, rowWeights, task } = this.state;
    // Rows that are alike leave the others no say.
    const alike = weights === 'distance' && distances[0] === 0;
    let all = 0;
    for (let n = 0; n < found; n += 1) {
      const near = alike ? Number(distances[n] === 0) : weights === 'distance' ? 1 / Math.sqrt(distances[n]!) : 1;
      const weight = near * rowWeights[rows[n]!]!;
      const label = labels[rows[n]!]!;
      all += weight;
      if (task === 'multiclass') result[at + label]! += weight;
      else result[at]! += weight * label;
    }
    for (let output = at; output < at + this.outputs; output += 1) result[output]! /= all;
  }

  /** How much a prediction changes when a column's values are swapped between training rows; always positive. */
  explain(): Weight[] {
    const { names, rows, labels, rowWeights } = this.state;
    const x = { data: rows, rows: labels.length, columns: names.length, names };
    const random = seededRandom(labels.length);
    const part = sampleRows(labels.length, EXPLAINING, random);
    const thinned = new FittedNeighbours({
      ...this.state,
      rows: Float64Array.from(matrixRows(x, part).data),
      labels: Float64Array.from(part, (row) => labels[row]!),
      rowWeights: Float64Array.from(part, (row) => rowWeights[row]!),
    });
    const asked = matrixRows(x, sampleRows(labels.length, EXPLAINED, random));
    return sensitivity({ ...asked, data: Float64Array.from(asked.data) }, (some) => thinned.predict(some));
  }

  toJSON(): unknown {
    const { rows, labels, rowWeights } = this.state;
    return { ...this.state, rows: pack(rows), labels: pack(labels), rowWeights: pack(rowWeights) };
  }
}

async function fit(t: Training, { k, weights }: Params, context: FitContext): Promise<FittedNeighbours> {
  await context.step(0);
  // A row of no weight is no neighbour.
  const kept = Int32Array.from(t.y.keys()).filter((row) => !t.weights || t.weights[row]! > 0);
  context.ranOn({ name: 'cpu' });
  return new FittedNeighbours({
    kind: KIND,
    task: t.task as State['task'],
    names: [...t.names],
    classes: t.classes,
    ...{ k, weights },
    rows: Float64Array.from(matrixRows(t, kept).data),
    labels: Float64Array.from(kept, (row) => t.y[row]!),
    rowWeights: Float64Array.from(kept, (row) => t.weights?.[row] ?? 1),
  });
}

function isWhole({ names, rows, labels, rowWeights, classes, task }: State): boolean {
  const n = labels.length;
  const known = task === 'regression' || labels.every((label) => label >= 0 && label < classes);
  return n > 0 && rows.length === n * names.length && rowWeights.length === n && known;
}

function load(state: unknown): FittedNeighbours {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || !isWhole(parsed.output)) throw new AppError('model.unreadable', { kind: KIND });
  return new FittedNeighbours(parsed.output);
}

/** k nearest neighbours by Euclidean distance: scikit-learn's `KNeighborsClassifier` and `KNeighborsRegressor`. */
export default {
  make: (params, task) => ({
    kind: KIND,
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as Params, context),
    load,
  }),
  load,
} satisfies EstimatorMaker;

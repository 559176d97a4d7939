// What the benchmark times of Behold: bundled by bench/learning.mjs, run in Chromium or in Node.
import type { Task } from '../../src/contract/estimator.ts';
import { rocAuc } from '../../src/core/metrics.ts';
import { estimatorOf } from '../../src/models/catalog.ts';
import type { KMeansOptions } from '../../src/models/clustering/k-means.ts';
import { kMeans } from '../../src/models/clustering/k-means.ts';
import { squaredDistance } from '../../src/models/clustering/rows.ts';
import type { FitContext } from '../../src/models/estimator.ts';
import { treeShap } from '../../src/models/explain/tree-shap.ts';
import type { Matrix } from '../../src/models/matrix.ts';
import { matrixRows } from '../../src/models/matrix.ts';

interface Part {
  x: Float64Array;
  y: Float64Array;
  rows: number;
  columns: number;
}

/** Of each part of the data the names of its files, as data.mjs wrote them. */
interface Job<Params = object> {
  estimator: string;
  params: Params;
  task: Task;
  parts: Record<'train' | 'test', { x: string; y: string; rows: number; columns: number }>;
}

type Read = (file: string) => Promise<ArrayBuffer>;

const partOf = async (about: Job['parts']['train'], read: Read): Promise<Part> => ({
  ...about,
  x: new Float64Array(await read(about.x)),
  y: new Float64Array(await read(about.y)),
});

async function partsOf({ train, test }: Job['parts'], read: Read): Promise<[train: Part, test: Part]> {
  return [await partOf(train, read), await partOf(test, read)];
}

/** Progress goes nowhere; a macrotask now and then, as in the worker. */
const context: FitContext = {
  seed: 1,
  language: 'en',
  backend: 'wasm',
  ranOn: () => undefined,
  step: async () => undefined,
};

const matrix = ({ x, rows, columns }: Part): Matrix => ({
  data: x,
  rows,
  columns,
  names: Array.from({ length: columns }, (_, column) => `x${column}`),
});

/** Seconds of one training (the estimator's code and kernels are loaded before), and the area under the curve on the test rows. */
export async function time({ estimator: id, params, task, parts }: Job, read: Read) {
  const [train, test] = await partsOf(parts, read);
  const few = { ...train, rows: 500, x: train.x.subarray(0, 500 * train.columns), y: train.y.subarray(0, 500) };
  await (await estimatorOf(id, { ...params }, task)).fit(matrix(few), few.y, context);
  const estimator = await estimatorOf(id, { ...params }, task);
  const start = performance.now();
  const fitted = await estimator.fit(matrix(train), train.y, context);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, score: rocAuc(test.y, fitted.predict(matrix(test))) };
}

/** Columns that hold codes of events, the last one last, as a matrix that holds nothing else. */
function eventMatrix({ x, rows, columns }: Part): Matrix {
  const codes = Int32Array.from(x);
  const kinds = codes.reduce((most, code) => Math.max(most, code), 0);
  const sequences = { length: columns, kinds, codes, gaps: new Float32Array(codes.length) };
  return { ...matrix({ x: new Float64Array(rows), y: new Float64Array(0), rows, columns: 1 }), sequences };
}

/** The same for an estimator that reads events in order. */
export async function timeEvents({ estimator: id, params, task, parts }: Job, read: Read) {
  const [train, test] = await partsOf(parts, read);
  const estimator = await estimatorOf(id, { ...params }, task);
  const few = matrixRows(eventMatrix(train), [...Array(200).keys()]);
  await (await estimatorOf(id, { ...params, epochs: 1 }, task)).fit(few, train.y.subarray(0, 200), context);
  const x = eventMatrix(train);
  const start = performance.now();
  const fitted = await estimator.fit(x, train.y, context);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, score: rocAuc(test.y, fitted.predict(eventMatrix(test))) };
}

/** Seconds in which up to 10,000 test rows of a trained ensemble are explained (Shapley values, path-dependent). */
export async function timeExplanation({ estimator: id, params, task, parts }: Job, read: Read) {
  const [train, test] = await partsOf(parts, read);
  const fitted = await (await estimatorOf(id, { ...params }, task)).fit(matrix(train), train.y, context);
  const x = matrix(test);
  const rows = Uint32Array.from({ length: Math.min(10_000, x.rows) }, (_, row) => row);
  treeShap(fitted.ensemble!, x, rows.subarray(0, 100));
  const start = performance.now();
  treeShap(fitted.ensemble!, x, rows);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, score: rocAuc(test.y, fitted.predict(x)) };
}

/** Seconds of one clustering, and the area under the curve of the distance to the nearest centre on the test rows. */
export async function timeClusters({ params: options, parts }: Job<KMeansOptions>, read: Read) {
  const [train, test] = await partsOf(parts, read);
  const few = matrix({ ...train, rows: 500, x: train.x.subarray(0, 500 * train.columns) });
  await kMeans(few, options, context);
  const start = performance.now();
  const { centres, k } = await kMeans(matrix(train), options, context);
  const seconds = (performance.now() - start) / 1000;
  const nearest = Float64Array.from({ length: test.rows }, (_, row) => {
    let least = Infinity;
    for (let c = 0; c < k; c += 1) {
      least = Math.min(least, squaredDistance(test.x, row * test.columns, centres, c * test.columns, test.columns));
    }
    return least;
  });
  return { seconds, score: rocAuc(test.y, nearest) };
}

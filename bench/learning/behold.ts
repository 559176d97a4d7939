// What the benchmark times of Behold: bundled by bench/learning.mjs, run in Chromium or in Node.
import type { Task } from '../../src/contract/estimator.ts';
import { rocAuc } from '../../src/core/metrics.ts';
import { estimatorOf } from '../../src/models/catalog.ts';
import type { FitContext } from '../../src/models/estimator.ts';
import type { Matrix } from '../../src/models/matrix.ts';

interface Part {
  x: Float64Array;
  y: Float64Array;
  rows: number;
  columns: number;
}

/** Progress goes nowhere; a macrotask now and then, as in the worker. */
const context: FitContext = { seed: 1, language: 'en', ranOn: () => undefined, step: async () => undefined };

const matrix = ({ x, rows, columns }: Part): Matrix => ({
  data: x,
  rows,
  columns,
  names: Array.from({ length: columns }, (_, column) => `x${column}`),
});

/** Seconds of one training (the estimator's code and kernels are loaded before), and the area under the curve on the test rows. */
export async function time(id: string, params: object, task: Task, train: Part, test: Part) {
  const few = { ...train, rows: 500, x: train.x.subarray(0, 500 * train.columns), y: train.y.subarray(0, 500) };
  await (await estimatorOf(id, { ...params }, task)).fit(matrix(few), few.y, context);
  const estimator = await estimatorOf(id, { ...params }, task);
  const start = performance.now();
  const fitted = await estimator.fit(matrix(train), train.y, context);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, score: rocAuc(test.y, fitted.predict(matrix(test))) };
}

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../models/trainer/objective.ts';
import type { PlainKernel } from '../../models/trainer/plain-kernel.ts';
import { hasPlain } from '../../models/trainer/plain-kernel.ts';
import type { SparseMatrix } from './sparse.ts';
import { multiplyVectors } from './vectors.ts';

const kernel: PlainKernel = {
  name: 'SparseProduct',
  shapes: ([x], { matrix }) => [[(matrix as unknown as SparseMatrix).rows, x!.shape[1]!]],
  compute([x], [out], { matrix, width }) {
    multiplyVectors(matrix as unknown as SparseMatrix, x!, width as number, out!);
  },
};

/** Numbers that are looked up at a time where a device has no kernel of ours: what every WebGPU device can bind. */
const MAX_VALUES = 8_388_608;

/** The row of each entry. */
function rowOfEach({ rows, offsets, column }: SparseMatrix): Int32Array {
  const row = new Int32Array(column.length);
  for (let at = 0; at < rows; at += 1) row.fill(at, offsets[at], offsets[at + 1]);
  return row;
}

/** By operations that every backend has: rows looked up, weighed, and added up by where they belong, block by block. */
function composed(tf: Tf, matrix: SparseMatrix, x: Tensor2D): Tensor2D {
  const { rows, column, value } = matrix;
  const row = rowOfEach(matrix);
  const size = Math.max(1, Math.floor(MAX_VALUES / Math.max(1, x.shape[1])));
  let sum: Tensor2D = tf.zeros([rows, x.shape[1]]);
  for (let from = 0; from < column.length; from += size) {
    const to = Math.min(column.length, from + size);
    sum = tf.tidy(() => {
      const picked = tf.gather(x, tf.tensor1d(column.subarray(from, to), 'int32'));
      const weighed = tf.mul(picked, tf.tensor2d(value.subarray(from, to), [to - from, 1]));
      return tf.add(sum, tf.unsortedSegmentSum(weighed, tf.tensor1d(row.subarray(from, to), 'int32'), rows));
    });
  }
  return sum;
}

function forward(tf: Tf, matrix: SparseMatrix, x: Tensor2D): Tensor2D {
  if (!hasPlain(tf, kernel)) return composed(tf, matrix, x);
  return tf.engine().runKernel(kernel.name, { x }, { matrix: matrix as never, width: x.shape[1] });
}

/**
 * A sparse matrix that is not learnt, times a dense one that is: `matrix` · `x` [columns, width], with its gradient, which is the
 * transposed matrix times what comes back. On the processor by a kernel of its own, elsewhere by lookups and sums.
 */
export function sparseProduct(tf: Tf, matrix: SparseMatrix, back: SparseMatrix, x: Tensor): Tensor2D {
  const product = tf.customGrad((...args) => ({
    value: forward(tf, matrix, args[0] as Tensor2D),
    gradFunc: (dy: Tensor) => forward(tf, back, dy as Tensor2D),
  }));
  return product(x) as Tensor2D;
}

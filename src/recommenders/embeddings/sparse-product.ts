import type { KernelFunc, Tensor, Tensor2D, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from '../../models/trainer/objective.ts';
import type { SparseMatrix } from './sparse.ts';
import { multiply } from './sparse.ts';

const NAME = 'SparseProduct';

/** What the kernel asks of the two backends that run on the processor, whose own types are private. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: string): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Float32Array;
}
interface CpuBackend {
  makeTensorInfo(shape: number[], dtype: string, values: Float32Array): TensorInfo;
  data: { get(id: object): { values: Float32Array } };
}

interface Asked {
  x: TensorInfo;
  matrix: SparseMatrix;
  width: number;
}

const asked = ({ inputs, attrs }: Parameters<KernelFunc>[0]): Asked => {
  const { x } = inputs as { x: TensorInfo };
  return { x, matrix: attrs!.matrix as unknown as SparseMatrix, width: x.shape[1]! };
};

const onWasm: KernelFunc = (params) => {
  const { x, matrix, width } = asked(params);
  const wasm = params.backend as WasmBackend;
  const out = wasm.makeOutput([matrix.rows, width], 'float32');
  // Views into one memory, taken after the output has its place: making one may move them all.
  multiply(matrix, wasm.typedArrayFromHeap(x), width, wasm.typedArrayFromHeap(out));
  return out;
};

const onCpu: KernelFunc = (params) => {
  const { x, matrix, width } = asked(params);
  const cpu = params.backend as CpuBackend;
  const out = new Float32Array(matrix.rows * width);
  multiply(matrix, Float32Array.from(cpu.data.get(x.dataId).values), width, out);
  return cpu.makeTensorInfo([matrix.rows, width], 'float32', out);
};

function register(tf: Tf): void {
  const kernels = { wasm: onWasm, cpu: onCpu };
  for (const [backendName, kernelFunc] of Object.entries(kernels)) {
    if (!tf.getKernel(NAME, backendName)) tf.registerKernel({ kernelName: NAME, backendName, kernelFunc });
  }
}

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
  register(tf);
  if (!tf.getKernel(NAME, tf.getBackend())) return composed(tf, matrix, x);
  return tf.engine().runKernel(NAME, { x }, { matrix: matrix as never });
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

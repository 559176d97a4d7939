import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../kernel.ts';
import { layOut, sharedKernel } from '../kernel.ts';
import build from './kernels/batch-products.as.ts?kernel';
import type { Tf } from './objective.ts';
import type { WasmBackend } from './on-wasm.ts';
import { replaceOnWasm } from './on-wasm.ts';
import type { Values } from './plain-kernel.ts';

interface ProductKernel extends Kernel {
  multiply(...numbers: number[]): void;
}

interface Factors {
  a: TensorInfo;
  b: TensorInfo;
}
interface Turned {
  transposeA: boolean;
  transposeB: boolean;
}

const SIZE = 4;
/** Numbers that SIMD writes at a time. */
const LANES = 4;

/** How many rows and columns each of a tensor's matrices has, as it is multiplied. */
function extent({ shape }: TensorInfo, turned: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return turned ? [columns, rows] : [rows, columns];
}

/** The products of matrices behind each other in `a` and `b`, one after the other through the kernel's memory. */
function fillProducts(a: Values, b: Values, out: Values, sizes: [number, number, number], turned: Turned): void {
  const kernel = sharedKernel<ProductKernel>(build);
  const [rows, depth, columns] = sizes;
  const wide = Math.ceil(columns / LANES) * LANES;
  const counts = [rows * depth, depth * columns, rows * wide, depth * wide] as const;
  const places = layOut(
    kernel,
    counts.map((count) => SIZE * count),
  );
  const [left, right, product] = [counts[0], counts[1], rows * columns].map(
    (count, n) => new Float32Array(kernel.memory.buffer, places[n], count),
  ) as [Float32Array, Float32Array, Float32Array];
  const strides = turned.transposeA ? [1, rows] : [depth, 1];
  for (let n = 0; n * product.length < out.length; n += 1) {
    left.set(a.subarray(n * left.length, (n + 1) * left.length));
    right.set(b.subarray(n * right.length, (n + 1) * right.length));
    kernel.multiply(...places, rows, depth, columns, ...strides, Number(turned.transposeB));
    out.set(product, n * product.length);
  }
}

const several =
  (otherwise: KernelFunc): KernelFunc =>
  (params) => {
    const { a, b } = params.inputs as unknown as Factors;
    const turned = params.attrs as unknown as Turned;
    const [before, others] = [a, b].map(({ shape }) => shape.slice(0, -2)) as [number[], number[]];
    const isPlain = before.some((size) => size > 1) && before.join() === others.join();
    if (!isPlain || [a, b].some(({ dtype, shape }) => dtype !== 'float32' || shape.includes(0)))
      return otherwise(params);
    const [rows, depth] = extent(a, turned.transposeA);
    const [same, columns] = extent(b, turned.transposeB);
    if (same !== depth) return otherwise(params);
    const wasm = params.backend as WasmBackend;
    const out = wasm.makeOutput([...before, rows, columns], 'float32');
    // Views into one memory, taken after the output has its place: making one may move them all.
    const [x, y, into] = [a, b, out].map((info) => wasm.typedArrayFromHeap(info)) as [Values, Values, Values];
    fillProducts(x, y, into, [rows, depth, columns], turned);
    return out;
  };

/**
 * In place of the WebAssembly backend's own products of several pairs of matrices at once, as attention asks for: those it computes one
 * number at a time, other than that of one pair.
 */
export const registerBatchProducts = (tf: Tf): void => replaceOnWasm(tf, 'BatchMatMul', several);

import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './objective.ts';
import type { WasmBackend } from './on-wasm.ts';
import { replaceOnWasm } from './on-wasm.ts';
import type { Values } from './plain-kernel.ts';

/** Copies row `ids[r]` of `x` [rows, width] to row r of `out`. */
function copyRows(x: Values, ids: Values, out: Values, rows: number): void {
  const width = ids.length === 0 ? 0 : out.length / ids.length;
  for (let row = 0; row < ids.length; row += 1) {
    const id = ids[row]!;
    if (id < 0 || id >= rows) throw new RangeError(`There is no row ${id} of ${rows}`);
    for (let at = 0; at < width; at += 1) out[row * width + at] = x[id * width + at]!;
  }
}

const wholeRows =
  (otherwise: KernelFunc): KernelFunc =>
  (params) => {
    const { x, indices } = params.inputs as { x: TensorInfo; indices: TensorInfo };
    const { axis, batchDims } = params.attrs as { axis: number; batchDims: number };
    const plain = axis === 0 && batchDims === 0 && indices.dtype === 'int32' && x.shape.length > 1;
    if (!plain || !['float32', 'int32'].includes(x.dtype)) return otherwise(params);
    const wasm = params.backend as WasmBackend;
    const out = wasm.makeOutput([...indices.shape, ...x.shape.slice(1)], x.dtype);
    // Views into one memory, taken after the output has its place: making one may move them all.
    const [from, ids, into] = [x, indices, out].map((info) => wasm.typedArrayFromHeap(info)) as [
      Values,
      Values,
      Values,
    ];
    copyRows(from, ids, into, x.shape[0]!);
    return out;
  };

/** In place of the WebAssembly backend's own lookup of rows, which finds the place of each number anew and takes most of a step's time. */
export const registerGatherRows = (tf: Tf): void => replaceOnWasm(tf, 'GatherV2', wholeRows);

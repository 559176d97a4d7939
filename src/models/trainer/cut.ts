import type { KernelFunc, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './objective.ts';
import type { WasmBackend } from './on-wasm.ts';
import { replaceOnWasm } from './on-wasm.ts';

const NUMBERS = ['float32', 'int32'];

/** Parts of a tensor's numbers, from a place each, as tensors of the shapes given. */
function cut(wasm: WasmBackend, x: TensorInfo, parts: readonly { from: number; shape: number[] }[]): TensorInfo[] {
  const outputs = parts.map(({ shape }) => wasm.makeOutput(shape, x.dtype));
  // Views into one memory, taken after the outputs have their places: making one may move them all.
  const values = wasm.typedArrayFromHeap(x);
  outputs.forEach((output, n) => {
    const into = wasm.typedArrayFromHeap(output);
    into.set(values.subarray(parts[n]!.from, parts[n]!.from + into.length));
  });
  return outputs;
}

const sliced =
  ({ slice_util: util }: Tf) =>
  (otherwise: KernelFunc): KernelFunc =>
  (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const { begin, size } = params.attrs as { begin: number[]; size: number[] };
    const [from, shape] = util.parseSliceParams(x, begin, size) as [number[], number[]];
    if (!NUMBERS.includes(x.dtype) || !util.isSliceContinous(x.shape, from, shape)) return otherwise(params);
    const strides = x.shape.map((_, at) => x.shape.slice(at + 1).reduce((product, length) => product * length, 1));
    const place = from.reduce((sum, at, axis) => sum + at * strides[axis]!, 0);
    return cut(params.backend as WasmBackend, x, [{ from: place, shape }])[0]!;
  };

const split =
  ({ backend_util: util }: Tf) =>
  (otherwise: KernelFunc): KernelFunc =>
  (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const { numOrSizeSplits, axis } = params.attrs as { numOrSizeSplits: number | number[]; axis: number };
    if (x.shape.length !== 1 || !NUMBERS.includes(x.dtype)) return otherwise(params);
    let from = 0;
    const parts = util.prepareSplitSize(x as Tensor, numOrSizeSplits, axis).map((length) => {
      const part = { from, shape: [length] };
      from += length;
      return part;
    });
    return cut(params.backend as WasmBackend, x, parts);
  };

/**
 * In place of the WebAssembly backend's own slices and splits where the numbers lie behind each other: those copy the whole tensor for each
 * part, and all weights of a network are parts of one.
 */
export function registerCuts(tf: Tf): void {
  replaceOnWasm(tf, 'Slice', sliced(tf));
  replaceOnWasm(tf, 'SplitV', split(tf));
}

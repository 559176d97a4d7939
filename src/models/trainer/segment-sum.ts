import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './objective.ts';

const NAME = 'UnsortedSegmentSum';

/** What the kernel asks of the WebAssembly backend, whose own types are private. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: string): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array;
}

/** Adds row r of `x` [rows, width] to row `ids[r]` of `out` [segments, width]; an id outside is left out, as in TensorFlow. */
function addRows(x: ArrayLike<number>, ids: ArrayLike<number>, out: Float32Array | Int32Array, segments: number): void {
  const width = ids.length === 0 ? 0 : x.length / ids.length;
  out.fill(0);
  for (let row = 0; row < ids.length; row += 1) {
    const segment = ids[row]!;
    if (segment < 0 || segment >= segments) continue;
    for (let at = 0; at < width; at += 1) out[segment * width + at]! += x[row * width + at]!;
  }
}

const kernel = (({ inputs, backend, attrs }) => {
  const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
  const wasm = backend as WasmBackend;
  const segments = attrs!.numSegments as number;
  const out = wasm.makeOutput([segments, ...x.shape.slice(segmentIds.shape.length)], x.dtype);
  // Views into one memory, taken after the output has its place: making one may move them all.
  addRows(wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(segmentIds), wasm.typedArrayFromHeap(out), segments);
  return out;
}) satisfies KernelFunc;

/** Gives the WebAssembly backend the kernel that it lacks for the gradient of an embedding. */
export function registerSegmentSum(tf: Tf): void {
  if (!tf.getKernel(NAME, 'wasm')) tf.registerKernel({ kernelName: NAME, backendName: 'wasm', kernelFunc: kernel });
}

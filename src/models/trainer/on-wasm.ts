import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './objective.ts';
import type { Values } from './plain-kernel.ts';

/** What a kernel asks of the WebAssembly backend, whose own types are private. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: string): TensorInfo;
  typedArrayFromHeap(info: TensorInfo): Values;
}

const ours = new WeakSet<KernelConfig>();

/** Puts a kernel in place of the WebAssembly backend's own, once; it may leave to that one what it has no better way for. */
export function replaceOnWasm(tf: Tf, name: string, better: (own: KernelFunc) => KernelFunc): void {
  const own = tf.getKernel(name, 'wasm');
  if (!own || ours.has(own)) return;
  const config = { ...own, kernelFunc: better(own.kernelFunc) };
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel(config);
  ours.add(config);
}

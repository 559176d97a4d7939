import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './objective.ts';
import type { WasmBackend } from './on-wasm.ts';

export type Values = Float32Array | Int32Array;

/** An operation written as loops over numbers, for the two backends that run on the processor. */
export interface PlainKernel {
  name: string;
  /** The shapes of what comes out, all of the first input's type. */
  shapes(inputs: readonly TensorInfo[], attrs: NamedAttrMap): number[][];
  /** Fills the outputs, which hold anything before. Inputs in the order in which the operation names them. */
  compute(inputs: readonly Values[], outputs: readonly Values[], attrs: NamedAttrMap): void;
}

/** What a kernel asks of the plain backend, whose own types are private. */
interface CpuBackend {
  makeTensorInfo(shape: number[], dtype: string, values: Values): TensorInfo;
  data: { get(id: object): { values: Values } };
}

/** What an operation that gives one tensor, or several, gives back. */
const oneOrAll = (outputs: TensorInfo[]): TensorInfo | TensorInfo[] => (outputs.length === 1 ? outputs[0]! : outputs);

const inputsOf = (inputs: object): TensorInfo[] =>
  Object.values(inputs as Record<string, TensorInfo | undefined>).filter((input) => input !== undefined);

const onWasm =
  ({ shapes, compute }: PlainKernel): KernelFunc =>
  ({ inputs, backend, attrs = {} }) => {
    const wasm = backend as WasmBackend;
    const read = inputsOf(inputs);
    const outputs = shapes(read, attrs).map((shape) => wasm.makeOutput(shape, read[0]!.dtype));
    // Views into one memory, taken after the outputs have their places: making one may move them all.
    const view = (info: TensorInfo) => wasm.typedArrayFromHeap(info);
    compute(read.map(view), outputs.map(view), attrs);
    return oneOrAll(outputs);
  };

const onCpu =
  ({ shapes, compute }: PlainKernel): KernelFunc =>
  ({ inputs, backend, attrs = {} }) => {
    const cpu = backend as CpuBackend;
    const read = inputsOf(inputs);
    const { dtype } = read[0]!;
    const made = shapes(read, attrs).map((shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return { shape, values: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size) };
    });
    compute(
      read.map(({ dataId }) => cpu.data.get(dataId).values),
      made.map(({ values }) => values),
      attrs,
    );
    return oneOrAll(made.map(({ shape, values }) => cpu.makeTensorInfo(shape, dtype, values)));
  };

const ours = new WeakSet<KernelConfig>();

/** Registers a kernel with a backend that runs on the processor, in place of the backend's own where it has one. */
export function registerPlain(tf: Tf, kernel: PlainKernel, backendName: 'wasm' | 'cpu'): void {
  const there = tf.getKernel(kernel.name, backendName);
  if (there && ours.has(there)) return;
  if (there) tf.unregisterKernel(kernel.name, backendName);
  const kernelFunc = backendName === 'wasm' ? onWasm(kernel) : onCpu(kernel);
  const config: KernelConfig = { kernelName: kernel.name, backendName, kernelFunc };
  tf.registerKernel(config);
  ours.add(config);
}

/** Whether the current backend has the operation; registers it with those that run on the processor. */
export function hasPlain(tf: Tf, kernel: PlainKernel): boolean {
  registerPlain(tf, kernel, 'wasm');
  registerPlain(tf, kernel, 'cpu');
  return tf.getKernel(kernel.name, tf.getBackend()) !== undefined;
}

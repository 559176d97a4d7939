import simdWasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plainWasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { BackendName } from '../../contract/workers.ts';
import { registerBatchProducts } from './batch-products.ts';
import { registerCuts } from './cut.ts';
import { registerGatherRows } from './gather-rows.ts';
import type { Tf } from './objective.ts';
import { registerPlain } from './plain-kernel.ts';
import { Refused } from './reasons.ts';
import { segmentSum } from './segment-sum.ts';

/** A started tfjs backend. Only one is current at a time: `use` before each batch of operations. */
export interface Device {
  readonly name: BackendName;
  readonly tf: Tf;
  /** Makes it the backend of the operations that follow; throws `Refused` once it is lost. */
  use(): Promise<void>;
  /**
   * Does some work on it, and throws if the device failed in that without a word: `Refused` for want of memory, whose
   * tensors would read as zeros.
   */
  checked<T>(work: () => Promise<T>): Promise<T>;
  /** Gives back all memory that it holds, for another start; on the processor nothing. */
  release(): void;
  /** Resolves when the device is gone for good; on the processor never. */
  readonly lost: Promise<void>;
}

/** Starts a backend, or throws `Refused`; `asked`: the caller named it, so a slow one is welcome too. */
export type OpenDevice = (asked: boolean) => Promise<Device>;

async function select(tf: Tf, name: BackendName): Promise<void> {
  if (tf.getBackend() !== name && !(await tf.setBackend(name))) throw new Refused('no-start', { backend: name });
}

/**
 * The core with the gradients of its operations, which it doesn't register by itself. Whole before anything else of tfjs
 * is loaded: a bundle's backend that runs before the core has set its flags fails, and stays failed.
 */
async function loadCore(): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  return tf;
}

/** The two backends that run on the processor differ in name only. */
async function processor(name: 'wasm' | 'cpu', tf: Tf): Promise<Device> {
  await select(tf, name);
  return {
    name,
    tf,
    use: () => select(tf, name),
    // Whatever fails here throws by itself.
    checked: (work) => work(),
    release: () => undefined,
    lost: new Promise(() => undefined),
  };
}

async function openCpu(): Promise<Device> {
  const tf = await loadCore();
  await import('@tensorflow/tfjs-backend-cpu');
  registerPlain(tf, segmentSum, 'cpu');
  return processor('cpu', tf);
}

let wasmReady = false;

async function openWasm(): Promise<Device> {
  const tf = await loadCore();
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  // Its threads break in a production build, and the engine's other workers need the cores.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // In Node the package finds its files beside itself.
  if (!import.meta.env.SSR && !wasmReady) {
    wasm.setWasmPaths({
      'tfjs-backend-wasm.wasm': plainWasmUrl,
      'tfjs-backend-wasm-simd.wasm': simdWasmUrl,
      // Must have an entry, and with threads off is never fetched.
      'tfjs-backend-wasm-threaded-simd.wasm': simdWasmUrl,
    });
  }
  const device = await processor('wasm', tf);
  registerPlain(tf, segmentSum, 'wasm');
  registerGatherRows(tf);
  registerCuts(tf);
  registerBatchProducts(tf);
  wasmReady = true;
  return device;
}

/** The limits that tfjs's own start asks for: the largest of everything that bounds a tensor. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
  return adapter.requestDevice({ requiredLimits });
}

async function requestAdapter(asked: boolean): Promise<GPUAdapter> {
  // Browsers without WebGPU have no `gpu`, and Node 20 has no `navigator`, whatever the types say.
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  if (!gpu) throw new Refused('no-webgpu');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Refused('no-adapter');
  if (adapter.info.isFallbackAdapter && !asked) throw new Refused('software-adapter');
  return adapter;
}

/** Clears a name that tfjs's own start, or a device since lost, has taken. */
function freeName(tf: Tf): void {
  try {
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  } catch {
    // A backend whose device is gone may fail to clear its buffers; they are gone too, and so is its name.
  }
}

/** The device that tfjs runs on, until it is lost. */
let running: GPUDevice | null = null;

async function startWebgpu(tf: Tf, adapter: GPUAdapter): Promise<GPUDevice> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const device = await requestDevice(adapter);
  void device.lost.then(() => {
    if (running === device) running = null;
  });
  freeName(tf);
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  return device;
}

/** What went wrong in the scope on top, as an error; a device that is lost has its own way to say so. */
const popScope = (device: GPUDevice): Promise<GPUError | null> => device.popErrorScope().catch(() => null);

/** The work between two error scopes: WebGPU itself throws nothing where a buffer has no room, or a command is refused. */
async function scoped<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  const [done] = await Promise.allSettled([work()]);
  const [memory, refused] = await Promise.all([popScope(device), popScope(device)]);
  if (memory) throw new Refused('memory', { backend: 'webgpu' });
  if (done.status === 'rejected') throw done.reason;
  if (refused) throw new Error(refused.message);
  return done.value;
}

/** A device of our own rather than the one tfjs would open, so that its adapter can be refused and its loss noticed. */
async function openWebgpu(asked: boolean): Promise<Device> {
  const adapter = await requestAdapter(asked);
  const tf = await loadCore();
  running ??= await startWebgpu(tf, adapter);
  const device = running;
  const use = async () => {
    if (running !== device) throw new Refused('lost');
    await select(tf, 'webgpu');
  };
  // tfjs keeps the buffers of a size for the next of that size: those that had no room, too. So the whole device goes.
  const release = () => {
    if (running === device) running = null;
    device.destroy();
  };
  await use();
  return {
    name: 'webgpu',
    tf,
    use,
    checked: (work) => scoped(device, work),
    release,
    lost: device.lost.then(() => undefined),
  };
}

/** Any failure to start is a refusal: the next backend may work. */
const guarded =
  (backend: BackendName, open: OpenDevice): OpenDevice =>
  async (asked) => {
    try {
      return await open(asked);
    } catch (error) {
      if (error instanceof Refused) throw error;
      const detail = error instanceof Error ? error.message : String(error);
      throw new Refused('no-start', { backend, detail }, { cause: error });
    }
  };

/** The backends in order of preference. WebGL trains differently, so it is none of them. */
export const devices: Readonly<Record<BackendName, OpenDevice>> = {
  webgpu: guarded('webgpu', openWebgpu),
  wasm: guarded('wasm', openWasm),
  cpu: guarded('cpu', openCpu),
};

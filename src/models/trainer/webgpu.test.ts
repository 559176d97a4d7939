import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { logisticObjective } from '../logistic/objective.ts';
import { matrixOf } from '../matrix.ts';
import { losses } from '../networks/loss.ts';
import { networkObjective } from '../networks/objective.ts';
import { Parameters } from '../networks/parameters.ts';
import { recurrent } from '../networks/recurrent.ts';
import { sequenceNetwork } from '../networks/sequence-network.ts';
import { TestSnapshots, stopAt, testContext } from '../testing.ts';
import { evaluateRows } from './batches.ts';
import { devices } from './devices.ts';
import type { BatchObjective, TrainingData } from './objective.ts';
import { train } from './trainer.ts';

/** Chromium's software Vulkan: slow, and WebGPU all the same. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const LOADER = '/usr/lib/chromium/libvulkan.so.1';
const RTLD_NODELETE = 0x1000;

let adapter: GPUAdapter | null = null;

/** The binding looks for Vulkan's loader by name only: one that is in memory already is found wherever it lies. */
function loadVulkan(): void {
  try {
    process.dlopen({ exports: {} }, LOADER, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL | RTLD_NODELETE);
  } catch {
    // It is no Node module, which is said only after it has been loaded.
  }
}

/** Gives Node what a browser's worker has. Left without an adapter where the binding or the driver doesn't load. */
async function provideWebgpu(): Promise<void> {
  process.env.VK_ICD_FILENAMES = DRIVER;
  loadVulkan();
  const { create, globals } = await import('webgpu');
  // tfjs takes WebGPU to be there in workers and pages only.
  Object.assign(globalThis, globals, { WorkerGlobalScope: Object });
  const navigator = { gpu: create([]) };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  adapter = await navigator.gpu.requestAdapter();
}

function dataOf(rows: number): TrainingData {
  const random = seededRandom(9);
  const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => 2 * random() - 1));
  const y = Float32Array.from({ length: rows }, (_, row) =>
    Number(random() < 1 / (1 + Math.exp(-2 * columns[1]![row]!))),
  );
  return { x: matrixOf(['a', 'b', 'c', 'd'], columns, rows), y };
}

/** An LSTM over three events of two kinds, the first row with one event only. */
function lstmObjective(): BatchObjective {
  const parameters = new Parameters();
  const encoder = recurrent(parameters, 'lstm', { kinds: 2, length: 3, size: 2, units: 3 });
  const network = sequenceNetwork(parameters, encoder, { columns: 1, outputs: 1, units: 3, rate: 0 });
  const codes = Int32Array.of(0, 0, 1, 2, 1, 2, 0, 2, 2, 1, 1, 2);
  const sequences = { length: 3, kinds: 2, codes, gaps: Float32Array.from(codes) };
  const events = { sequences, scale: { kinds: 2, length: 3, mean: 1, scale: 2 } };
  const values = Float64Array.of(0.5, -1, 2, 0.1);
  const rows = { training: Uint32Array.of(0, 1, 2, 3), validation: new Uint32Array(0) };
  const labels = { values, columns: 1, y: Float64Array.of(0, 1, 1, 0), weights: null, events };
  return networkObjective(network, losses.binary, labels, { ...rows, seed: 4, l2: 0 });
}

const data = dataOf(300);
const objective = logisticObjective(4, 1);
const options = { tolerance: 1e-5, maxIterations: 20 };

describe.skipIf(!existsSync(DRIVER))(`WebGPU in Node (skipped without ${DRIVER})`, () => {
  beforeAll(() => provideWebgpu().catch(() => undefined), 60_000);

  it('reaches the loss that wasm reaches', async (test) => {
    test.skip(!adapter, 'no WebGPU adapter here');
    const webgpu = await train(objective, data, testContext('webgpu'), options);
    const wasm = await train(objective, data, testContext('wasm'), options);
    expect(webgpu.backend).toEqual({ name: 'webgpu' });
    expect(Math.abs(webgpu.loss - wasm.loss)).toBeLessThan(1e-3);
    webgpu.history.slice(0, 3).forEach((loss, at) => expect(Math.abs(loss - wasm.history[at]!)).toBeLessThan(1e-3));
  });

  it('has the loss and the gradients of an LSTM that the processor has', async (test) => {
    test.skip(!adapter, 'no WebGPU adapter here');
    const lstm = lstmObjective();
    const measure = async (name: 'webgpu' | 'cpu') => {
      const device = await devices[name](true);
      await device.use();
      return evaluateRows(device.tf, lstm, lstm.start, lstm.training, () => 1);
    };
    const [measured, expected] = [await measure('webgpu'), await measure('cpu')];
    expect(Math.abs(measured.loss - expected.loss)).toBeLessThan(1e-4);
    expect(expected.gradient.some((part) => Math.abs(part) > 0.05)).toBe(true);
    measured.gradient.forEach((part, at) => expect(Math.abs(part - expected.gradient[at]!)).toBeLessThan(1e-4));
  });

  it('a software adapter is used by name only', async (test) => {
    test.skip(!adapter?.info.isFallbackAdapter, 'no software adapter here');
    const { backend } = await train(objective, data, testContext(), options);
    expect(backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/software/) });
  });

  it('a device destroyed in mid-training: a new one goes on from the last weights', async (test) => {
    test.skip(!adapter, 'no WebGPU adapter here');
    const tf = await import('@tensorflow/tfjs-core');
    const destroying = testContext('webgpu', (call) => {
      if (call === 5) (tf.backend() as unknown as { device: GPUDevice }).device.destroy();
    });
    const snapshots = new TestSnapshots();
    const { backend, loss, history } = await train(objective, data, { ...destroying, snapshots }, options);
    const undisturbed = await train(objective, data, testContext('wasm'), options);
    expect(backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/lost/) });
    expect(Math.abs(loss - undisturbed.loss)).toBeLessThan(1e-5);
    expect(snapshots.written.map(({ done }) => done)).toEqual([...history.map((_, at) => at + 1), history.length]);
    expect((await train(objective, data, testContext('webgpu'), options)).backend).toEqual({ name: 'webgpu' });
  });

  it('interrupted at an iteration and taken up on a new device, it ends with the same weights', async (test) => {
    test.skip(!adapter, 'no WebGPU adapter here');
    const tf = await import('@tensorflow/tfjs-core');
    const whole = await train(objective, data, testContext('webgpu'), options);
    for (const step of [4, 9]) {
      const snapshots = new TestSnapshots();
      const stopped = train(objective, data, { ...testContext('webgpu', stopAt(step)), snapshots }, options);
      await expect(stopped).rejects.toMatchObject({ name: 'test.stopped' });
      (tf.backend() as unknown as { device: GPUDevice }).device.destroy();
      const later = new TestSnapshots(snapshots);
      const resumed = await train(objective, data, { ...testContext('webgpu'), snapshots: later }, options);
      expect(resumed.backend).toEqual({ name: 'webgpu' });
      expect(later.written[0]!.done).toBe(snapshots.written.length + 1);
      resumed.weights.forEach((weight, at) => expect(Math.abs(weight - whole.weights[at]!)).toBeLessThan(1e-5));
    }
  });

  it('what the device has no room for is noticed, and done on a new one with fewer rows at a time', async (test) => {
    test.skip(!adapter, 'no WebGPU adapter here');
    const tf = await import('@tensorflow/tfjs-core');
    const full = testContext('webgpu', (call) => {
      const { device } = tf.backend() as unknown as { device: GPUDevice };
      // What a browser says when a buffer has no room: nothing throws, and the scope alone knows.
      if (call === 5) device.popErrorScope = async () => Object.assign(new Error('no room'), {}) as GPUError;
    });
    const { backend, loss } = await train(objective, data, full, options);
    expect(backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/out of memory/) });
    const undisturbed = await train(objective, data, testContext('wasm'), options);
    expect(Math.abs(loss - undisturbed.loss)).toBeLessThan(1e-5);
  });

  it('a command that the device refuses without a word is no result', async (test) => {
    test.skip(!adapter, 'no WebGPU adapter here');
    const tf = await import('@tensorflow/tfjs-core');
    const spoiling = testContext('webgpu', (call) => {
      const { device } = tf.backend() as unknown as { device: GPUDevice };
      // A buffer that can be mapped for writing may be used for nothing but copies.
      if (call === 5) device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_WRITE | GPUBufferUsage.STORAGE });
    });
    const { backend } = await train(objective, data, spoiling, options);
    expect(backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/webgpu failed/) });
  });
});

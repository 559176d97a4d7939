import { describe, expect, it } from 'vitest';
import type { BackendName } from '../../contract/workers.ts';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { losses } from '../networks/loss.ts';
import { networkObjective } from '../networks/objective.ts';
import { Parameters } from '../networks/parameters.ts';
import { perceptron } from '../networks/perceptron.ts';
import { recurrent } from '../networks/recurrent.ts';
import { sequenceNetwork } from '../networks/sequence-network.ts';
import { TestSnapshots, interruptedEverywhere, stopAt, testContext } from '../testing.ts';
import type { DescentOptions } from './descent.ts';
import { trainByBatches } from './descent.ts';
import type { Device, OpenDevice } from './devices.ts';
import { devices } from './devices.ts';
import type { BatchObjective } from './objective.ts';

const ROWS = 60;
const LENGTH = 3;

const options: DescentOptions = {
  optimiser: 'adam',
  learningRate: 0.05,
  schedule: 'constant',
  epochs: 3,
  batchSize: 16,
  patience: 0,
};

/** A small network with events, dropout and rows held out: everything that a training keeps in mind. */
function objectiveOf(flip = false, seed = 2): BatchObjective {
  const random = seededRandom(5);
  const values = Float64Array.from({ length: 2 * ROWS }, () => 2 * random() - 1);
  const codes = Int32Array.from({ length: LENGTH * ROWS }, () => 1 + Math.floor(2 * random()));
  const y = Float64Array.from({ length: ROWS }, (_, row) => Number(values[2 * row]! > 0 !== flip));
  const parameters = new Parameters();
  const encoder = recurrent(parameters, 'gru', { kinds: 2, length: LENGTH, size: 2, units: 3 });
  const network = sequenceNetwork(parameters, encoder, { columns: 2, outputs: 1, units: 4, rate: 0.2 });
  const sequences = { length: LENGTH, kinds: 2, codes, gaps: new Float32Array(codes.length) };
  const events = { sequences, scale: { kinds: 2, length: LENGTH, mean: 0, scale: 1 } };
  const all = Uint32Array.from({ length: ROWS }, (_, row) => row);
  const data = { values, columns: 2, y, weights: null, events };
  const about = { seed, l2: 1e-3, training: all.subarray(0, 48), validation: all.subarray(48) };
  return networkObjective(network, losses.binary, data, about);
}

/** Two columns and a hidden layer: for what does not depend on the network. */
function plainObjective(rows = ROWS): BatchObjective {
  const random = seededRandom(6);
  const values = Float64Array.from({ length: 2 * rows }, () => 2 * random() - 1);
  const y = Float64Array.from({ length: rows }, (_, row) => Number(values[2 * row]! > 0));
  const training = Uint32Array.from({ length: rows }, (_, row) => row);
  const about = { seed: 1, l2: 0, training, validation: new Uint32Array(0) };
  return networkObjective(
    perceptron([2, 3, 1], 'tanh', 0),
    losses.binary,
    { values, columns: 2, y, weights: null, events: null },
    about,
  );
}

const objective = objectiveOf();
const small = plainObjective();

const withWebgpu = (webgpu: OpenDevice): Record<BackendName, OpenDevice> => ({ ...devices, webgpu });
const played = async (change: Partial<Device>): Promise<Device> => ({
  ...(await devices.wasm(false)),
  name: 'webgpu',
  ...change,
});

describe.each(['cpu', 'wasm'] as const)('a training by batches (%s)', (backend) => {
  it('interrupted anywhere comes to the same weights, bit for bit', async () => {
    const whole = await trainByBatches(objective, testContext(backend), options);
    expect(whole.losses).toHaveLength(options.epochs);
    expect(whole.measures.at(-1)!).toBeLessThan(whole.measures[0]!);
    const steps = await interruptedEverywhere(
      (context) => trainByBatches(objective, context, options),
      backend,
      (resumed, _, { written }) => {
        expect(resumed).toStrictEqual(whole);
        expect(written.at(-1)).toEqual({ name: 'train-0', done: options.epochs, last: true });
      },
    );
    expect(steps).toBe(options.epochs + 1);
  });

  it('loses at most the epoch that it was in', async () => {
    const snapshots = new TestSnapshots();
    const stopped = trainByBatches(objective, { ...testContext(backend, stopAt(3)), snapshots }, options);
    await expect(stopped).rejects.toMatchObject({ name: 'test.stopped' });
    expect(snapshots.written.map(({ done }) => done)).toEqual([1, 2]);
    const later = new TestSnapshots(snapshots);
    await trainByBatches(objective, { ...testContext(backend), snapshots: later }, options);
    expect(later.written.map(({ done }) => done)).toEqual([3, 3]);
    const after = new TestSnapshots(later);
    const context = { ...testContext(backend), snapshots: after };
    await trainByBatches(objective, context, options);
    expect(after.written).toEqual([]);
    expect(context.shares).toEqual([]);
    expect(context.backends).toEqual([{ name: backend }]);
  });
});

describe('what an earlier run kept', () => {
  it('of other rows is not gone on from', async () => {
    const snapshots = new TestSnapshots();
    const first = trainByBatches(objective, { ...testContext('wasm', stopAt(4)), snapshots }, options);
    await expect(first).rejects.toMatchObject({ name: 'test.stopped' });
    const mirrored = objectiveOf(true);
    const later = new TestSnapshots(snapshots);
    const resumed = await trainByBatches(mirrored, { ...testContext('wasm'), snapshots: later }, options);
    expect(resumed).toStrictEqual(await trainByBatches(mirrored, testContext('wasm'), options));
    expect(later.written[0]).toEqual({ name: 'train-0', done: 0, last: false });
    const ended = await trainByBatches(
      objective,
      { ...testContext('wasm'), snapshots: new TestSnapshots(later) },
      options,
    );
    expect(ended).toStrictEqual(await trainByBatches(objective, testContext('wasm'), options));
  });

  it('of another shape, or of nothing known, is not gone on from', async () => {
    const snapshots = new TestSnapshots();
    snapshots.write('train-0', { weights: new Float32Array(3) }, 2);
    const resumed = await trainByBatches(small, { ...testContext('wasm'), snapshots }, options);
    expect(resumed).toStrictEqual(await trainByBatches(small, testContext('wasm'), options));
  });
});

describe('the seed', () => {
  it('gives the order of the rows: another one, other weights', async () => {
    const train = (seed: number) => trainByBatches(small, { ...testContext('wasm'), seed }, options);
    const [one, again, other] = [await train(1), await train(1), await train(2)];
    expect(again).toStrictEqual(one);
    expect(other.weights).not.toEqual(one.weights);
  });
});

describe('the guards', () => {
  it('fifty trainings and a cancelled one leave no tensor behind', async () => {
    const { tf } = await devices.wasm(false);
    const before = tf.memory().numTensors;
    const short = { ...options, epochs: 1, batchSize: 64 };
    for (let run = 0; run < 50; run += 1) {
      await trainByBatches(small, { ...testContext('wasm'), seed: run, step: async () => undefined }, short);
    }
    expect(tf.memory().numTensors).toBe(before);
    const cancelled = testContext('wasm', (call) => {
      if (call === 2) throw abortError();
    });
    await expect(trainByBatches(objective, cancelled, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('notice a leak', async () => {
    const leaky: BatchObjective = {
      ...small,
      loss: (tf, ...rest) => {
        tf.keep(tf.scalar(1));
        return small.loss(tf, ...rest);
      },
    };
    await expect(trainByBatches(leaky, testContext('cpu'), options)).rejects.toMatchObject({ name: 'model.leak' });
  });

  it('pass over a device whose gradients are wrong', async () => {
    const wrong = async (): Promise<Device> => {
      const device = await devices.wasm(false);
      // The loss is right; what goes back is half of what it should be, as with tfjs#8590.
      const tf = { ...device.tf, transpose: (x: never) => device.tf.mul(device.tf.transpose(x), 0.5) };
      return { ...device, name: 'webgpu', tf: tf as unknown as Device['tf'] };
    };
    const { backend } = await trainByBatches(small, testContext(), options, withWebgpu(wrong));
    expect(backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/differed/) });
  });

  it('go on elsewhere, from the last epoch that was right, where a device gives nonsense in mid-training', async () => {
    let epochs = 0;
    const failing = async (): Promise<Device> => {
      const device = await devices.wasm(false);
      const checked: Device['checked'] = (work) => {
        epochs += 1;
        return work();
      };
      const tf = {
        ...device.tf,
        sum: (x: never, axis: never) => device.tf.mul(device.tf.sum(x, axis), epochs > 3 ? 0 : 1),
      };
      return { ...device, name: 'webgpu', checked, tf: tf as unknown as Device['tf'] };
    };
    const trained = await trainByBatches(small, testContext(), options, withWebgpu(failing));
    expect(trained.backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/differed/) });
    const undisturbed = await trainByBatches(small, testContext('wasm'), options);
    expect(trained.weights).toStrictEqual(undisturbed.weights);
  });

  it('a loss that leaves the numbers is an error', async () => {
    const wild = { ...options, optimiser: 'sgd' as const, learningRate: 1e30 };
    const run = trainByBatches({ ...small, decay: small.decay.map(() => 1e30) }, testContext('cpu'), wild);
    await expect(run).rejects.toMatchObject({ name: 'model.diverged' });
  });
});

describe('a lost device', () => {
  it('that leaves a read hanging: a new one goes on from the last epoch, to the same weights', async () => {
    let lose = (): void => undefined;
    let opened = 0;
    const device = () => {
      opened += 1;
      return played({ lost: new Promise<void>((resolve) => (lose = resolve)) });
    };
    const context = testContext();
    let calls = 0;
    context.step = async () => {
      if ((calls += 1) !== 3) return;
      setTimeout(lose, 5);
      await new Promise<never>(() => undefined);
    };
    const snapshots = new TestSnapshots();
    const trained = await trainByBatches(objective, { ...context, snapshots }, options, withWebgpu(device));
    expect(trained.backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/lost/) });
    expect(opened).toBe(2);
    const undisturbed = await trainByBatches(objective, testContext('wasm'), options);
    expect(trained.weights).toStrictEqual(undisturbed.weights);
    expect(snapshots.written.map(({ done }) => done)).toEqual([1, 2, 3, 3]);
  });
});

describe('a device without room', () => {
  it('is given half the rows at a time; the steps stay those of whole batches', async () => {
    const many = plainObjective(400);
    const seen: number[] = [];
    const counting: BatchObjective = {
      ...many,
      batch: (tf, rows, random) => {
        seen.push(rows.length);
        if (rows.length > 80) throw new Error('Out of memory');
        return many.batch(tf, rows, random);
      },
    };
    const wide = { ...options, batchSize: 256, epochs: 3 };
    const trained = await trainByBatches(
      counting,
      testContext(),
      wide,
      withWebgpu(() => played({})),
    );
    expect(trained.backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/out of memory/) });
    // 256, 128, then 64 and the rest of each batch.
    expect([...new Set(seen)].sort((a, b) => b - a)).toEqual([256, 128, 64, 32, 16]);
    const whole = await trainByBatches(many, testContext('wasm'), wide);
    trained.weights.forEach((weight, at) => expect(weight).toBeCloseTo(whole.weights[at]!, 4));
  });
});

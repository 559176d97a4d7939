import { describe, expect, it } from 'vitest';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { BackendName } from '../../contract/workers.ts';
import { logisticObjective } from '../logistic/objective.ts';
import { matrixOf } from '../matrix.ts';
import { TestSnapshots, testContext } from '../testing.ts';
import type { Device, OpenDevice } from './devices.ts';
import { devices } from './devices.ts';
import type { Objective, TrainingData } from './objective.ts';
import { Refused } from './reasons.ts';
import { train } from './trainer.ts';

const options = { tolerance: 1e-6, maxIterations: 100 };
const objective = logisticObjective(3, 1);

function dataOf(rows: number): TrainingData {
  const random = seededRandom(5);
  const columns = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => 2 * random() - 1));
  const y = Float32Array.from({ length: rows }, (_, row) =>
    Number(random() < 1 / (1 + Math.exp(-3 * columns[0]![row]!))),
  );
  return { x: matrixOf(['a', 'b', 'c'], columns, rows), y };
}

const data = dataOf(400);
const absent: OpenDevice = () => Promise.reject(new Refused('no-webgpu'));

/** The backends, with WebGPU played by another one whose behaviour a test can bend. */
const withWebgpu = (webgpu: OpenDevice): Record<BackendName, OpenDevice> => ({ ...devices, webgpu });
const played = async (change: Partial<Device>): Promise<Device> => ({
  ...(await devices.wasm(false)),
  name: 'webgpu',
  ...change,
});

describe('the choice of a backend', () => {
  it('falls back to wasm and says why', async () => {
    const context = testContext();
    const { backend } = await train(objective, data, context, options, withWebgpu(absent));
    expect(backend).toEqual({ name: 'wasm', reason: 'This browser offers no WebGPU.' });
    expect(context.backends).toEqual([backend]);
  });

  it('the first choice needs no reason, nor does one asked for by name', async () => {
    const first = await train(
      objective,
      data,
      testContext(),
      options,
      withWebgpu(() => played({})),
    );
    expect(first.backend).toEqual({ name: 'webgpu' });
    expect((await train(objective, data, testContext('cpu'), options)).backend).toEqual({ name: 'cpu' });
  });

  it('asked for by name and not there is an error', async () => {
    const run = train(objective, data, testContext('webgpu'), options, withWebgpu(absent));
    await expect(run).rejects.toMatchObject({ name: 'gpu.unavailable', values: { backend: 'webgpu' } });
  });

  it('says when nothing works at all', async () => {
    const none = { webgpu: absent, wasm: absent, cpu: absent };
    await expect(train(objective, data, testContext(), options, none)).rejects.toMatchObject({
      name: 'model.no-backend',
    });
  });
});

describe('the guards', () => {
  it('wasm and cpu reach the same loss', async () => {
    const wasm = await train(objective, data, testContext('wasm'), options);
    const cpu = await train(objective, data, testContext('cpu'), options);
    expect(Math.abs(wasm.loss - cpu.loss)).toBeLessThan(1e-6);
    expect(wasm.history.at(-1)!).toBeLessThan(wasm.history[0]!);
  });

  it('the same run gives the same weights', async () => {
    const [one, two] = [testContext('wasm'), testContext('wasm')];
    const runs = [train(objective, data, one, options), train(objective, data, two, options)];
    const [a, b] = await Promise.all(runs);
    expect(a!.weights).toEqual(b!.weights);
  });

  it('rows in several blocks give the loss of one', async () => {
    const many = dataOf(40_000);
    const { loss, weights } = await train(objective, many, testContext('wasm'), options);
    const exact = objective.exact(weights, many).loss + objective.penalty(weights).loss;
    expect(loss).toBeCloseTo(exact / 40_000, 12);
  });

  it('refuses numbers that are none', async () => {
    const broken = {
      ...data,
      x: { ...data.x, data: Float64Array.from(data.x.data, (value, at) => (at === 7 ? NaN : value)) },
    };
    expect(() => train(objective, broken, testContext('wasm'), options)).toThrowError(
      expect.objectContaining({ name: 'model.not-finite', values: { column: 'b', row: 3, value: 'NaN' } }),
    );
  });

  it('a device whose gradients are wrong is passed over', async () => {
    const wrong = async (): Promise<Device> => {
      const device = await devices.wasm(false);
      // Half of every sum: as wrong as a kernel that skips some threads.
      const tf = { ...device.tf, sum: (x: never) => device.tf.mul(device.tf.sum(x), 0.5) } as unknown as Device['tf'];
      return { ...device, name: 'webgpu', tf };
    };
    const { backend } = await train(objective, data, testContext(), options, withWebgpu(wrong));
    expect(backend.name).toBe('wasm');
    expect(backend.reason).toMatch(/differed/);
  });

  it('a loss that leaves the numbers is an error', async () => {
    const exploding: Objective = { ...objective, start: Float64Array.of(3e38, 3e38, 3e38, 3e38) };
    await expect(train(exploding, data, testContext('cpu'), options)).rejects.toMatchObject({ name: 'model.diverged' });
  });

  it('leaves no tensor behind, even when cancelled', async () => {
    const { tf } = await devices.wasm(false);
    const before = tf.memory().numTensors;
    const context = testContext('wasm', (call) => {
      if (call === 4) throw abortError();
    });
    await expect(train(objective, data, context, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(context.shares.length).toBe(4);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('notices a leak', async () => {
    const leaky: Objective = {
      ...objective,
      loss: (tf, ...rest) => {
        tf.keep(tf.scalar(1));
        return objective.loss(tf, ...rest);
      },
    };
    await expect(train(leaky, data, testContext('cpu'), options)).rejects.toMatchObject({ name: 'model.leak' });
  });
});

/** A lost device, as the browser tells of it, and a step at which it is lost: the work on it never comes back. */
function losing(): { device: OpenDevice; lose(): Promise<never>; opened(): number } {
  let lose = (): void => undefined;
  let opened = 0;
  const device = () => {
    opened += 1;
    return played({ lost: new Promise<void>((resolve) => (lose = resolve)) });
  };
  const hang = () => {
    setTimeout(lose, 5);
    return new Promise<never>(() => undefined);
  };
  return { device, lose: hang, opened: () => opened };
}

describe('a lost device', () => {
  it('that leaves a read hanging: a new one of its kind goes on from the last weights', async () => {
    const { device, lose, opened } = losing();
    const context = testContext();
    const seen: number[] = [];
    context.step = async (done) => void (seen.push(done) === 8 && (await lose()));
    const snapshots = new TestSnapshots();
    const run = train(objective, data, { ...context, snapshots }, options, withWebgpu(device));
    const { backend, weights, history } = await run;
    expect(backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/lost/) });
    expect(opened()).toBe(2);
    // The same processor played both: with weights, memory and history kept, nothing differs from an undisturbed run.
    const undisturbed = await train(objective, data, testContext('wasm'), options);
    expect(weights).toStrictEqual(undisturbed.weights);
    expect(history).toStrictEqual(undisturbed.history);
    // Each iteration was made once.
    expect(snapshots.written.map(({ done }) => done)).toEqual([...history.map((_, at) => at + 1), history.length]);
  });

  it('lost a second time: wasm goes on, and later wakings of the first change nothing', async () => {
    const { device, lose, opened } = losing();
    const context = testContext();
    let steps = 0;
    let wake = (): void => undefined;
    context.step = async () => {
      steps += 1;
      if (steps === 8) await Promise.race([lose(), new Promise<void>((resolve) => (wake = resolve))]);
      if (steps === 14) await lose();
      if (steps === 16) wake();
    };
    const snapshots = new TestSnapshots();
    const trained = await train(objective, data, { ...context, snapshots }, options, withWebgpu(device));
    expect(trained.backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/lost/) });
    expect(trained.backend.reason!.match(/lost/g)).toHaveLength(1);
    expect(opened()).toBe(2);
    const undisturbed = await train(objective, data, testContext('wasm'), options);
    expect(trained.weights).toStrictEqual(undisturbed.weights);
    const counts = snapshots.written.map(({ done }) => done);
    expect(counts).toEqual([...trained.history.map((_, at) => at + 1), trained.history.length]);
  });

  it('that gave nonsense before it went: the nonsense is not gone on from', async () => {
    let uses = 0;
    const failing = async (): Promise<Device> => {
      const device = await devices.wasm(false);
      const use = async () => {
        await device.use();
        if ((uses += 1) > 8) throw new Error('gone');
      };
      // After the first look it reads zeros, as a GPU does whose memory is gone.
      const tf = { ...device.tf, sum: (x: never) => device.tf.mul(device.tf.sum(x), uses > 4 ? 0 : 1) };
      return { ...device, name: 'webgpu', use, tf: tf as unknown as Device['tf'] };
    };
    const snapshots = new TestSnapshots();
    const trained = await train(objective, data, { ...testContext(), snapshots }, options, withWebgpu(failing));
    const undisturbed = await train(objective, data, testContext('wasm'), options);
    expect(trained.backend.name).toBe('wasm');
    expect(trained.weights).toStrictEqual(undisturbed.weights);
    expect(trained.history).toStrictEqual(undisturbed.history);
  });

  it('whose reads fail as if cancelled is not taken for a cancelled run', async () => {
    let uses = 0;
    const failing = async (): Promise<Device> => {
      const device = await devices.wasm(false);
      let lose = (): void => undefined;
      const lost = new Promise<void>((resolve) => (lose = resolve));
      const use = async () => {
        uses += 1;
        if (uses === 6) {
          lose();
          throw abortError();
        }
        await device.use();
      };
      return { ...device, name: 'webgpu', use, lost };
    };
    const { backend } = await train(objective, data, testContext(), options, withWebgpu(failing));
    // Nor is the second device refused for the loss of the first.
    expect(backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/lost/) });
  });
});

describe('a device without room', () => {
  /** Refuses tensors of more rows, as an engine does that is out of memory. */
  const small = (most: number, asked: number[]) => async (): Promise<Device> => {
    const device = await devices.wasm(false);
    const tensor2d: Device['tf']['tensor2d'] = (values, shape, type) => {
      asked.push(shape![0]);
      if (shape![0] > most) throw new RangeError('Array buffer allocation failed');
      return device.tf.tensor2d(values, shape, type);
    };
    return { ...device, name: 'webgpu', tf: { ...device.tf, tensor2d } };
  };

  it('is given half the rows at a time until they fit', async () => {
    const { tf } = await devices.wasm(false);
    const before = tf.memory().numTensors;
    const asked: number[] = [];
    const many = dataOf(3000);
    const snapshots = new TestSnapshots();
    const context = { ...testContext(), snapshots };
    const trained = await train(objective, many, context, options, withWebgpu(small(400, asked)));
    expect(trained.backend).toMatchObject({ name: 'webgpu', reason: expect.stringMatching(/out of memory/) });
    // 3000, 1500, 750, 375: eight blocks of those.
    expect([...new Set(asked.filter((rows) => rows !== 256))]).toEqual([3000, 1500, 750, 375]);
    const whole = await train(objective, many, testContext('wasm'), options);
    // Sums of fewer rows are rounded otherwise.
    expect(trained.loss).toBeCloseTo(whole.loss, 6);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('in mid-training, goes on from the last weights', async () => {
    const released: string[] = [];
    let evaluations = 0;
    const device = async (): Promise<Device> => {
      const real = await devices.wasm(false);
      const checked: Device['checked'] = async (work) => {
        const result = await work();
        if ((evaluations += 1) === 5) throw new Refused('memory', { backend: 'webgpu' });
        return result;
      };
      return { ...real, name: 'webgpu', checked, release: () => released.push('webgpu') };
    };
    const snapshots = new TestSnapshots();
    const trained = await train(objective, data, { ...testContext(), snapshots }, options, withWebgpu(device));
    expect(released).toEqual(['webgpu']);
    expect(trained.backend.reason).toMatch(/out of memory/);
    const counts = snapshots.written.map(({ done }) => done);
    expect(counts).toEqual([...trained.history.map((_, at) => at + 1), trained.history.length]);
    expect(trained.loss).toBeCloseTo((await train(objective, data, testContext('wasm'), options)).loss, 6);
  });

  it('even for the smallest blocks: the next backend goes on', async () => {
    const asked: number[] = [];
    const { backend } = await train(objective, data, testContext(), options, withWebgpu(small(10, asked)));
    expect(backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/out of memory/) });
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(64);
  });
});

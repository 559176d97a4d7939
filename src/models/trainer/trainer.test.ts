import { describe, expect, it } from 'vitest';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { BackendName } from '../../contract/workers.ts';
import { logisticObjective } from '../logistic/objective.ts';
import { matrixOf } from '../matrix.ts';
import { testContext } from '../testing.ts';
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

describe('a lost device', () => {
  it('that leaves a read hanging: the training goes on elsewhere from the last weights', async () => {
    let lose = (): void => undefined;
    const lost = new Promise<void>((resolve) => (lose = resolve));
    const hanging = () => played({ lost });
    const seen: number[] = [];
    const context = testContext();
    context.step = async (done) => {
      seen.push(done);
      // The work on the device never comes back, and some time later the browser says why.
      if (seen.length === 8) {
        setTimeout(lose, 5);
        await new Promise(() => undefined);
      }
    };
    const { backend, loss, history } = await train(objective, data, context, options, withWebgpu(hanging));
    const undisturbed = await train(objective, data, testContext('wasm'), options);
    expect(backend).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/lost/) });
    expect(loss).toBeCloseTo(undisturbed.loss, 6);
    // Kept weights: what follows the loss starts below where the training began.
    expect(history.length).toBeGreaterThan(2);
    expect(history.every((value, at) => at === 0 || value < history[0]!)).toBe(true);
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

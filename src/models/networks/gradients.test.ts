import { beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '../../contract/estimator.ts';
import type { Random } from '../../core/random.ts';
import { seededRandom } from '../../core/random.ts';
import { evaluateRows, lossOf } from '../trainer/batches.ts';
import type { Device } from '../trainer/devices.ts';
import { devices } from '../trainer/devices.ts';
import type { BatchObjective } from '../trainer/objective.ts';
import type { ActivationName } from './activation.ts';
import { attentive } from './attention.ts';
import { convolutional } from './convolution.ts';
import { losses } from './loss.ts';
import type { Network } from './network.ts';
import type { NetworkData } from './objective.ts';
import { networkObjective } from './objective.ts';
import { Parameters } from './parameters.ts';
import { perceptron } from './perceptron.ts';
import { recurrent } from './recurrent.ts';
import { sequenceNetwork } from './sequence-network.ts';

const ROWS = 5;
const LENGTH = 4;
const KINDS = 3;
const COLUMNS = 2;
const SIZES = { kinds: KINDS, length: LENGTH };

const uniform = (length: number, random: Random) => Float64Array.from({ length }, () => 2 * random() - 1);

// Row 1 has no event at all, row 2 one.
const codes = Int32Array.of(0, 2, 1, 3, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 3, 2, 0, 0, 3, 1);
const gaps = Float32Array.from(codes, (code) => (code > 0 ? 2 + code : 0));
const scale = { kinds: KINDS, length: LENGTH, mean: 4, scale: 2.5 };

const dataOf = (y: number[]): NetworkData => ({
  values: uniform(ROWS * COLUMNS, seededRandom(11)),
  columns: COLUMNS,
  y: Float64Array.from(y),
  weights: Float64Array.of(1, 0.5, 2, 1, 0.5),
  events: { sequences: { length: LENGTH, kinds: KINDS, codes, gaps }, scale },
});

/** A network over events with a head of some outputs. */
function overEvents(kind: 'lstm' | 'gru' | 'cnn' | 'transformer', outputs: number): Network {
  const parameters = new Parameters();
  const encoders = {
    lstm: () => recurrent(parameters, 'lstm', { ...SIZES, size: 2, units: 3 }),
    gru: () => recurrent(parameters, 'gru', { ...SIZES, size: 2, units: 3 }),
    cnn: () => convolutional(parameters, { ...SIZES, size: 2, filters: 3, width: 2, layers: 2 }),
    transformer: () => attentive(parameters, { ...SIZES, width: 4, heads: 2, layers: 2, rate: 0 }),
  };
  return sequenceNetwork(parameters, encoders[kind](), { columns: COLUMNS, outputs, units: 4, rate: 0 });
}

const yes = [1, 0, 1, 1, 0];
const classes = [2, 0, 1, 2, 1];
const value = [0.3, -1.2, 2, 0.1, -0.4];
const mlp = (name: ActivationName, outputs: number) => perceptron([COLUMNS, 4, 3, outputs], name, 0);

const cases: [string, Network, Task, number[]][] = [
  ['mlp with tanh, binary', mlp('tanh', 1), 'binary', yes],
  ['mlp with gelu, multiclass', mlp('gelu', 3), 'multiclass', classes],
  ['mlp with relu, regression', mlp('relu', 1), 'regression', value],
  ['autoencoder', mlp('tanh', COLUMNS), 'anomaly', value],
  ['lstm', overEvents('lstm', 1), 'binary', yes],
  ['gru', overEvents('gru', 3), 'multiclass', classes],
  ['cnn', overEvents('cnn', 1), 'regression', value],
  ['transformer', overEvents('transformer', 3), 'multiclass', classes],
];

const rows = Uint32Array.from({ length: ROWS }, (_, row) => row);
const never = () => 1;

function objectiveOf(network: Network, task: Task, y: number[]): BatchObjective {
  const parts = { training: rows, validation: new Uint32Array(0) };
  const objective = networkObjective(network, losses[task], dataOf(y), { ...parts, seed: 3, l2: 0 });
  // Away from where biases begin: at exactly 0 a ReLU has no derivative.
  const random = seededRandom(12);
  return { ...objective, start: objective.start.map((weight) => weight + 0.2 * (random() - 0.5)) };
}

/** The gradient of the loss in plain float64 arithmetic, by central differences of the weights as float32 holds them. */
function differences(objective: BatchObjective): Float64Array {
  return Float64Array.from(objective.start, (weight, at) => {
    const [up, down] = [objective.start.with(at, weight + 1e-3), objective.start.with(at, weight - 1e-3)];
    return (objective.exact(up, rows) - objective.exact(down, rows)) / (up[at]! - down[at]!);
  });
}

describe.each(['wasm', 'cpu'] as const)('loss and gradient (%s)', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await devices[backend](true);
    await device.use();
  }, 30_000);

  it.each(cases)('of %s are those of plain arithmetic', async (_, network, task, y) => {
    const objective = objectiveOf(network, task, y);
    const before = device.tf.memory().numTensors;
    const { loss, gradient } = await evaluateRows(device.tf, objective, objective.start, rows, never);
    expect(device.tf.memory().numTensors).toBe(before);
    expect(Math.abs(loss - objective.exact(objective.start, rows))).toBeLessThan(1e-5);
    const expected = differences(objective);
    const largest = expected.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    expect(largest).toBeGreaterThan(0.05);
    gradient.forEach((part, at) => expect(Math.abs(part - expected[at]!)).toBeLessThan(1e-3 * largest));
  });
});

describe('dropout', () => {
  it('drops the share it is told, keeps the mean, and does nothing where none is drawn', async () => {
    const { tf, use } = await devices.wasm(true);
    await use();
    const network = perceptron([1, 2000, 1], 'relu', 0.25);
    const objective = networkObjective(
      network,
      losses.regression,
      { values: Float64Array.of(1), columns: 1, y: Float64Array.of(0), weights: null, events: null },
      { training: Uint32Array.of(0), validation: new Uint32Array(0), seed: 1, l2: 0 },
    );
    // Every hidden unit 1, the output their mean: the loss is the square of what was kept.
    const flat = Float32Array.from(objective.start, (_, at) =>
      at < 2000 ? 1 : at < 4000 ? 0 : at < 6000 ? 1 / 2000 : 0,
    );
    const one = Uint32Array.of(0);
    const { loss } = await evaluateRows(tf, objective, flat, one, seededRandom(5));
    const share = Math.sqrt(loss);
    // 2000 draws: the standard error of the kept share over .75 is .013.
    expect(Math.abs(share - 1)).toBeLessThan(0.05);
    expect(share).not.toBeCloseTo(1, 6);
    const again = await evaluateRows(tf, objective, flat, one, seededRandom(5));
    expect(again.loss).toBe(loss);
    const whole = tf.tidy(() => lossOf(tf, objective, tf.tensor1d(flat), one).dataSync()[0]!);
    // A float32 sum of 2000.
    expect(whole).toBeCloseTo(1, 3);
  });
});

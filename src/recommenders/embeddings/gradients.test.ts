import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { evaluateRows, lossOf } from '../../models/trainer/batches.ts';
import type { Device } from '../../models/trainer/devices.ts';
import { devices } from '../../models/trainer/devices.ts';
import type { BatchObjective } from '../../models/trainer/objective.ts';
import { bprObjective } from '../bpr/objective.ts';
import { graphOf } from '../lightgcn/graph.ts';
import { lightgcnObjective } from '../lightgcn/objective.ts';
import { learningDataOfLog } from '../testing.ts';
import { twoTowerObjective } from '../two-tower/objective.ts';
import { Towers } from '../two-tower/towers.ts';
import type { Pairs } from './pairs.ts';
import { pairsOf } from './pairs.ts';
import type { SparseMatrix } from './sparse.ts';

const USERS = 4;
const ITEMS = 5;

// User 3 had one item only, item 4 nobody; weights differ.
const log = [
  [0, 0],
  [0, 1, 3],
  [0, 2],
  [1, 1],
  [1, 3, 2],
  [2, 0],
  [2, 3],
  [2, 2, 0.5],
  [3, 2],
] as const;
const pairs: Pairs = pairsOf(learningDataOfLog(log, USERS, ITEMS).interactions);
const rows = Uint32Array.from(pairs.item, (_, row) => row);

const shared = {
  factors: 3,
  negatives: 2,
  temperature: 0.5,
  regularisation: 0,
  learningRate: 0.01,
  epochs: 1,
  batchSize: 16,
};
const TOWER = { width: 3, temperature: 0.5, history: 2, anonymous: 0, regularisation: 0 };

/** Items 0, 2 and 4 are described, users 1 and 3 have attributes. */
const features: SparseMatrix = {
  ...{ rows: ITEMS, columns: 2 },
  offsets: Uint32Array.of(0, 2, 2, 3, 3, 4),
  column: Int32Array.of(0, 1, 1, 0),
  value: Float32Array.of(0.6, 0.8, 1, 1),
};
const attributes: SparseMatrix = {
  ...{ rows: USERS, columns: 2 },
  offsets: Uint32Array.of(0, 0, 1, 1, 3),
  column: Int32Array.of(0, 0, 1),
  value: Float32Array.of(1, 0.5, 2),
};
const none = (of: number): SparseMatrix => ({ ...features, rows: of, columns: 0, offsets: new Uint32Array(of + 1) });

const towers = (described: boolean) =>
  twoTowerObjective(
    new Towers({
      ...{ items: ITEMS, width: 3 },
      features: described ? features : none(ITEMS),
      attributes: described ? attributes : none(USERS),
    }),
    pairs,
    TOWER,
    3,
  );

const cases: [string, BatchObjective][] = [
  ['bpr', bprObjective(pairs, shared, 3)],
  ['bpr with vectors of a width that SIMD takes in parts', bprObjective(pairs, { ...shared, factors: 7 }, 3)],
  ['bpr, all of what was drawn counting alike', bprObjective(pairs, { ...shared, temperature: 100 }, 3)],
  ['bpr, the hardest counting most', bprObjective(pairs, { ...shared, negatives: 4, temperature: 0.05 }, 3)],
  ['lightgcn with wide vectors', lightgcnObjective(pairs, graphOf(pairs), { ...shared, factors: 18, layers: 2 }, 3)],
  ['lightgcn, one layer', lightgcnObjective(pairs, graphOf(pairs), { ...shared, layers: 1 }, 3)],
  ['lightgcn, three layers', lightgcnObjective(pairs, graphOf(pairs), { ...shared, layers: 3 }, 3)],
  ['two towers', towers(true)],
  ['two towers of nothing but who had what', towers(false)],
];

/** Away from where weights begin: at 0 the loss of a product is flat. */
function moved(objective: BatchObjective): BatchObjective {
  const random = seededRandom(12);
  return { ...objective, start: objective.start.map((weight) => weight + random() - 0.5) };
}

/** The gradient of the loss in plain float64 arithmetic, by central differences of the weights as float32 holds them. */
function differences(objective: BatchObjective): Float64Array {
  return Float64Array.from(objective.start, (weight, at) => {
    const [up, down] = [objective.start.with(at, weight + 1e-3), objective.start.with(at, weight - 1e-3)];
    return (objective.exact(up, rows) - objective.exact(down, rows)) / (up[at]! - down[at]!);
  });
}

/** The objective, drawing what it holds against each row as it does where nothing is to be drawn. */
const still = (objective: BatchObjective): BatchObjective => ({
  ...objective,
  batch: (tf, some) => objective.batch(tf, some, null),
});

describe.each(['wasm', 'cpu'] as const)('loss and gradient (%s)', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await devices[backend](true);
    await device.use();
  }, 180_000);

  it.each(cases)('of %s are those of plain arithmetic', async (_, beginning) => {
    const objective = moved(beginning);
    const before = device.tf.memory().numTensors;
    const { loss, gradient } = await evaluateRows(device.tf, still(objective), objective.start, rows, () => 1);
    expect(device.tf.memory().numTensors).toBe(before);
    expect(Math.abs(loss - objective.exact(objective.start, rows))).toBeLessThan(1e-5 * rows.length);
    const expected = differences(objective);
    const largest = expected.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    expect(largest).toBeGreaterThan(0.05);
    gradient.forEach((part, at) => expect(Math.abs(part - expected[at]!)).toBeLessThan(1e-3 * largest));
  });

  it.each([
    ['a sparse product is', lightgcnObjective(pairs, graphOf(pairs), { ...shared, layers: 2 }, 3)],
    ['margins are', bprObjective(pairs, { ...shared, factors: 6 }, 3)],
  ])('without kernels of their own %s the same', async (_, beginning) => {
    const objective = moved(beginning);
    const evaluated = (tf: typeof device.tf) => evaluateRows(tf, still(objective), objective.start, rows, () => 1);
    const own = await evaluated(device.tf);
    const composed = await evaluated({ ...device.tf, getBackend: () => 'none' } as unknown as typeof device.tf);
    expect(composed.loss).toBeCloseTo(own.loss, 5);
    composed.gradient.forEach((part, at) => expect(part).toBeCloseTo(own.gradient[at]!, 5));
  });

  it('a loss without anything drawn is the plain one', async () => {
    for (const [, objective] of cases) {
      const { tf } = device;
      const loss = tf.tidy(() => lossOf(tf, objective, tf.tensor1d(objective.start), rows).dataSync()[0]!);
      expect(Math.abs(loss - objective.exact(objective.start, rows))).toBeLessThan(1e-5 * rows.length);
    }
  });
});

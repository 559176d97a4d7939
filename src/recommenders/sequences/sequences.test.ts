import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { evaluateRows } from '../../models/trainer/batches.ts';
import type { Device } from '../../models/trainer/devices.ts';
import { devices } from '../../models/trainer/devices.ts';
import type { BatchObjective } from '../../models/trainer/objective.ts';
import { gru4recNetwork } from '../gru4rec/network.ts';
import { sasrecNetwork } from '../sasrec/network.ts';
import { learningDataOfLog } from '../testing.ts';
import { candidatesOf, drawsOf } from './candidates.ts';
import type { NextItemLossName } from './loss.ts';
import { nextItemLosses } from './loss.ts';
import type { SequenceNetwork } from './network.ts';
import { sequenceObjective } from './objective.ts';
import type { Runs } from './runs.ts';
import { extentOf, runsOf } from './runs.ts';
import { eventCounts, spelled, vocabularyOf } from './vocabulary.ts';

const sizes = { items: 5, width: 2, length: 4 };

/** What NumPy makes of the same weights: reference.py writes it. */
const golden = JSON.parse(readFileSync(new URL('./golden.json', import.meta.url), 'utf8')) as {
  read: number[];
  scores: number[];
  came: number;
  losses: Record<NextItemLossName, number>;
} & Record<'sasrec' | 'tied' | 'untied', { size: number; output: number[] }>;

const networks = {
  sasrec: () => sasrecNetwork({ ...sizes, heads: 1, layers: 1, dropout: 0 }),
  tied: () => gru4recNetwork({ ...sizes, tied: true, dropout: 0 }),
  untied: () => gru4recNetwork({ ...sizes, tied: false, dropout: 0 }),
};
const names = ['sasrec', 'tied', 'untied'] as const;

const weightsOf = ({ parameters }: SequenceNetwork) =>
  parameters.plain(Float32Array.from({ length: parameters.size }, (_, at) => Math.sin(at + 1) / 2));

describe('networks over sequences', () => {
  it.each(names)('%s comes to what NumPy does', (name) => {
    const network = networks[name]();
    expect(network.parameters.size).toBe(golden[name].size);
    const output = network.compute(weightsOf(network), Int32Array.from(golden.read));
    golden[name].output.forEach((value, at) => expect(output[at]).toBeCloseTo(value, 6));
  });

  it.each(names)('%s comes to the same after the last item alone', (name) => {
    const network = networks[name]();
    const read = Int32Array.from(golden.read);
    const output = network.compute(weightsOf(network), read, read.length - 1);
    expect(output).toHaveLength(sizes.width);
    output.forEach((value, at) => expect(value).toBeCloseTo(golden[name].output.at(at - sizes.width)!, 6));
  });

  it.each(names)('%s: what comes later changes nothing that came before', (name) => {
    const network = networks[name]();
    const weights = weightsOf(network);
    const one = network.compute(weights, Int32Array.of(3, 0, 4, 1));
    const other = network.compute(weights, Int32Array.of(3, 0, 2, 2));
    expect(other.subarray(0, 4)).toEqual(one.subarray(0, 4));
    expect(other.subarray(4, 6)).not.toEqual(one.subarray(4, 6));
  });

  it('losses are those of NumPy', () => {
    for (const [name, value] of Object.entries(golden.losses)) {
      const loss = nextItemLosses[name as NextItemLossName];
      expect(loss.compute(Float64Array.from(golden.scores), golden.came)).toBeCloseTo(value, 12);
    }
  });
});

/** Three users with histories of 4, 2 and 3 events; the first one's in two sessions. */
const data = learningDataOfLog([[0, 3, 2], [0, 0], [0, 4], [0, 1], [1, 1], [1, 2], [2, 0], [2, 4], [2, 4]], 3, 6); // prettier-ignore
const vocabulary = vocabularyOf(eventCounts(data.histories, 6));
const about = { extent: 'history', length: 4, throughout: false, judged: false, seed: 1 } as const;

const itemsOf = ({ item, from, to }: Runs, rows: Uint32Array): number[][] =>
  Array.from(rows, (row) => [...item.subarray(from[row], to[row])]);

describe('runs', () => {
  it('are the histories, the longest first and then by length', () => {
    const runs = runsOf(data.histories, vocabulary, about);
    expect(itemsOf(runs, runs.training)).toEqual([[3, 0, 4, 1], [1, 2], [0, 4, 4]]); // prettier-ignore
    expect(runs.validation).toHaveLength(0);
    expect([...runs.weight]).toEqual([1.8, ...new Array(8).fill(0.9)].map(Math.fround));
  });

  it('are cut from the end, and throughout share the item between them', () => {
    const last = runsOf(data.histories, vocabulary, { ...about, length: 2 });
    expect(itemsOf(last, last.training)).toEqual([[0, 4, 4], [1, 2], [0, 4, 1]]); // prettier-ignore
    const all = runsOf(data.histories, vocabulary, { ...about, length: 2, throughout: true });
    expect(itemsOf(all, all.training)).toContainEqual([3, 0]);
    expect(all.training).toHaveLength(4);
  });

  it('end where a session does; where sessions are single events, histories are read', () => {
    const { histories } = data;
    const session = Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 3);
    const runs = runsOf({ ...histories, session }, vocabulary, { ...about, extent: 'session' });
    expect(itemsOf(runs, runs.training)).toEqual([[0, 4, 4], [3, 0], [4, 1], [1, 2]]); // prettier-ignore
    expect(extentOf({ ...histories, session })).toBe('session');
    expect(extentOf({ ...histories, session: session.map((_, at) => at) })).toBe('history');
  });

  it('of those who judge, the last item is not taught: a tenth of what could be foretold, one a user', () => {
    const long = learningDataOfLog(
      Array.from({ length: 60 }, (_, at) => [at % 20, (at * 7) % 6] as const),
      20,
      6,
    );
    const runs = runsOf(long.histories, vocabularyOf(eventCounts(long.histories, 6)), { ...about, judged: true });
    // 20 users, each with two items that something came before.
    expect(runs.validation).toHaveLength(4);
    const taught = new Set(
      [...runs.training].flatMap((row) =>
        Array.from({ length: runs.to[row]! - runs.asked[row]! }, (_, n) => runs.asked[row]! + n),
      ),
    );
    for (const row of runs.validation) {
      expect(runs.asked[row]).toBe(runs.to[row]! - 1);
      expect(taught.has(runs.asked[row]!)).toBe(false);
    }
  });

  it('of long histories every last item judges', () => {
    const long = learningDataOfLog(
      Array.from({ length: 60 }, (_, at) => [at % 4, (at * 7) % 6] as const),
      4,
      6,
    );
    const runs = runsOf(long.histories, vocabularyOf(eventCounts(long.histories, 6)), { ...about, judged: true });
    expect(Array.from(runs.validation, (row) => runs.to[row]).sort((a, b) => a! - b!)).toEqual([15, 30, 45, 60]);
  });

  it('items that nobody had are not read', () => {
    const { items, numbers } = vocabularyOf(Float64Array.of(1, 0, 2));
    expect([...items]).toEqual([0, 2]);
    expect([...spelled({ items, numbers }, Int32Array.of(2, 1, 0, 9, 2), 2)]).toEqual([0, 1]);
  });
});

describe('candidates', () => {
  it('are those that came and some that are drawn, as often as the correction says', () => {
    const draws = drawsOf(Float64Array.of(8, 1, 4, 1, 2), 3, 0.5);
    const random = seededRandom(3);
    const TIMES = 4000;
    // All of a batch drawn as the items came, as it is on average: a hit is then as likely as the correction takes it to be.
    const hits = new Float64Array(5);
    let corrections = new Float64Array(5);
    for (let n = 0; n < TIMES; n += 1) {
      const came = Int32Array.from(
        { length: 2 },
        () => [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 3, 4, 4][Math.floor(16 * random())]!,
      );
      const { items, correction, columns } = candidatesOf(draws, came, random);
      const places = came.map((_, at) => items[columns[at]!]!);
      if (n < 100) expect([new Set(items).size, [...places]]).toEqual([items.length, [...came]]);
      items.forEach((item, at) => {
        hits[item]! += 1;
        corrections = corrections.with(item, correction[at]!);
      });
    }
    // 1 − e^−(expected draws) stands for 1 − Π(1 − share): some hundredths apart with so few draws.
    hits.forEach((hit, item) => expect(Math.abs(hit / TIMES - Math.exp(-corrections[item]!))).toBeLessThan(0.08));
  });
});

const rows = Uint32Array.of(0, 1, 2);
const never = () => 1;

function objectiveOf(network: SequenceNetwork, loss: NextItemLossName, drawn: boolean): BatchObjective {
  const runs = runsOf(data.histories, vocabulary, about);
  const draws = drawn ? drawsOf(eventCounts(data.histories, 5), 1, 0.5) : null;
  const objective = sequenceObjective(network, nextItemLosses[loss], { runs, draws }, { seed: 3, l2: 0, length: 4 });
  return { ...objective, start: objective.start.map((_, at) => Math.sin(at + 1) / 2) };
}

/** The gradient of the loss in plain float64 arithmetic, by central differences of the weights as float32 holds them. */
const differences = (objective: BatchObjective): Float64Array =>
  Float64Array.from(objective.start, (weight, at) => {
    const [up, down] = [objective.start.with(at, weight + 1e-3), objective.start.with(at, weight - 1e-3)];
    return (objective.exact(up, rows) - objective.exact(down, rows)) / (up[at]! - down[at]!);
  });

describe.each(['wasm', 'cpu'] as const)('loss and gradient (%s)', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await devices[backend](true);
    await device.use();
  }, 30_000);

  it.each([
    ['sasrec', 'cross-entropy', false],
    ['sasrec', 'cross-entropy', true],
    ['tied', 'cross-entropy', false],
    ['tied', 'bpr-max', true],
    ['untied', 'bpr-max', false],
    ['untied', 'top1-max', false],
  ] as const)('of %s by %s, candidates drawn: %s', async (name, loss, drawn) => {
    await device.use();
    const objective = objectiveOf(networks[name](), loss, drawn);
    const before = device.tf.memory().numTensors;
    // The candidates that are drawn where nothing is: those of plain arithmetic.
    const fixed: BatchObjective = { ...objective, batch: (tf, of) => objective.batch(tf, of, null) };
    const { loss: value, gradient } = await evaluateRows(device.tf, fixed, objective.start, rows, never);
    expect(device.tf.memory().numTensors).toBe(before);
    expect(Math.abs(value - objective.exact(objective.start, rows))).toBeLessThan(1e-5);
    const expected = differences(objective);
    const largest = expected.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    expect(largest).toBeGreaterThan(0.05);
    gradient.forEach((part, at) => expect(Math.abs(part - expected[at]!)).toBeLessThan(1e-3 * largest));
  });

  it('of runs of one step', async () => {
    await device.use();
    const one = Uint32Array.of(1);
    const objective = objectiveOf(networks.tied(), 'cross-entropy', false);
    const { loss, gradient } = await evaluateRows(device.tf, objective, objective.start, one, never);
    expect(Math.abs(loss - objective.exact(objective.start, one))).toBeLessThan(1e-5);
    expect(gradient.some((part) => Math.abs(part) > 0.01)).toBe(true);
  });
});

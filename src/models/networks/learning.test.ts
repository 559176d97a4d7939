import { describe, expect, it } from 'vitest';
import { binaryMetrics } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { estimatorOf } from '../catalog.ts';
import type { Fitted } from '../estimator.ts';
import { logistic } from '../logistic/logistic.ts';
import type { Matrix, Sequences } from '../matrix.ts';
import { matrixOf, matrixRows } from '../matrix.ts';
import { testContext } from '../testing.ts';

const LENGTH = 6;
const quick = () => ({ ...testContext('wasm'), step: async () => undefined });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const auc = (labels: number[], p: Float64Array): number => binaryMetrics(labels, p).auc;

/** A constant column: there must be one, and it tells nothing. */
const blank = (rows: number, sequences: Sequences): Matrix => ({
  ...matrixOf(['nothing'], [new Float64Array(rows)], rows),
  sequences,
});

const sequencesOf = (codes: Int32Array, kinds: number): Sequences => ({
  length: LENGTH,
  kinds,
  codes,
  gaps: new Float32Array(codes.length),
});

describe('an XOR', () => {
  const rows = 300;
  const random = seededRandom(3);
  const [a, b] = [0, 1].map(() => Array.from({ length: rows }, () => 2 * random() - 1)) as [number[], number[]];
  const x = matrixOf(['a', 'b'], [a, b], rows);
  const y = a.map((value, row) => Number(value * b[row]! > 0));
  const [taught, asked] = [range(0, 200), range(200, rows)];
  const truth = asked.map((row) => y[row]!);

  const held = async (estimator: { fit: (...args: never[]) => Promise<Fitted> }) => {
    const fit = estimator.fit as unknown as (
      x: Matrix,
      y: number[],
      context: ReturnType<typeof quick>,
    ) => Promise<Fitted>;
    const fitted = await fit(
      matrixRows(x, taught),
      taught.map((row) => y[row]!),
      quick(),
    );
    return auc(truth, fitted.predict(matrixRows(x, asked)));
  };

  it('is learnt by layers, and by none of weighted sums alone', async () => {
    const params = { hidden: '16', learningRate: 0.03, batchSize: 50, epochs: 30, earlyStopping: false };
    expect(await held(await estimatorOf('mlp', params, 'binary'))).toBeGreaterThan(0.97);
    expect(await held(logistic({ c: 1 }))).toBeLessThan(0.7);
  });
});

describe('an A and then a B among the last three events', () => {
  const rows = 500;
  const random = seededRandom(8);
  // Every row has the same events in another order, one A and one B among them, so that counts tell nothing.
  const codes = new Int32Array(rows * LENGTH);
  const y: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const order = [1, 2, 3, 3, 4, 4]
      .map((code) => ({ code, at: random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ code }) => code);
    // Half of them have both at the end, in either order.
    if (row % 2 === 0) order.sort((one, other) => Number(one <= 2) - Number(other <= 2));
    codes.set(order, row * LENGTH);
    const last = order.slice(-3);
    y.push(Number(last.includes(1) && last.indexOf(2) > last.indexOf(1)));
  }
  const x = blank(rows, sequencesOf(codes, 4));
  const [taught, asked] = [range(0, 350), range(350, rows)];
  const truth = asked.map((row) => y[row]!);

  it('cannot be told by counts of events', async () => {
    const counts = [1, 2, 3, 4].map((code) =>
      range(0, rows).map(
        (row) => codes.subarray(row * LENGTH, (row + 1) * LENGTH).filter((own) => own === code).length,
      ),
    );
    const bag = matrixOf(['a', 'b', 'c', 'd'], counts, rows);
    const fitted = await logistic({ c: 1 }).fit(
      matrixRows(bag, taught),
      taught.map((row) => y[row]!),
      quick(),
    );
    expect(Math.abs(auc(truth, fitted.predict(matrixRows(bag, asked))) - 0.5)).toBeLessThan(0.05);
  });

  it.each([
    ['lstm', { units: 12, embedding: 4, epochs: 25 }],
    ['gru', { units: 12, embedding: 4, epochs: 25 }],
    ['cnn', { filters: 12, embedding: 4, epochs: 12 }],
    ['transformer', { width: 12, heads: 2, layers: 1, epochs: 20, dropout: 0 }],
  ] as const)('is learnt by %s', async (id, params) => {
    const rest = { learningRate: 0.02, batchSize: 50, earlyStopping: false };
    const estimator = await estimatorOf(id, { ...params, ...rest }, 'binary');
    const fitted = await estimator.fit(
      matrixRows(x, taught),
      taught.map((row) => y[row]!),
      quick(),
    );
    expect(auc(truth, fitted.predict(matrixRows(x, asked)))).toBeGreaterThan(0.95);
  });
});

describe('the next event of a Markov chain', () => {
  const chances = [
    [0.7, 0.2, 0.1],
    [0.1, 0.1, 0.8],
    [0.45, 0.45, 0.1],
  ];
  const random = seededRandom(21);
  const rows = 2000;
  const next = (code: number): number => {
    const draw = random();
    const [a, b] = chances[code]!;
    return draw < a! ? 0 : draw < a! + b! ? 1 : 2;
  };
  const codes = new Int32Array(rows * LENGTH);
  const y = range(0, rows).map((row) => {
    let state = Math.floor(3 * random());
    for (let step = 0; step < LENGTH; step += 1) {
      codes[row * LENGTH + step] = state + 1;
      state = next(state);
    }
    return state;
  });
  const x = blank(rows, sequencesOf(codes, 3));
  const lastOf = (row: number) => codes[(row + 1) * LENGTH - 1]! - 1;
  const [taught, asked] = [range(0, 1000), range(1000, rows)];
  /** The mean log loss of the chances themselves: no model can do better on average. */
  const entropy = asked.reduce((sum, row) => sum - Math.log(chances[lastOf(row)]![y[row]!]!), 0) / asked.length;

  it('is predicted as well as its own chances do', async () => {
    const params = { units: 8, embedding: 3, epochs: 12, batchSize: 100, learningRate: 0.02, earlyStopping: false };
    const fitted = await (
      await estimatorOf('gru', params, 'multiclass')
    ).fit(
      matrixRows(x, taught),
      taught.map((row) => y[row]!),
      quick(),
    );
    expect(fitted.outputs).toBe(3);
    const p = fitted.predict(matrixRows(x, asked));
    const loss = asked.reduce((sum, row, at) => sum - Math.log(p[3 * at + y[row]!]!), 0) / asked.length;
    expect(loss / entropy).toBeLessThan(1.03);
    expect(loss / entropy).toBeGreaterThan(0.99);
  });
});

describe('an autoencoder', () => {
  it('rebuilds rows on a line, and stumbles over one that is off it', async () => {
    const random = seededRandom(4);
    const t = Float64Array.from({ length: 200 }, () => 2 * random() - 1);
    const x = matrixOf(['a', 'b', 'c'], [t, t.map((value) => -value), t.map((value) => value / 2)], 200);
    const params = { hidden: '6', code: 1, epochs: 60, batchSize: 40, learningRate: 0.02, earlyStopping: false };
    const fitted = await (await estimatorOf('autoencoder', params, 'anomaly')).fit(x, [], quick());
    const worst = fitted.predict(x).reduce((most, score) => Math.max(most, score), 0);
    // Each value is one that the others have, the row as a whole is not.
    const [odd] = fitted.predict(matrixOf(['a', 'b', 'c'], [[0.8], [0.8], [-0.4]], 1));
    expect(odd!).toBeGreaterThan(5 * worst);
  });
});

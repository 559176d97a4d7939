import { beforeAll, describe, expect, it } from 'vitest';
import type { Inputs, Task } from '../contract/estimator.ts';
import type { BackendName } from '../contract/workers.ts';
import { abortError, AppError } from '../core/errors.ts';
import { seededRandom } from '../core/random.ts';
import { estimatorOf, loadFitted } from './catalog.ts';
import type { Estimator, Fitted } from './estimator.ts';
import type { Matrix, Sequences } from './matrix.ts';
import { matrixRows } from './matrix.ts';
import { specs } from './specs.ts';
import { testContext } from './testing.ts';

/** What the suite must know of an estimator. */
export interface Conformance {
  task: Task;
  inputs: Inputs;
  /** The backend that it is asked to run on. */
  backend?: BackendName;
  /**
   * `exact`: a row of weight 2 is two rows, to six digits. `some`: it listens to weights in its own way. `ignored`: it takes none.
   * `some` by default.
   */
  weights?: 'exact' | 'some' | 'ignored';
}

interface Sample {
  x: Matrix;
  y: number[];
}

const NAMES = ['a', 'b', 'c'];
const LEVELS = 4;
const CLASSES = 3;

/** Three events of four kinds before each row; the last one tells what the first column tells. */
function sequencesOf(told: readonly number[], random: () => number): Sequences {
  const length = 5;
  const codes = new Int32Array(told.length * length);
  const gaps = new Float32Array(told.length * length);
  told.forEach((value, row) => {
    for (let place = 2; place < length; place += 1) {
      const at = row * length + place;
      codes[at] = place === length - 1 ? 1 + Math.floor(4 * value) : 1 + Math.floor(4 * random());
      gaps[at] = place === 2 ? 0 : Math.log1p(1000 * random());
    }
  });
  return { length, kinds: 4, codes, gaps };
}

function labelOf(task: Task, value: number, noise: number): number {
  if (task === 'regression') return 3 * value + 0.2 * noise;
  if (task === 'multiclass') return Math.min(CLASSES - 1, Math.floor(CLASSES * (0.9 * value + 0.1 * noise)));
  return Number(value + 0.4 * noise > 0.7);
}

/** Rows of noise around a label that the first column tells; the last column is a category for those who read such. */
function sampleOf(rows: number, { task, inputs }: Conformance): Sample {
  const random = seededRandom(17);
  const columns = NAMES.map(() => Array.from({ length: rows }, () => random()));
  const y = columns[0]!.map((value) => labelOf(task, value, random()));
  if (inputs.categories) columns[2] = columns[2]!.map((value) => Math.floor(LEVELS * value));
  const data = new Float64Array(rows * NAMES.length);
  columns.forEach((values, column) => values.forEach((value, row) => (data[row * NAMES.length + column] = value)));
  const x: Matrix = { data, rows, columns: NAMES.length, names: NAMES };
  if (inputs.categories) x.categories = Int32Array.of(0, 0, LEVELS);
  if (inputs.sequences) x.sequences = sequencesOf(columns[0]!, random);
  return { x, y };
}

const withValue = (x: Matrix, place: number, value: number): Matrix => ({
  ...x,
  data: Float64Array.from(x.data, (own, at) => (at === place ? value : own)),
});

const rowsOfNone = (x: Matrix): Matrix => matrixRows(x, []);

const json = (fitted: Fitted): unknown => JSON.parse(JSON.stringify(fitted)) as unknown;

/** What every prediction of a task is made of. */
function expectPredictions(predicted: Float64Array, rows: number, task: Task, outputs: number): void {
  expect(predicted).toBeInstanceOf(Float64Array);
  expect(outputs).toBe(task === 'multiclass' ? CLASSES : 1);
  expect(predicted).toHaveLength(rows * outputs);
  expect(predicted.every(Number.isFinite)).toBe(true);
  if (task !== 'binary' && task !== 'multiclass') return;
  expect(predicted.every((p) => p >= 0 && p <= 1)).toBe(true);
  if (task === 'binary') return;
  for (let row = 0; row < rows; row += 1) {
    const sum = predicted.subarray(row * outputs, (row + 1) * outputs).reduce((total, p) => total + p, 0);
    expect(sum).toBeCloseTo(1, 6);
  }
}

/** The suite, for estimators that are made and loaded by these two functions. */
function suite(
  name: string,
  about: Conformance,
  make: () => Estimator | Promise<Estimator>,
  load: (state: unknown) => Fitted | Promise<Fitted>,
): void {
  const { task, inputs, backend } = about;
  const { x, y } = sampleOf(120, about);
  const train = async (context = testContext(backend), part: Sample = { x, y }, weights?: ArrayLike<number>) =>
    (await make()).fit(part.x, part.y, context, weights);

  describe(`${name} is an estimator`, () => {
    const context = testContext(backend);
    const before = x.data.slice();
    let fitted: Fitted;
    beforeAll(async () => void (fitted = await train(context)), 60_000);

    it('predicts each row, and explains each column', () => {
      const outputs = fitted.outputs ?? 1;
      expectPredictions(fitted.predict(sampleOf(7, about).x), 7, task, outputs);
      const weights = fitted.explain();
      expect(weights.map(({ feature }) => feature).sort()).toEqual(NAMES);
      expect(weights.every(({ weight }) => Number.isFinite(weight))).toBe(true);
      if (task !== 'anomaly' && !inputs.sequences) expect(weights[0]!.feature).toBe('a');
      expect(fitted.predict(rowsOfNone(x))).toHaveLength(0);
    });

    it('the same seed gives the same model; the input is left as it was', async () => {
      expect(json(await train())).toEqual(json(fitted));
      expect(x.data).toEqual(before);
    });

    it('saved and loaded, it predicts the same to the bit', async () => {
      const loaded = await load(json(fitted));
      expect(loaded.predict(x)).toEqual(fitted.predict(x));
      expect(loaded.outputs ?? 1).toBe(fitted.outputs ?? 1);
      expect(json(loaded)).toEqual(json(fitted));
    });

    it('stops when it is told to, wherever it is', async () => {
      const steps = context.shares.length;
      expect(steps).toBeGreaterThan(0);
      expect(context.shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      for (const at of new Set([1, Math.ceil(steps / 2), steps])) {
        const stopping = testContext(backend, (call) => {
          if (call === at) throw abortError();
        });
        await expect(train(stopping)).rejects.toMatchObject({ name: 'AbortError' });
        expect(stopping.shares).toHaveLength(at);
      }
    });

    it('says where it ran', () => {
      expect(context.backends).toHaveLength(1);
      expect(backend ? [backend] : ['cpu', 'wasm', 'webgpu']).toContain(context.backends[0]!.name);
    });

    if (inputs.missing) {
      it('reads missing values', async () => {
        const gaps = withValue(x, 4, NaN);
        const learnt = await train(testContext(backend), { x: gaps, y });
        expectPredictions(learnt.predict(gaps), x.rows, task, learnt.outputs ?? 1);
      });
    } else {
      it.each([NaN, Infinity])('refuses %s, in training and in prediction', async (value) => {
        const broken = withValue(x, 4, value);
        const refusal = { name: 'model.not-finite', values: { column: 'b', row: 2, value: String(value) } };
        await expect(train(testContext(backend), { x: broken, y })).rejects.toMatchObject(refusal);
        expect(() => fitted.predict(broken)).toThrowError(expect.objectContaining(refusal));
      });
    }

    it('constant columns, and a single row, give a finite model or a coded error', async () => {
      const constant = { ...x, data: x.data.map((_, at) => [3, 1e9, 0][at % 3]!) };
      const some = (rows: number): Sample => ({ x: matrixRows(x, [...Array(rows).keys()]), y: y.slice(0, rows) });
      for (const part of [{ x: constant, y }, some(1), some(2)]) {
        try {
          const learnt = await train(testContext(backend), part);
          expect(learnt.predict(part.x).every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }
    });

    if (about.weights !== 'ignored')
      it('listens to weights', async () => {
        const heavy = y.map((_, row) => (row % 3 === 0 ? 2 : 1));
        const weighted = await train(testContext(backend), { x, y }, heavy);
        expectPredictions(weighted.predict(x), x.rows, task, weighted.outputs ?? 1);
        expect(weighted.predict(x)).not.toEqual(fitted.predict(x));
        if (about.weights !== 'exact') return;
        const rows = heavy.flatMap((times, row) => Array.from({ length: times }, () => row));
        const twice = await train(testContext(backend), { x: matrixRows(x, rows), y: rows.map((row) => y[row]!) });
        const expected = twice.predict(x);
        weighted.predict(x).forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 6));
      });

    it('refuses other columns, missing labels, no rows, and a state that is none', async () => {
      const renamed = { ...x, names: ['a', 'b', 'd'] };
      expect(() => fitted.predict(renamed)).toThrowError(expect.objectContaining({ name: 'model.wrong-columns' }));
      if (task !== 'anomaly') {
        const short = train(testContext(backend), { x, y: [1, 0] });
        await expect(short).rejects.toMatchObject({ name: 'model.wrong-length' });
      }
      const none = train(testContext(backend), { x: rowsOfNone(x), y: [] });
      await expect(none).rejects.toMatchObject({ name: 'model.no-rows' });
      for (const state of [null, {}, { names: ['a'] }]) {
        await expect(Promise.resolve().then(() => load(state))).rejects.toMatchObject({ name: 'model.unreadable' });
      }
    });
  });
}

/** What every estimator must do, whatever its method: one that a caller made. */
export function estimatorConforms(name: string, estimator: Estimator, about: Conformance): void {
  suite(name, about, () => estimator, estimator.load);
}

/** The same for an estimator of the catalogue, with some hyperparameters, on one of its tasks. */
export function conforms(
  id: string,
  params: Record<string, unknown> = {},
  task: Task = specs.get(id)!.tasks[0]!,
  about: Partial<Conformance> = {},
): void {
  const { inputs } = specs.get(id)!;
  suite(
    `${id} (${task})`,
    { task, inputs, ...about },
    () => estimatorOf(id, params, task),
    (state) => loadFitted(id, state),
  );
}

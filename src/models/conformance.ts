import { describe, expect, it } from 'vitest';
import { abortError, AppError } from '../core/errors.ts';
import { seededRandom } from '../core/random.ts';
import type { Estimator } from './estimator.ts';
import type { Matrix } from './matrix.ts';
import { matrixOf } from './matrix.ts';
import { testContext } from './testing.ts';

/** Rows of noise around a label that the first column tells. */
function sampleOf(rows: number): { x: Matrix; y: number[] } {
  const random = seededRandom(17);
  const columns = [0, 1, 2].map(() => Array.from({ length: rows }, () => random()));
  const y = columns[0]!.map((value) => Number(value + 0.4 * random() > 0.7));
  return { x: matrixOf(['a', 'b', 'c'], columns, rows), y };
}

const backends = ['wasm', 'cpu'] as const;

/** What every estimator of a 0/1 label must do, whatever its method. */
export function estimatorConforms(name: string, estimator: Estimator): void {
  const { x, y } = sampleOf(120);

  describe.each(backends)(`${name} is an estimator (on %s)`, (backend) => {
    it('predicts a probability for each row, and explains each column', async () => {
      const fitted = await estimator.fit(x, y, testContext(backend));
      const predicted = fitted.predict(sampleOf(7).x);
      expect(predicted).toBeInstanceOf(Float64Array);
      expect(predicted).toHaveLength(7);
      expect(predicted.every((p) => p >= 0 && p <= 1)).toBe(true);
      const weights = fitted.explain();
      expect(weights.map(({ feature }) => feature).sort()).toEqual(['a', 'b', 'c']);
      expect(weights[0]!.feature).toBe('a');
      expect(fitted.predict({ ...x, data: new Float64Array(0), rows: 0 })).toHaveLength(0);
    });

    it('the same seed gives the same model; the input is left as it was', async () => {
      const before = x.data.slice();
      const [one, two] = [
        await estimator.fit(x, y, testContext(backend)),
        await estimator.fit(x, y, testContext(backend)),
      ];
      expect(one.toJSON()).toEqual(two.toJSON());
      expect(x.data).toEqual(before);
    });

    it('saved and loaded, it predicts the same', async () => {
      const fitted = await estimator.fit(x, y, testContext(backend));
      const loaded = estimator.load(JSON.parse(JSON.stringify(fitted)));
      expect(loaded.predict(x)).toEqual(fitted.predict(x));
    });

    it('stops when it is told to, wherever it is', async () => {
      const whole = testContext(backend);
      await estimator.fit(x, y, whole);
      expect(whole.shares.length).toBeGreaterThan(2);
      for (const at of [1, Math.ceil(whole.shares.length / 2), whole.shares.length]) {
        const stopping = testContext(backend, (call) => {
          if (call === at) throw abortError();
        });
        await expect(estimator.fit(x, y, stopping)).rejects.toMatchObject({ name: 'AbortError' });
        expect(stopping.shares).toHaveLength(at);
      }
    });

    it('says where it ran', async () => {
      const context = testContext(backend);
      await estimator.fit(x, y, context);
      expect(context.backends).toEqual([{ name: backend }]);
    });

    it('refuses numbers that are none, in training and in prediction', async () => {
      const broken = { ...x, data: Float64Array.from(x.data, (value, at) => (at === 5 ? Infinity : value)) };
      const refusal = { name: 'model.not-finite', values: { column: 'c', row: 2, value: 'Infinity' } };
      await expect(estimator.fit(broken, y, testContext(backend))).rejects.toMatchObject(refusal);
      const fitted = await estimator.fit(x, y, testContext(backend));
      expect(() => fitted.predict(broken)).toThrowError(expect.objectContaining(refusal));
    });

    it('constant columns, and a single row, give a finite model or a coded error', async () => {
      const constant = matrixOf(['a', 'b'], [new Float64Array(40).fill(3), new Float64Array(40).fill(1e9)], 40);
      const inputs = [
        { x: constant, y: Array.from({ length: 40 }, (_, row) => row % 2) },
        { x: sampleOf(1).x, y: [1] },
        { x: sampleOf(2).x, y: [0, 1] },
      ];
      for (const input of inputs) {
        try {
          const fitted = await estimator.fit(input.x, input.y, testContext(backend));
          expect(fitted.predict(input.x).every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }
    });

    it('refuses other columns, missing labels, no rows, and a state that is none', async () => {
      const fitted = await estimator.fit(x, y, testContext(backend));
      const renamed = { ...x, names: ['a', 'b', 'd'] };
      expect(() => fitted.predict(renamed)).toThrowError(expect.objectContaining({ name: 'model.wrong-columns' }));
      await expect(estimator.fit(x, [1, 0], testContext(backend))).rejects.toMatchObject({
        name: 'model.wrong-length',
      });
      const empty = { ...x, data: new Float64Array(0), rows: 0 };
      await expect(estimator.fit(empty, [], testContext(backend))).rejects.toMatchObject({ name: 'model.no-rows' });
      for (const state of [null, {}, { names: ['a'] }]) {
        expect(() => estimator.load(state)).toThrowError(expect.objectContaining({ name: 'model.unreadable' }));
      }
    });
  });
}

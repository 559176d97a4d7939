import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Preparation } from '../contract/learning.ts';
import { preparationSchema } from '../contract/learning.ts';
import { abortError } from '../core/errors.ts';
import golden from './calibration/calibration.golden.json' with { type: 'json' };
import type { ModelConfig } from './model.ts';
import { loadModel, trainModel } from './model.ts';
import { allRows, categoryColumn, numberColumn, tableOf } from './pipeline/testing.ts';
import { testContext } from './testing.ts';

const table = tableOf(...golden.x.map((values, at) => numberColumn(`x${at}`, values)));
const rows = allRows(table);
const binary = { task: 'binary', classes: 2 } as const;
const multiclass = { task: 'multiclass', classes: 3 } as const;

const configOf = (preparation: Partial<Preparation> = {}, estimator = 'logistic'): ModelConfig => ({
  estimator,
  estimatorParams: {},
  preparation: v.parse(preparationSchema, preparation),
});

describe('a model from table to prediction', () => {
  // References: CalibratedClassifierCV(ensemble=False) of scikit-learn on the same folds, pipeline/references.py.
  it.each([
    ['platt', golden.platt],
    ['isotonic', golden.isotonicModel],
  ] as const)('is calibrated on predictions out of fold (%s)', async (calibrate, expected) => {
    const y = Float64Array.from(golden.y);
    const model = await trainModel(configOf({ calibrate }), table, rows, y, binary, testContext());
    const predicted = model.predict(table);
    expected.forEach((p, row) => expect(predicted[row]).toBeCloseTo(p, 5));
  });

  it('of several classes too, each against the rest', async () => {
    const y = Float64Array.from(golden.y3);
    const model = await trainModel(configOf({ calibrate: 'isotonic' }), table, rows, y, multiclass, testContext());
    const predicted = model.predict(table);
    golden.isotonicClasses.flat().forEach((p, at) => expect(predicted[at]).toBeCloseTo(p, 5));
  });

  it('saved and loaded, it predicts the same to the bit', async () => {
    const mixed = tableOf(
      ...table.columns,
      categoryColumn(
        'c',
        golden.y.map((_, row) => ['a', 'b', null][row % 3]!),
      ),
    );
    const y = Float64Array.from(golden.y);
    const config = configOf({ calibrate: 'platt', encode: 'target', components: 2 });
    const model = await trainModel(config, mixed, rows, y, binary, testContext());
    const loaded = await loadModel(JSON.parse(JSON.stringify(model)));
    expect(loaded.predict(mixed)).toStrictEqual(model.predict(mixed));
    expect(loaded.predict(mixed, Uint32Array.of(5, 2))).toStrictEqual(
      Float64Array.of(model.predict(mixed)[5]!, model.predict(mixed)[2]!),
    );
    expect(loaded).toMatchObject({ task: 'binary', classes: 2, estimator: 'logistic', seconds: model.seconds });
    expect(model.seconds).toBeGreaterThan(0);
  });

  it('learns of its training rows alone', async () => {
    const train = rows.filter((row) => row % 3 > 0);
    const y = Float64Array.from(golden.y);
    const others = Float64Array.from(golden.y, (label, row) => (row % 3 > 0 ? label : 1 - label));
    const [one, two] = await Promise.all(
      [y, others].map((labels) => trainModel(configOf(), table, train, labels, binary, testContext())),
    );
    expect(two!.predict(table)).toStrictEqual(one!.predict(table));
  });

  it('has a probability for a class that the training rows lack', async () => {
    const train = rows.filter((row) => golden.y3[row]! < 2);
    const y = Float64Array.from(golden.y3);
    const model = await trainModel(configOf({ calibrate: 'isotonic' }), table, train, y, multiclass, testContext());
    const predicted = model.predict(table);
    expect(predicted).toHaveLength(3 * table.rows);
    for (let row = 0; row < table.rows; row += 1) expect(predicted[3 * row + 2]).toBe(0);
  });

  it('tells how far it is, once each part, where it ran, and stops when told to', async () => {
    const context = testContext();
    const y = Float64Array.from(golden.y);
    await trainModel(configOf({ calibrate: 'platt' }), table, rows, y, binary, context);
    expect(context.shares).toEqual(context.shares.toSorted((a, b) => a - b));
    expect(context.shares.at(-1)).toBeGreaterThan(5 / 6);
    expect(context.backends).toHaveLength(1);
    const stopping = testContext(undefined, (call) => {
      if (call === 4) throw abortError();
    });
    const stopped = trainModel(configOf({ calibrate: 'platt' }), table, rows, y, binary, stopping);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('a state that is none is refused', async () => {
    for (const state of [null, {}, { task: 'binary' }]) {
      await expect(loadModel(state)).rejects.toMatchObject({ name: 'model.unreadable' });
    }
  });
});

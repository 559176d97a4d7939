import { describe, expect, it } from 'vitest';
import type { Preparation } from '../../contract/learning.ts';
import type { Matrix } from '../matrix.ts';
import { groupLabels, groupNumbers, mutualInformation, varianceOf } from './information.ts';
import { correlationsOf, eliminate, lasso } from './linear-selection.ts';
import { fitPipeline } from './pipeline.ts';
import golden from './pipeline.golden.json' with { type: 'json' };
import { outOfFold, smoothedMeans } from './target-encoding.ts';
import { allRows, categoryColumn, numberColumn, optionsOf, tableOf } from './testing.ts';

// The references are scikit-learn's: references.py.
const numbers = tableOf(numberColumn('a', golden.a), numberColumn('b', golden.b), numberColumn('c', golden.c));
const city = categoryColumn('city', golden.city);
const plan = categoryColumn('plan', golden.plan);
const whole = tableOf(...numbers.columns, city, plan);
const rows = allRows(whole);

const rowsOf = ({ data, columns }: Matrix): number[][] =>
  Array.from({ length: data.length / columns }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);

function expectClose(found: ArrayLike<number>, expected: readonly number[], digits = 10): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(found[at]).toBeCloseTo(value, digits));
}

const expectRows = (x: Matrix, expected: readonly (readonly number[])[]) =>
  expectClose(rowsOf(x).flat(), expected.flat());

const fit = (table: typeof whole, preparation: Partial<Preparation>, inputs = {}) =>
  fitPipeline(table, rows, golden.binary, optionsOf(preparation, inputs));

describe('scikit-learn agrees', () => {
  it.each(['mean', 'median', 'mode'] as const)('SimpleImputer: %s', (impute) => {
    expectRows(fit(numbers, { impute }).x, golden.imputed[impute]);
  });

  it.each(['standard', 'minmax', 'robust'] as const)('scaling: %s', (scale) => {
    expectRows(fit(numbers, { scale }).x, golden.scaled[scale]);
  });

  it('OneHotEncoder: every level, a missing value one of its own', () => {
    const { x } = fit(tableOf(city, plan), {});
    expect(x.names).toEqual([
      'city_Bath',
      'city_Cork',
      'city_Dover',
      'city_Exeter',
      'city_(missing)',
      'plan_free',
      'plan_paid',
    ]);
    expectRows(x, golden.onehot);
  });

  it.each([
    ['binary', 'binary'],
    ['multi', 'multiclass'],
    ['value', 'regression'],
  ] as const)('TargetEncoder: %s', (label, task) => {
    const { full, outOfFold: expected } = golden.target[label];
    const table = tableOf(city);
    const { pipeline, x } = fitPipeline(
      table,
      rows,
      golden[label],
      optionsOf({ encode: 'target' }, {}, { task, classes: 3 }),
    );
    expect(x.names).toEqual(task === 'multiclass' ? ['city_0', 'city_1', 'city_2'] : ['city']);
    expectRows(pipeline.transform(table), full);
    // The training rows must not have seen their own label.
    expect(rowsOf(x)).not.toEqual(rowsOf(pipeline.transform(table)));
    const codes = Int32Array.from(golden.city, (name) =>
      name === null ? 4 : city.kind === 'category' ? city.levels.indexOf(name) : -1,
    );
    expected[0]!.forEach((_, k) => {
      const y = Float64Array.from(golden[label], (one) => (task === 'multiclass' ? Number(one === k) : one));
      expectClose(
        outOfFold(codes, 5, y, Uint8Array.from(golden.fold)),
        expected.map((row) => row[k]!),
      );
    });
  });

  it('balanced weights', () => {
    const options = optionsOf({ balance: true }, {}, { task: 'multiclass', classes: 3 });
    expectClose(fitPipeline(whole, rows, golden.multi, options).weights!, golden.weights);
  });

  it('PCA, up to the sign of each direction', () => {
    expectClose(fit(whole, { components: 3 }).x.data.map(Math.abs), golden.components.flat());
  });

  it('variances of columns from 0 to 1', () => {
    expectClose(varianceOf(fit(whole, {}).x), golden.variances);
  });

  it('mutual information of few values', () => {
    const labels = groupLabels(golden.multi, 'multiclass', 3);
    const { x } = fit(whole, {});
    const found = golden.information.map((_, at) => {
      const values = Float64Array.from({ length: x.rows }, (_row, row) => x.data[row * x.columns + at + 2]!);
      return mutualInformation(groupNumbers(values), labels);
    });
    expectClose(found, golden.information);
  });

  it('the lasso', () => {
    const sums = correlationsOf(fit(whole, {}).x, [Float64Array.from(golden.value)]);
    for (const { alpha, coefficients } of golden.lasso) {
      expectClose(lasso(sums, sums.with[0]!, alpha, new Float64Array(sums.columns)), coefficients, 6);
    }
  });

  it('recursive elimination', () => {
    const { x } = fit(tableOf(...numbers.columns, city), {});
    const sums = correlationsOf(x, [Float64Array.from(golden.value)]);
    expect(eliminate(sums, golden.recursive.length)).toEqual(golden.recursive);
  });
});

describe('smoothed means, by hand', () => {
  it('levels without spread speak for themselves, and a level never seen for all', () => {
    const codes = Int32Array.of(0, 0, 1, 1);
    expect(smoothedMeans(codes, 3, Float64Array.of(1, 1, 0, 0))).toEqual([0.5, 1, 0, 0.5]);
    // Level 0: mean ½, variance ¼; all: mean ½.
    expect(smoothedMeans(codes, 2, Float64Array.of(0, 1, 0, 1))).toEqual([0.5, 0.5, 0.5]);
  });
});

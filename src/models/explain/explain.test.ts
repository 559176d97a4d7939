import { beforeAll, describe, expect, it } from 'vitest';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { preparationSchema } from '../../contract/learning.ts';
import * as v from 'valibot';
import type { LearningTable } from '../learning-table.ts';
import type { TrainedModel } from '../model.ts';
import { trainModel } from '../model.ts';
import { fitPipeline } from '../pipeline/pipeline.ts';
import { categoryColumn, numberColumn, tableOf } from '../pipeline/testing.ts';
import { testContext } from '../testing.ts';
import type { Matrix } from '../matrix.ts';
import { matrixOf } from '../matrix.ts';
import golden from './explain.golden.json' with { type: 'json' };
import type { Explanation } from './explain-rows.ts';
import { explainRows } from './explain-rows.ts';
import { importances } from './importances.ts';
import { kernelShap, tableShap } from './kernel-shap.ts';
import { linearShap } from './linear-shap.ts';
import { reasons } from './reasons.ts';
import { tableRows, withPart } from './mixed-rows.ts';
import { predictDealt } from './permuted.ts';
import { rowNumbers } from './sample-rows.ts';

/** Rows that churn by their days away and their plan; `noise` says nothing. */
function customers(rows: number): { table: LearningTable; y: Float64Array } {
  const random = seededRandom(3);
  const days = Array.from({ length: rows }, () => Math.round(100 * random()));
  const plan = Array.from({ length: rows }, () => ['basic', 'gold', 'silver'][Math.floor(3 * random())]!);
  const noise = Array.from({ length: rows }, () => random());
  const risk = days.map((day, row) => day / 20 + (plan[row] === 'gold' ? -2 : 0) - 2);
  const y = Float64Array.from(risk, (score) => Number(random() < 1 / (1 + Math.exp(-score))));
  return { table: tableOf(numberColumn('days', days), categoryColumn('plan', plan), numberColumn('noise', noise)), y };
}

const { table, y } = customers(400);
const everyone = rowNumbers(400);

function train(
  estimator: string,
  preparation: object = {},
  params = {},
  labels = y,
  task: TrainedModel['task'] = 'binary',
) {
  const config = { estimator, estimatorParams: params, preparation: v.parse(preparationSchema, preparation) };
  return trainModel(config, table, everyone, labels, { task, classes: 3 }, testContext());
}

/** Shapley values of log odds over three columns by hand: all orders in which columns can become known. */
function byOrders(score: (known: readonly boolean[]) => number): number[] {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const values = [0, 0, 0];
  for (const order of orders) {
    const known = [false, false, false];
    for (const column of order) {
      const before = score(known);
      known[column] = true;
      values[column]! += (score(known) - before) / orders.length;
    }
  }
  return values;
}

function expectHonest(explanation: Explanation) {
  expect(Math.max(...explanation.residual)).toBeLessThan(1e-9);
  expect(explanation.values.every(Number.isFinite)).toBe(true);
}

describe('linear SHAP', () => {
  it('is coefficient times distance from the mean, in each output', () => {
    const linear = {
      coefficients: Float64Array.of(2, -1, 0, 3),
      intercept: Float64Array.of(1, 5),
      link: 'softmax' as const,
    };
    const background = matrixOf(
      ['a', 'b'],
      [
        [0, 4],
        [1, 3],
      ],
      2,
    );
    const { values, base } = linearShap(linear, matrixOf(['a', 'b'], [[5], [7]], 1), background);
    // Means 2 and 2: output 0: 2 · 3 and −1 · 5; output 1: 0 and 3 · 5.
    expect([...values]).toEqual([6, 0, -5, 15]);
    expect([...base]).toEqual([1 + 4 - 2, 5 + 6]);
  });
});

describe('KernelSHAP', () => {
  const names = Array.from({ length: 12 }, (_, column) => `x${column}`);
  const x = matrixOf(
    names,
    golden.counted.row.map((value) => [value]),
    1,
  );
  const zero = matrixOf(
    names,
    names.map(() => [0]),
    1,
  );
  const f = (z: ArrayLike<number>, at: number) =>
    z[at]! * z[at + 1]! +
    Math.max(z[at + 2]!, z[at + 3]!) +
    z[at + 4]! * z[at + 5]! * z[at + 6]! +
    Math.exp(z[at + 7]! / 2) -
    Math.abs(z[at + 8]! - z[at + 9]!) +
    z[at + 10]! -
    2 * z[at + 11]!;
  const score = ({ data, rows }: typeof x) => Float64Array.from({ length: rows }, (_, row) => f(data, 12 * row));

  it('comes near the values counted over all sets of twelve columns, and adds up exactly', async () => {
    const { values, base } = await kernelShap(score, x, zero, testContext());
    golden.counted.values.forEach((value, column) => expect(values[column]).toBeCloseTo(value, 1));
    expect(values.reduce((sum, value) => sum + value, base[0]!)).toBeCloseTo(f(x.data, 0), 10);
  });

  it('asked for every set, it equals them', async () => {
    const { values } = await kernelShap(score, x, zero, testContext(), 4096);
    golden.counted.values.forEach((value, column) => expect(values[column]).toBeCloseTo(value, 6));
  });

  it('the same seed gives the same values; another seed others', async () => {
    const ask = async (seed: number) => (await kernelShap(score, x, zero, { ...testContext(), seed }, 200)).values;
    expect(await ask(1)).toEqual(await ask(1));
    expect(await ask(1)).not.toEqual(await ask(2));
  });

  it('a weighted sum is found again from few sets', async () => {
    const sum = ({ data, rows }: typeof x) =>
      Float64Array.from({ length: rows }, (_, row) =>
        names.reduce((all, _name, c) => all + (c - 4) * data[12 * row + c]!, 0),
      );
    const background = matrixOf(
      names,
      names.map((_, column) => [column, 1]),
      2,
    );
    const { values } = await kernelShap(sum, x, background, testContext(), 60);
    names.forEach((_, c) => expect(values[c]).toBeCloseTo((c - 4) * (x.data[c]! - (c + 1) / 2), 5));
  });

  it('events in their order are one player beside the columns', async () => {
    const sequences = { length: 1, kinds: 9, codes: Int32Array.of(5, 1), gaps: new Float32Array(2) };
    const asked: LearningTable = { ...tableOf(numberColumn('a', [2, 0])), sequences };
    const product = ({ columns: [a], sequences: events, rows }: LearningTable) =>
      Float64Array.from(
        { length: rows },
        (_, row) => (a!.kind === 'number' ? a!.values[row]! : 0) * events!.codes[row]!,
      );
    const { values } = await tableShap(product, asked, Uint32Array.of(0), Uint32Array.of(1), testContext());
    // v({}) = 0 · 1, v({a}) = 2 · 1, v({events}) = 0 · 5, v(both) = 10.
    expect([...values]).toEqual([6, 4]);
  });
});

describe('rows of a trained model', () => {
  let logistic: TrainedModel;
  beforeAll(async () => void (logistic = await train('logistic')));

  it('one-hot columns of a category are added up: as if the columns of the table had been asked', async () => {
    const background = rowNumbers(40);
    const rows = Uint32Array.of(7, 99);
    const explanation = await explainRows(logistic, table, rows, testContext(), { background });
    expectHonest(explanation);
    expect(explanation).toMatchObject({ method: 'linear', scale: 'logOdds', calibrated: false, outputs: 1 });
    expect(explanation.columns).toEqual(['days', 'plan', 'noise']);
    const logOdds = (asked: LearningTable) => logistic.predict(asked).map((p) => Math.log(p / (1 - p)));
    const mixed = (row: number) => (known: readonly boolean[]) => {
      const columns = table.columns.map((column, at) => {
        const from = Array.from(background, (other) => (known[at] ? row : other));
        return column.kind === 'number'
          ? { ...column, values: Float64Array.from(from, (each) => column.values[each]!) }
          : { ...column, codes: Int32Array.from(from, (each) => column.codes[each]!) };
      });
      return logOdds({ rows: 40, columns }).reduce((sum, value) => sum + value / 40, 0);
    };
    rows.forEach((row, at) => {
      byOrders(mixed(row)).forEach((value, column) => {
        expect(explanation.values[3 * at + column]).toBeCloseTo(value, 8);
      });
    });
  });

  it('says what a row holds and what moves it most', async () => {
    const gold = table.columns[1]!.kind === 'category' ? table.columns[1]!.codes.indexOf(1) : -1;
    const explanation = await explainRows(logistic, table, Uint32Array.of(gold), testContext());
    const all = reasons(explanation, 0, 3);
    expect(all.map(({ effect }) => Math.abs(effect))).toEqual(
      all.map(({ effect }) => Math.abs(effect)).sort((a, b) => b - a),
    );
    expect(all.find(({ column }) => column === 'plan')).toMatchObject({ value: 'gold', direction: 'lowers' });
    expect(reasons(explanation, 0, 1)).toEqual([all[0]]);
  });

  it('trees against a background say what asking about the columns of the table says', async () => {
    const model = await train('boosting', {}, { iterations: 10 });
    const [rows, background] = [Uint32Array.of(3, 4, 5), rowNumbers(30)];
    const explanation = await explainRows(model, table, rows, testContext(), { background });
    expectHonest(explanation);
    expect(explanation).toMatchObject({ method: 'tree', scale: 'logOdds' });
    const logOdds = (asked: LearningTable) => model.predict(asked).map((p) => Math.log(p / (1 - p)));
    const asked = await tableShap(logOdds, table, rows, background, testContext());
    asked.values.forEach((value, at) => expect(explanation.values[at]).toBeCloseTo(value, 8));
    expectHonest(await explainRows(model, table, rows, testContext()));
  });

  it('a mixture of columns is explained by asking about the columns of the table', async () => {
    const model = await train('logistic', { components: 2 });
    const explanation = await explainRows(model, table, Uint32Array.of(1, 2), testContext());
    expectHonest(explanation);
    expect(explanation).toMatchObject({ method: 'kernel', scale: 'logOdds' });
    const p = model.predict(table, Uint32Array.of(1, 2));
    explanation.score.forEach((score, at) => expect(1 / (1 + Math.exp(-score))).toBeCloseTo(p[at]!, 9));
  });

  it('weights that do not give the predictions again are not what explains them', async () => {
    const { fitted } = logistic;
    const squared = (...[x]: Parameters<typeof fitted.predict>) => fitted.predict(x).map((p) => p * p);
    const model = {
      ...logistic,
      task: 'regression' as const,
      fitted: { ...fitted, linear: fitted.linear!, predict: squared },
    };
    const explanation = await explainRows(model as TrainedModel, table, Uint32Array.of(4), testContext());
    expectHonest(explanation);
    expect(explanation).toMatchObject({ method: 'kernel', scale: 'value' });
    expect(explanation.score[0]).toBeCloseTo(logistic.predict(table, Uint32Array.of(4))[0]! ** 2, 12);
  });

  it('a calibrated model is explained before the calibration, and says so', async () => {
    const model = await train('logistic', { calibrate: 'platt' });
    const explanation = await explainRows(model, table, Uint32Array.of(5), testContext());
    expectHonest(explanation);
    expect(explanation.calibrated).toBe(true);
    const raw = model.fitted.predict(model.pipeline.transform(table, Uint32Array.of(5)))[0]!;
    expect(explanation.score[0]).toBeCloseTo(Math.log(raw / (1 - raw)), 8);
  });

  it.each([
    ['gaussian-nb', 'binary'],
    ['gaussian-nb', 'multiclass'],
    ['bernoulli-nb', 'binary'],
    ['bernoulli-nb', 'multiclass'],
  ] as const)('columns that add up say what asking every set of columns says: %s, %s', async (estimator, task) => {
    const labels = task === 'binary' ? y : y.map((label, row) => (row % 5 === 0 ? 2 : label));
    const model = await train(estimator, {}, {}, labels, task);
    const [rows, background] = [Uint32Array.of(3, 4, 5), rowNumbers(30)];
    const explanation = await explainRows(model, table, rows, testContext(), { background });
    expectHonest(explanation);
    expect(explanation.method).toBe('additive');
    const scale = (p: number) => (task === 'binary' ? Math.log(p / (1 - p)) : Math.log(p));
    const score = (asked: LearningTable) => model.predict(asked).map(scale);
    const asked = await tableShap(score, table, rows, background, testContext());
    // The logarithms of several classes' probabilities have a common part, which says nothing of any of them.
    const outputs = explanation.outputs;
    const told = (values: Float64Array, at: number) => values[at]! - values[at - (at % outputs)]!;
    const wanted = (at: number) => (outputs === 1 ? asked.values[at]! : told(asked.values, at));
    asked.values.forEach((_, at) =>
      expect(outputs === 1 ? explanation.values[at] : told(explanation.values, at)).toBeCloseTo(wanted(at), 8),
    );
  });

  it('a class that no row had has no score to add up: the model is asked instead', async () => {
    const model = await train(
      'gaussian-nb',
      {},
      {},
      y.map((label) => 2 * label),
      'multiclass',
    );
    expect((await explainRows(model, table, Uint32Array.of(1), testContext())).method).toBe('kernel');
  });

  it('three classes have three scores', async () => {
    const classes = y.map((label, row) => (row % 5 === 0 ? 2 : label));
    const model = await train('logistic', {}, {}, classes, 'multiclass');
    const explanation = await explainRows(model, table, Uint32Array.of(0, 1), testContext());
    expectHonest(explanation);
    expect(explanation).toMatchObject({ outputs: 3, scale: 'softmax', method: 'linear' });
    expect(explanation.values).toHaveLength(2 * 3 * 3);
  });

  it('the same seed gives the same explanation, alone or among others', async () => {
    const model = await train('logistic', { components: 2 });
    const ask = (rows: Uint32Array) => explainRows(model, table, rows, testContext());
    const [both, one] = [await ask(Uint32Array.of(3, 8)), await ask(Uint32Array.of(8))];
    expect(await ask(Uint32Array.of(3, 8))).toEqual(both);
    expect(one.values).toEqual(both.values.slice(3));
  });

  it('stops when it is told to', async () => {
    const model = await train('logistic', { components: 2 });
    const stopping = testContext(undefined, () => {
      throw abortError();
    });
    await expect(explainRows(model, table, Uint32Array.of(1), stopping)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('of a costly model less is asked, by its cost and not by the clock; what is told still adds up', async () => {
    // 80 rows of fourteen columns, so that not all sets are asked.
    const columns = Array.from({ length: 14 }, (_, at) =>
      numberColumn(
        `x${at}`,
        Array.from({ length: 80 }, (_, row) => Math.sin(row * (at + 1))),
      ),
    );
    const wide = tableOf(...columns);
    const rowsAsked = async (cost?: number) => {
      let asked = 0;
      const predict = ({ data, rows, columns: width }: Matrix) => {
        asked += rows;
        return Float64Array.from({ length: rows }, (_, row) => data[row * width]! * data[row * width + 1]!);
      };
      const { pipeline } = fitPipeline(wide, rowNumbers(80), new Float64Array(80), {
        preparation: v.parse(preparationSchema, {}),
        inputs: {},
        task: 'regression',
        classes: 1,
        seed: 1,
      });
      const fitted = { predict, explain: () => [], toJSON: () => null, ...(cost && { cost }) };
      const told = await explainRows(
        { task: 'regression', pipeline, fitted },
        wide,
        Uint32Array.of(1, 5),
        testContext(),
      );
      expect(Math.max(...told.residual)).toBeLessThan(1e-9);
      expect(told.values[0]! + told.values[1]!).toBeCloseTo(told.score[0]! - told.base[0]!, 1);
      return asked;
    };
    const [quick, dear] = [await rowsAsked(), await rowsAsked(1e6)];
    expect(quick).toBeGreaterThan(2 * 32 * 2000);
    // At most 3e9 multiplications, and what the rows and those that stand for the others take themselves.
    expect(dear).toBeLessThan(3100);
    expect(await rowsAsked(1e6)).toBe(dear);
  });

  it.each([
    ['logistic', { calibrate: 'platt' }],
    ['logistic', { encode: 'target', indicators: true }],
    ['boosting', {}],
    ['logistic', { components: 2 }],
  ])('rows prepared once and dealt out are rows dealt out and prepared: %s %o', async (estimator, preparation) => {
    const model = await train(estimator, preparation, estimator === 'boosting' ? { iterations: 5 } : {});
    const some = tableRows(table, rowNumbers(50));
    const dealt = rowNumbers(50).reverse();
    const predict = predictDealt(model, some);
    for (const part of [1, 0, 1]) {
      expect(await predict(part, dealt, testContext())).toEqual(model.predict(withPart(some, part, dealt)));
    }
  });

  it('importances put what matters first, and noise last', async () => {
    const data = { model: logistic, table, y, task: 'binary' as const, classes: 2, rows: everyone };
    const found = await importances({ ...data, context: testContext() });
    expect(found.columns.map(({ column }) => column)).toEqual(['days', 'plan', 'noise']);
    expect(found).toMatchObject({ method: 'linear', metric: 'auc', explained: 400 });
    expect(found.residual).toBeLessThan(1e-9);
    const [days, plan, noise] = found.columns;
    expect(days!.loss).toBeGreaterThan(plan!.loss);
    expect(plan!.loss).toBeGreaterThan(0.02);
    expect(Math.abs(noise!.loss)).toBeLessThan(0.01);
    expect(days!.sd).toBeGreaterThan(0);
  });
});

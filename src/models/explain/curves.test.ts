import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { LearningTable } from '../learning-table.ts';
import { categoryColumn, numberColumn, tableOf } from '../pipeline/testing.ts';
import { testContext } from '../testing.ts';
import { ale } from './ale.ts';
import { counterfactual } from './counterfactual.ts';
import { ice, partialDependence } from './dependence.ts';
import { localSurrogate } from './local-surrogate.ts';
import { permutationImportance } from './permutation-importance.ts';
import type { Predicts } from './predicts.ts';
import { rowNumbers } from './sample-rows.ts';
import { tableRows } from './mixed-rows.ts';

type Row = Record<string, number | string | null>;

/** A model that is a function of a row's values by name. */
function modelBy(...outputs: ((row: Row) => number)[]): Predicts {
  return {
    predict(whole, rows) {
      const table = rows ? tableRows(whole, rows) : whole;
      return Float64Array.from({ length: table.rows * outputs.length }, (_, at) => {
        const place = Math.floor(at / outputs.length);
        const row = table.columns.map((column) => [
          column.name,
          column.kind === 'number' ? column.values[place]! : (column.levels[column.codes[place]!] ?? null),
        ]);
        return outputs[at % outputs.length]!(Object.fromEntries(row));
      });
    },
  };
}

const num = (row: Row, name: string) => row[name] as number;
const normals = (count: number, seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
};
const everyone = (table: LearningTable) => rowNumbers(table.rows);

describe('partial dependence', () => {
  const table = tableOf(numberColumn('a', [1, 2, 2, null]), categoryColumn('b', ['x', 'y', 'x', 'y']));
  const model = modelBy(
    (row) => num(row, 'a') * (row.b === 'x' ? 1 : 3),
    () => 7,
  );

  it('is the mean over rows of what is predicted with each value', async () => {
    // By hand: two rows are x, two y; a · (1 + 1 + 3 + 3) / 4 = 2a.
    const found = await partialDependence(model, table, 'a', everyone(table), testContext());
    expect(found).toMatchObject({ grid: [1, 2], outputs: 2 });
    expect([...found.values]).toEqual([2, 7, 4, 7]);
  });

  it('asks for each level of a category', async () => {
    const some = Uint32Array.of(0, 1, 2);
    const found = await partialDependence(model, table, 'b', some, testContext());
    expect(found.grid).toEqual(['x', 'y']);
    expect(found.values[0]).toBeCloseTo(5 / 3, 12);
    expect(found.values[2]).toBeCloseTo(5, 12);
  });

  it('ICE has a curve for each row', async () => {
    const found = await ice(model, table, 'a', everyone(table), testContext());
    expect([...found.values]).toEqual([1, 7, 3, 7, 1, 7, 3, 7, 2, 7, 6, 7, 2, 7, 6, 7]);
  });

  it('names the columns where it is asked about another', async () => {
    const asking = ice(model, table, 'c', everyone(table), testContext());
    await expect(asking).rejects.toMatchObject({ name: 'explain.no-column', values: { column: 'c', known: 'a, b' } });
  });
});

describe('accumulated local effects', () => {
  it('find an additive effect where rows lie close to a line, and a model is wild elsewhere; partial dependence does not', async () => {
    const a = normals(4000, 1);
    const b = normals(4000, 2).map((noise, row) => a[row]! + 0.1 * noise);
    const table = tableOf(numberColumn('a', a), numberColumn('b', b));
    // Where rows are, 2a + b; away from them (|a − b| > 1, which is ten standard deviations) 50a.
    const model = modelBy((row) => {
      const away = Math.abs(num(row, 'a') - num(row, 'b')) > 1;
      return away ? 50 * num(row, 'a') : 2 * num(row, 'a') + num(row, 'b');
    });
    const found = await ale(model, table, 'a', everyone(table), testContext(), { grid: 60 });
    const inside = found.grid.slice(3, -3).map((_, at) => at + 3);
    for (const at of inside) expect(found.values[at]).toBeCloseTo(2 * (found.grid[at] as number), 0);
    const slope = (values: Float64Array, grid: typeof found.grid) =>
      (values[50]! - values[10]!) / ((grid[50] as number) - (grid[10] as number));
    expect(slope(found.values, found.grid)).toBeCloseTo(2, 6);
    const partial = await partialDependence(model, table, 'a', everyone(table), testContext(), { grid: 60 });
    expect(slope(partial.values, partial.grid)).toBeGreaterThan(10);
  });

  it('follow the main effect of a product of equal columns', async () => {
    const a = Array.from({ length: 2001 }, (_, at) => at / 1000 - 1);
    const table = tableOf(numberColumn('a', a), numberColumn('b', a));
    const model = modelBy((row) => num(row, 'a') * num(row, 'b'));
    const found = await ale(model, table, 'a', everyone(table), testContext(), { grid: 41 });
    // ∫ E[b | a = z] dz = z² / 2, less its mean 1 / 6.
    found.grid.forEach((cell, at) => expect(found.values[at]).toBeCloseTo((cell as number) ** 2 / 2 - 1 / 6, 2));
    expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(2001);
  });

  it('go from level to level of a category, and are about 0 over the rows', async () => {
    const table = tableOf(categoryColumn('c', ['p', 'q', 'q', 'r', null]));
    const model = modelBy((row) => ({ p: 1, q: 2, r: 6 })[row.c as 'p'] ?? 100);
    const { grid, values, counts } = await ale(model, table, 'c', everyone(table), testContext());
    // By hand: 0, 1, 5, less the mean (0 + 1 + 1 + 5) / 4 = 7 / 4.
    expect(grid).toEqual(['p', 'q', 'r']);
    expect([...values]).toEqual([-1.75, -0.75, 3.25]);
    expect([...counts]).toEqual([1, 2, 1]);
  });

  it('a column of one value has no curve', async () => {
    const table = tableOf(numberColumn('a', [3, 3, null]));
    expect(
      await ale(
        modelBy(() => 1),
        table,
        'a',
        everyone(table),
        testContext(),
      ),
    ).toMatchObject({ grid: [] });
  });
});

describe('permutation importance', () => {
  const [a, b, noise] = [normals(3000, 3), normals(3000, 4), normals(3000, 5)];
  const c = noise.map((value) => (value > 0 ? 'yes' : 'no'));
  const table = tableOf(
    numberColumn('a', a),
    numberColumn('b', b),
    categoryColumn('c', c),
    numberColumn('noise', noise),
  );
  const of = (row: Row) => 3 * num(row, 'a') + num(row, 'b') + (row.c === 'yes' ? 4 : 0);
  const y = a.map((value, row) => 3 * value + b[row]! + (c[row] === 'yes' ? 4 : 0));
  const data = { table, y, task: 'regression' as const, classes: 0 };

  it('is what the variance says, by column of the table; a column that the model does not read is 0', async () => {
    const found = await permutationImportance(modelBy(of), data, everyone(table), 'r2', testContext(), { repeats: 4 });
    expect(found.baseline).toBe(1);
    // Permuting an independent column adds twice its part's variance (9, 1, 4) to the squared error; the whole variance is 14.
    const expected = { a: 18 / 14, b: 2 / 14, c: 8 / 14, noise: 0 };
    for (const { column, mean } of found.columns) {
      expect(Math.abs(mean - expected[column as 'a'])).toBeLessThan(0.1);
    }
    expect(found.columns[3]).toEqual({ column: 'noise', mean: 0, sd: 0 });
  });

  it('counts a rising error as a loss, and refuses metrics that do not fit', async () => {
    const some = rowNumbers(200);
    const worse = await permutationImportance(modelBy(of), data, some, 'rmse', testContext());
    expect(worse.columns[0]!.mean).toBeGreaterThan(2);
    const again = await permutationImportance(modelBy(of), data, some, 'rmse', testContext());
    expect(again).toEqual(worse);
    const asking = permutationImportance(modelBy(of), data, some, 'auc', testContext());
    await expect(asking).rejects.toMatchObject({ name: 'explain.no-metric' });
  });
});

describe('local surrogate', () => {
  const [a, b] = [normals(500, 6), normals(500, 7).map((value) => 10 * value)];
  const c = a.map((_, row) => ['p', 'q'][row % 2]!);
  const table = tableOf(numberColumn('a', a), numberColumn('b', b), categoryColumn('c', c));

  it('finds a weighted sum again: per standard deviation, and what a level adds', async () => {
    const model = modelBy((row) => 2 * num(row, 'a') - 0.5 * num(row, 'b') + (row.c === 'p' ? 3 : 0));
    const found = await localSurrogate(model, table, 0, testContext(), { rows: everyone(table) });
    expect(found.r2).toBeGreaterThan(0.999);
    expect(found.imitated).toBeCloseTo(found.prediction, 1);
    const weight = (name: string) => found.terms.find(({ column }) => column === name)!.weight;
    const sd = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    };
    expect(weight('a') / (2 * sd(a))).toBeCloseTo(1, 1);
    expect(weight('b') / (-0.5 * sd(b))).toBeCloseTo(1, 1);
    expect(weight('c')).toBeCloseTo(3, 1);
    expect(found.terms.find(({ column }) => column === 'c')).toMatchObject({ value: 'p', per: 'value' });
  });

  it('its R² tells where a weighted sum will not do; the same seed gives the same', async () => {
    const model = modelBy((row) => Math.cos(8 * num(row, 'a')));
    const found = await localSurrogate(model, table, 0, testContext());
    expect(found.r2).toBeLessThan(0.3);
    expect(await localSurrogate(model, table, 0, testContext())).toEqual(found);
  });
});

describe('counterfactual', () => {
  const table = tableOf(
    numberColumn('days', [90, ...Array.from({ length: 100 }, (_, at) => at)]),
    numberColumn('orders', [0, ...Array.from({ length: 100 }, (_, at) => at % 10)]),
    categoryColumn('plan', ['basic', ...Array.from({ length: 100 }, (_, at) => (at % 4 === 0 ? 'gold' : 'basic'))]),
  );
  const risk = (row: Row) => num(row, 'days') / 100 - num(row, 'orders') / 20 - (row.plan === 'gold' ? 0.3 : 0);

  it('of many columns those that do most alone are combined: the way is found, and not by trying all', async () => {
    const wide = 120;
    const columns = Array.from({ length: wide }, (_, at) => numberColumn(`x${at}`, [1, 0, 0, 0, 0]));
    const weight = (at: number) => (at === 17 || at === 90 || at === 119 ? 3 : 0.001 * at);
    const score = (row: Row) => columns.reduce((sum, { name }, at) => sum + weight(at) * num(row, name), 0);
    const table = tableOf(...columns);
    let asked = 0;
    const model = modelBy((row) => ((asked += 1), score(row)));
    const all = columns.reduce((sum, _, at) => sum + weight(at), 0);
    const goal = { side: 'below', threshold: all - 8.9 } as const;
    const { answers } = await counterfactual(model, table, 0, goal, testContext());
    expect(answers[0]!.changes.map(({ column }) => column)).toEqual(['x17', 'x90', 'x119']);
    // With every pair and triple of the beam it would be more than 2,000.
    expect(asked).toBeLessThan(1200);
  });

  it('names the smallest single changes that suffice, each verified', async () => {
    const found = await counterfactual(modelBy(risk), table, 0, { side: 'below', threshold: 0.65 }, testContext());
    expect(found).toMatchObject({ prediction: 0.9, reached: false });
    // By hand: days 64 (0.64); 6 orders (0.9 − 0.3 = 0.6; 5 would give 0.65, which is not below); gold (0.6).
    const changes = found.answers.map((answer) => answer.changes);
    expect(changes).toHaveLength(3);
    expect(changes).toContainEqual([{ column: 'days', from: 90, to: 64 }]);
    expect(changes).toContainEqual([{ column: 'orders', from: 0, to: 6 }]);
    expect(changes).toContainEqual([{ column: 'plan', from: 'basic', to: 'gold' }]);
    for (const answer of found.answers) {
      expect(answer.prediction).toBeLessThan(0.65);
      expect(answer.verified).toBe(true);
    }
    expect(found.answers.map(({ distance }) => distance)).toEqual(
      found.answers.map(({ distance }) => distance).sort((one, other) => one - other),
    );
  });

  it('changes several columns where one is not enough, and only those that can be changed', async () => {
    const goal = { side: 'below' as const, threshold: 0.2 };
    const actionable = ['orders', 'plan'];
    const { answers } = await counterfactual(modelBy(risk), table, 0, goal, testContext(), { actionable });
    expect(answers).toHaveLength(1);
    // 0.9 − 0.3 − 9 / 20 = 0.15; with 8 orders 0.2 is not below.
    expect(answers[0]!.changes).toEqual([
      { column: 'orders', from: 0, to: 9 },
      { column: 'plan', from: 'basic', to: 'gold' },
    ]);
    expect(answers[0]!.prediction).toBeCloseTo(0.15, 12);
  });

  it('says that there is none, or that nothing need change', async () => {
    const ask = (threshold: number, side: 'below' | 'above') =>
      counterfactual(modelBy(risk), table, 0, { side, threshold }, testContext());
    expect(await ask(-5, 'below')).toMatchObject({ reached: false, answers: [] });
    expect(await ask(0.9, 'above')).toMatchObject({ reached: true, answers: [] });
  });

  it('goes up as well, in the output asked', async () => {
    const model = modelBy(risk, (row) => -risk(row));
    const goal = { side: 'above', threshold: -0.65, of: (outputs: Float64Array) => outputs[1]! } as const;
    const found = await counterfactual(model, table, 0, goal, testContext());
    expect(found.answers.map(({ changes }) => changes.length)).toEqual([1, 1, 1]);
    for (const { prediction, outputs } of found.answers) {
      expect(prediction).toBeGreaterThanOrEqual(-0.65);
      expect([...outputs]).toEqual([-prediction, prediction]);
    }
  });
});

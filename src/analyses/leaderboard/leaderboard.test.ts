import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { Next } from '../../contract/view.ts';
import { translator } from '../../i18n/translate.ts';
import { casesProject } from '../test-cases.ts';
import type { TestProject } from '../test-project.ts';
import { runAnalysis } from '../test-project.ts';
import classifyCompute from '../classify/compute.ts';
import classify from '../classify/index.ts';
import regressCompute from '../regress/compute.ts';
import regress from '../regress/index.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import type { LeaderboardResult } from './result.ts';

const board = (project: TestProject, params: object): Promise<LeaderboardResult> =>
  runAnalysis<LeaderboardResult>(definition, compute, project, params);

/** So many rows of a hash's bits: noise that is the same on every machine. */
const noise = (n: number): number => (Math.imul(n + 1, 2654435761) >>> 8) / 2 ** 24;

describe('leaderboard', () => {
  it('finds the line', async () => {
    const rows = Array.from({ length: golden.input.rows }, (_, a) => ({ a, y: 2 * a + 1 }));
    const result = await board(await casesProject('line', rows), golden.parameters);
    const best = result.rows[result.best]!;
    expect(best.estimator).toBe(golden.result.best);
    expect(best.mean).toBeCloseTo(golden.result.rmse, 9);
    expect(result.winner).toBe(golden.result.winner);
    expect(result.rows[0]).toMatchObject({ isBaseline: true, estimator: 'baseline' });
    // The deviation of 40 whole numbers 2 apart is √(4 · (40² − 1) / 12) = 23.1.
    expect(result.rows[0]!.mean).toBeGreaterThan(20);
  });

  it('calls no winner where there is nothing to learn', async () => {
    const rows = Array.from({ length: 120 }, (_, n) => ({ a: noise(n), b: noise(7 * n + 3), y: n % 2 ? 'yes' : 'no' }));
    const params = { table: 'coins', label: 'y', estimators: ['logistic', 'gaussian-nb'], trials: 2 };
    const result = await board(await casesProject('coins', rows), params);
    expect(result.rows).toHaveLength(3);
    expect(result.winner).toBe('within noise');
    expect(
      result.rows
        .slice(1)
        .map(({ estimator }) => estimator)
        .sort(),
    ).toEqual(['gaussian-nb', 'logistic']);
  });

  it('judges the search itself where asked, and says what was chosen in each fold', async () => {
    const rows = Array.from({ length: 40 }, (_, a) => ({ a, y: 2 * a + 1 }));
    const project = await casesProject('line', rows);
    const result = await board(project, { ...golden.parameters, nested: true, folds: 4 });
    expect(result.nested!.folds.map(({ estimator }) => estimator)).toEqual(Array(4).fill('linear'));
    expect(result.nested!.mean).toBeCloseTo(0, 9);
    expect(result.nested!.baseline).toBeGreaterThan(20);
    const [first, second] = definition.views(result, translator(definition.texts.en, 'en'));
    expect(first!.cautions).toEqual([]);
    expect(second!.sentence).toMatch(/Chosen: Linear regression 4 times/);
    expect(second!.table.rows).toHaveLength(4);
    expect((await board(project, golden.parameters)).nested).toBeNull();
  });

  it('orders several classes by the mean of their areas', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => ({ a: (n % 3) + noise(n), y: ['x', 'y', 'z'][n % 3]! }));
    const params = { table: 'three', label: 'y', estimators: ['gaussian-nb'], trials: 1, metric: 'macroAuc' };
    const result = await board(await casesProject('three', rows), params);
    expect(result.rows[result.best]!.mean).toBeGreaterThan(0.95);
    expect(result.rows[0]!.mean).toBe(0.5);
  });

  it('a trial that fails is a row; when all fail, the error is said', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({ a: n, y: n % 2 ? 'yes' : 'no' }));
    const project = await casesProject('coins', rows);
    const params = { table: 'coins', label: 'y', trials: 2 };
    const result = await board(project, { ...params, estimators: ['ridge', 'logistic'] });
    expect(result.rows.find(({ estimator }) => estimator === 'ridge')!.failed).toBe('model.wrong-task');
    await expect(board(project, { ...params, estimators: ['ridge'] })).rejects.toMatchObject({
      name: 'model.wrong-task',
    });
  });
});

describe('what goes on from a leaderboard', () => {
  const nextOf = (result: LeaderboardResult): Next[] =>
    definition.views(result, translator(definition.texts.en, 'en'))[0]!.next!;

  const schemas = { classify: classify.params, regress: regress.params };
  type Study = keyof typeof schemas;

  /** What the other analysis reads of it: each name known there, each value as it was given. */
  function read({ analysis, params }: Next) {
    const known: Record<string, unknown> = v.parse(schemas[analysis as Study], params);
    for (const [name, value] of Object.entries(params)) if (name in known) expect(known[name], name).toEqual(value);
    return known;
  }

  const coins = Array.from({ length: 120 }, (_, n) => ({
    a: noise(n) + (n % 2) / 2,
    b: noise(7 * n + 3),
    y: n % 2 ? 'yes' : 'no',
  }));

  it('classes are told apart by the row that was chosen, on the same folds, and come to the same', async () => {
    const project = await casesProject('coins', coins);
    const asked = {
      table: 'coins',
      label: 'y',
      positive: 'no',
      features: ['a'],
      folds: 4,
      repeats: 2,
      impute: 'median',
    };
    const result = await board(project, { ...asked, estimators: ['logistic', 'tree'], trials: 4, metric: 'auc' });
    const [first, ...others] = nextOf(result);
    const best = result.rows[result.best]!;
    expect(first!.analysis).toBe('classify');
    expect(first!.text).toMatch(/^Train and keep: /);
    expect(read(first!)).toMatchObject({ ...asked, estimator: best.estimator, estimatorParams: best.params });
    // Each trial that learnt something once, the baseline never.
    expect([first!, ...others].map(({ params }) => params.estimator).sort()).toEqual(
      result.rows.flatMap(({ estimator, isBaseline }) => (isBaseline ? [] : [estimator])).sort(),
    );
    const logistic = [first!, ...others].find(({ params }) => params.estimator === 'logistic')!;
    const row = result.rows.find(
      ({ estimator, params }) => estimator === 'logistic' && params === logistic.params.estimatorParams,
    );
    const trained = await runAnalysis<{ mean: Record<string, number> }>(
      classify,
      classifyCompute,
      project,
      logistic.params,
    );
    expect(trained.mean.auc).toBeCloseTo(row!.mean!, 12);
  });

  it('numbers of a label column are learnt by regress, whatever the target says', async () => {
    const rows = Array.from({ length: 40 }, (_, a) => ({ a, y: 2 * a + noise(a) }));
    const project = await casesProject('line', rows);
    const result = await board(project, golden.parameters);
    const [first] = nextOf(result);
    expect(first!.analysis).toBe('regress');
    expect(read(first!)).toMatchObject({ table: 'line', label: 'y', estimator: result.rows[result.best]!.estimator });
    const trained = await runAnalysis<{ mean: Record<string, number> }>(
      regress,
      regressCompute,
      project,
      first!.params,
    );
    expect(trained.mean.rmse).toBeCloseTo(result.rows[result.best]!.mean!, 12);
  });

  it('a question to a log keeps its target, and goes to whom it can be asked', async () => {
    const result = await board(await casesProject('coins', coins), {
      ...{ table: 'coins', label: 'y', estimators: ['logistic'], trials: 1 },
    });
    const ofLog = (asked: object): LeaderboardResult => ({
      ...result,
      rows: result.rows.map((row) =>
        row.isBaseline ? row : { ...row, estimator: 'boosting', params: { rounds: 50 } },
      ),
      about: { ...result.about, source: 'events' },
      definition: v.parse(definition.params, asked),
    });
    const asked = { event: 'buy', horizon: '14d', gap: '1d', history: '60d', cutoffs: 2, guard: false, sequence: 5 };
    for (const [target, analysis] of [
      ['does', 'classify'],
      ['churns', 'classify'],
      ['next', 'classify'],
      ['count', 'regress'],
      ['sum', 'regress'],
    ]) {
      const [next] = nextOf(ofLog({ ...asked, target }));
      expect(next!.analysis).toBe(analysis);
      expect(read(next!)).toMatchObject({ ...asked, target, estimator: 'boosting', estimatorParams: { rounds: 50 } });
    }
    expect(nextOf(ofLog({ ...asked, target: 'does', task: 'number' }))).toEqual([]);
  });

  it.each(['en', 'zh'] as const)(
    'settings stand under the names of the form, in rows and links (%s)',
    async (language) => {
      const result = await board(await casesProject('coins', coins), {
        ...{ table: 'coins', label: 'y', estimators: ['logistic'], trials: 1 },
      });
      const [baseline, learnt] = result.rows;
      const params = { maxDepth: 3, criterion: 'gini', minSamplesLeaf: 5 };
      const rows = [baseline!, { ...learnt!, estimator: 'tree', params }];
      const [view] = definition.views({ ...result, rows, best: 1 }, translator(definition.texts[language], language));
      // By hand from the form of the estimator.
      const told = {
        en: 'Depth at most: 3; Impurity: Gini; Rows in a leaf at least: 5',
        zh: '最大深度：3；不纯度：基尼；叶中最少行数：5',
      }[language];
      expect(view!.table.rows[0]![1]).toBe(told);
      expect(view!.next![0]!.text).toContain(told);
    },
  );

  it('every setting of a question means the same in classify and regress; only the search is left behind', () => {
    const search = ['task', 'estimators', 'method', 'budget', 'trials', 'metric', 'nested'];
    const names = Object.keys(definition.params.entries).filter((name) => !search.includes(name));
    expect(names.filter((name) => !(name in classify.params.entries))).toEqual([]);
    // A number has no class that counts as 1.
    expect(names.filter((name) => !(name in regress.params.entries))).toEqual(['positive']);
    const defaults = (schema: typeof definition.params | typeof classify.params | typeof regress.params) =>
      Object.entries(v.parse(schema, {})).filter(
        ([name]) => names.includes(name) && !['positive', 'target'].includes(name),
      );
    expect(Object.fromEntries(defaults(classify.params))).toEqual(Object.fromEntries(defaults(definition.params)));
    expect(Object.fromEntries(defaults(regress.params))).toEqual(Object.fromEntries(defaults(definition.params)));
  });

  it('where nothing could be learnt there is nothing to keep', async () => {
    const result = await board(await casesProject('coins', coins), {
      ...{ table: 'coins', label: 'y', estimators: ['ridge', 'logistic'], trials: 2 },
    });
    expect(nextOf(result).map(({ params }) => params.estimator)).toEqual(['logistic']);
  });
});

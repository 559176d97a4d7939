import { describe, expect, it } from 'vitest';
import { translator } from '../../i18n/translate.ts';
import { casesProject } from '../test-cases.ts';
import type { TestProject } from '../test-project.ts';
import { runAnalysis } from '../test-project.ts';
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

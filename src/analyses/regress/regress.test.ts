import { beforeAll, describe, expect, it } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { casesProject } from '../test-cases.ts';
import type { Row, TestProject } from '../test-project.ts';
import { projectOf, runAnalysis } from '../test-project.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import type { RegressResult } from './result.ts';

const regress = (project: TestProject, params: object): Promise<RegressResult> =>
  runAnalysis<RegressResult>(definition, compute, project, params);

describe('a small table', () => {
  let result: RegressResult;

  beforeAll(async () => {
    result = await regress(await casesProject('homes', golden.input), golden.parameters);
  });

  it('gives scikit-learn’s ridge regression', () => {
    const weights = Object.fromEntries(result.coefficients!.map(({ feature, weight }) => [feature, weight]));
    for (const [feature, weight] of Object.entries(golden.result.coefficients)) {
      expect(weights[feature]).toBeCloseTo(weight, 6);
    }
    expect(result.intercept).toBeCloseTo(golden.result.intercept, 6);
    expect(result.explained[0]!.predicted).toBeCloseTo(Math.max(...golden.result.predictions), 6);
  });

  it('judges on rows not seen, beside mean and median', () => {
    expect(result.mean['r2']).toBeGreaterThan(0.9);
    expect(result.baseline['r2']).toBeLessThanOrEqual(0);
    expect(result.mean['mae']).toBeLessThan(result.baseline['mae']!);
    expect(result.points).toHaveLength(80);
    expect(result.importances[0]!.feature).toBe('size');
  });
});

describe('an event log', () => {
  it('foretells how often: users keep their own pace', async () => {
    const DAY = 86_400_000;
    const log: Row[] = Array.from({ length: 40 }, (_, user) => user).flatMap((user) =>
      Array.from({ length: 1 + Math.floor(160 / (1 + (user % 5))) }, (_, n): Row => [
        `u${user}`,
        Date.UTC(2024, 0, 1) + n * (1 + (user % 5)) * DAY,
        'view',
      ]),
    );
    const project = await projectOf(await openNodeDatabase(), log);
    const result = await regress(project, { target: 'count', horizon: '20d', history: '60d', explain: 2 });
    expect(result.split.kind).toBe('time');
    expect(result.mean['r2']).toBeGreaterThan(0.8);
    // 20 days hold 20, 10, 6 or 7, 5 and 4 events of the five paces.
    expect(result.explained[0]!.predicted).toBeGreaterThan(12);
  });
});

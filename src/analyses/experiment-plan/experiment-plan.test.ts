import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, projectOf, runAnalysis } from '../test-project.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { PlanResult } from './result.ts';
import { detectable, noncentrality, sequentialInflation, usersPerVariant } from './size.ts';

const run = (project: TestProject, params: object = {}): Promise<PlanResult> =>
  runAnalysis(definition, compute, project, params);

const usual = { alpha: 0.05, power: 0.8 };
const share = { ...usual, measure: 'conversion', baseline: 0.1, deviation: 0 } as const;

test('from 10 % to 12 %: the users of statsmodels', () => {
  expect(usersPerVariant(share, 0.02)).toBeCloseTo(example.result.perVariantFrom10To12Percent, 4);
});

test('means by hand: an effect of one deviation needs 2 (1.96 + 0.84)² users, and the wrong side adds next to nothing', () => {
  const count = { ...usual, measure: 'count', baseline: 5, deviation: 3 } as const;
  expect(usersPerVariant(count, 3)).toBeCloseTo(2 * (1.959963985 + 0.841621234) ** 2, 3);
  expect(noncentrality({ alpha: 0.05, power: 0.05 })).toBeCloseTo(0, 5);
});

test('the effect found by the users that an effect needs is that effect', () => {
  for (const effect of [0.005, 0.02, 0.3])
    expect(detectable(share, usersPerVariant(share, effect))).toBeCloseTo(effect, 10);
  expect(sequentialInflation(usual)).toBeGreaterThan(1.2);
  expect(sequentialInflation(usual)).toBeLessThan(2.5);
});

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows));
  }, 60_000);

  test('golden.json: baseline and traffic', async () => {
    const { result: expected, parameters } = example;
    const found = await run(project, parameters);
    expect(found.fromLog.users).toBe(expected.users);
    expect(found.baseline).toBe(expected.share);
    expect(found.perDay).toBeCloseTo(expected.perDay, 12);
    const count = await run(project, { ...parameters, measure: 'count' });
    expect(count.baseline).toBe(expected.mean);
    expect(count.deviation ** 2).toBeCloseTo(expected.variance, 12);
  });

  test('what is typed takes the place of the log', async () => {
    const found = await run(project, { baseline: 10, effect: 20, perDay: 1000, share: 50, variants: 3 });
    expect(found.perVariant).toBeCloseTo(example.result.perVariantFrom10To12Percent, 4);
    expect([found.users, found.days]).toEqual([3 * 3835, Math.ceil((3 * 3835) / 500)]);
  });

  test('what it refuses', async () => {
    await expect(run(project, { baseline: 60, effect: 100 })).rejects.toMatchObject({
      name: 'experiment-plan.too-large',
    });
    const empty = await projectOf(await openNodeDatabase(), []);
    await expect(run(empty, { goal: { events: [] } })).rejects.toMatchObject({ name: 'experiment-plan.no-baseline' });
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { GoldenFunnel } from '../test-golden.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { TestProject } from '../test-project.ts';
import { membersOf, projectOf, runAnalysis } from '../test-project.ts';
import compute from './compute.ts';
import definition from './index.ts';

const paramsOf = ({ steps, order, entry, ties, window_ms }: GoldenFunnel) => ({
  steps,
  order,
  entry,
  ties,
  window: window_ms === null ? 'none' : `${window_ms / 60_000}m`,
});

const nameOf = (funnel: GoldenFunnel) => Object.values(paramsOf(funnel)).join(' ');

async function expectFunnels(project: TestProject, funnels: readonly GoldenFunnel[]) {
  const found = [];
  for (const funnel of funnels) {
    const result = await runAnalysis(definition, compute, project, paramsOf(funnel));
    const median = result.timeToConvert && Math.round(result.timeToConvert.median * 1000);
    found.push({ name: nameOf(funnel), reached: result.steps.map((step) => step.count), median });
  }
  expect(found).toEqual(
    funnels.map((funnel) => ({ name: nameOf(funnel), reached: funnel.reached, median: funnel.median_ms })),
  );
}

/** The SQL behind each bar says the same definitions in window functions: it must list as many users as the bar counts. */
async function expectMembers(project: TestProject, funnels: readonly GoldenFunnel[]) {
  const found = [];
  for (const funnel of funnels) {
    const count = async (mark: string) => (await membersOf(definition, project, paramsOf(funnel), mark)).length;
    const last = await count(`reached:${funnel.steps.length}`);
    found.push({ name: nameOf(funnel), last, dropped: await count('dropped:2') });
  }
  const expected = funnels.map((funnel) => ({
    name: nameOf(funnel),
    last: funnel.reached.at(-1),
    dropped: funnel.reached[0]! - funnel.reached[1]!,
  }));
  expect(found).toEqual(expected);
}

describe('the funnels of behaviour.json', () => {
  const reference = golden();
  let ecom: TestProject;
  beforeAll(async () => {
    ecom = await projectOf(await openNodeDatabase(), ecomRows());
  }, 60_000);

  test('ecom, 175 definitions', () => expectFunnels(ecom, reference.ecom.funnels));
  test('ecom, the users behind the bars', async () => {
    const week = reference.ecom.funnels.filter((funnel) => funnel.window_ms === 7 * 86_400_000);
    await expectMembers(ecom, week);
  });

  test.each(reference.synthetic.map((log, n) => ({ n, zone: log.zone })))(
    'synthetic log $n with ties ($zone)',
    async ({ n }) => {
      const log = reference.synthetic[n]!;
      const project = await projectOf(await openNodeDatabase(), log.events);
      await expectFunnels(project, log.funnels);
      await expectMembers(project, log.funnels);
    },
  );
});

import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { GoldenCohort, GoldenRetention } from '../test-golden.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { TestProject } from '../test-project.ts';
import { projectOf, withSettings } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import compute, { members } from './compute.ts';
import definition from './index.ts';
import type { RetentionCell, RetentionResult } from './result.ts';

const { run, members: membersOf } = readerOf<RetentionResult>(definition, compute, members);

const paramsOf = ({ period, kind }: GoldenRetention, cells: number) => ({
  period,
  kind: kind === 'on' ? 'on' : 'onOrAfter',
  intervals: cells - 1,
});

const figures = (cells: readonly RetentionCell[]) => ({
  returned: cells.map((cell) => cell.returned),
  observable: cells.map((cell) => cell.observable),
});

const cohortFigures = (result: RetentionResult): Record<string, GoldenCohort> =>
  Object.fromEntries(result.cohorts.map(({ cohort, size, cells }) => [cohort, { size, ...figures(cells) }]));

/** Every user behind a cell, and nobody else. */
async function expectMembers(
  project: TestProject,
  params: object,
  result: RetentionResult,
  indices: readonly number[],
) {
  for (const index of indices) {
    const all = await membersOf(project, params, `all:${index}`);
    expect(all.length, `all:${index}`).toBe(result.total[index]!.returned);
  }
  const { cohort, cells } = result.cohorts.at(-1)!;
  const some = await membersOf(project, params, `${cohort}:1`);
  expect(some.length, `${cohort}:1`).toBe(cells[1]!.returned);
}

describe('the retention tables of behaviour.json', () => {
  const reference = golden();
  let ecom: TestProject;
  beforeAll(async () => {
    ecom = await projectOf(await openNodeDatabase(), ecomRows());
  }, 60_000);

  test.each(reference.ecom.retention)('ecom by $period in $zone, $kind, weeks from $week_start', async (table) => {
    const project = withSettings(ecom, { zone: table.zone, weekStart: table.week_start });
    const params = paramsOf(table, table.returned.length);
    const result = await run(project, params);
    expect(figures(result.total)).toEqual({ returned: table.returned, observable: table.observable });
    expect(cohortFigures(result)).toMatchObject(table.first_cohorts);
    expect(result.cohorts.slice(0, 3).map((each) => each.cohort)).toEqual(Object.keys(table.first_cohorts));
    await expectMembers(project, params, result, [0, 1, table.returned.length - 1]);
  });

  test('ecom by the rolling clock', async () => {
    const { returned, observable } = reference.ecom.rolling;
    const params = { clock: 'rolling', period: 'day', intervals: returned.length - 1 };
    const result = await run(ecom, params);
    expect(figures(result.total)).toEqual({ returned, observable });
    await expectMembers(ecom, params, result, [0, 7, 30]);
  });

  test.each(reference.synthetic.map((log, n) => ({ n, zone: log.zone })))(
    'synthetic log $n with changeover days ($zone)',
    async ({ n }) => {
      const log = reference.synthetic[n]!;
      const project = await projectOf(await openNodeDatabase(), log.events, { zone: log.zone });
      for (const table of log.retention) {
        const cells = Object.values(table.cohorts)[0]!.returned.length;
        const there = withSettings(project, { weekStart: table.week_start });
        const result = await run(there, paramsOf(table, cells));
        expect(cohortFigures(result)).toEqual(table.cohorts);
        await expectMembers(there, paramsOf(table, cells), result, [0, 1, 2]);
      }
      const rolling = await run(project, {
        clock: 'rolling',
        period: 'day',
        intervals: log.rolling.returned.length - 1,
      });
      expect(figures(rolling.total)).toEqual(log.rolling);
    },
  );
});

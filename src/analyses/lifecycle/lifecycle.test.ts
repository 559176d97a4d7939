import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { ecomRows } from '../test-golden.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, projectOf, quietContext } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import { bucketByHand, changeoverLogs, tablesOfEvents, usersByHand } from '../test-tables.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { params as schema } from './params.ts';
import type { LifecycleResult } from './result.ts';
import { STAGES } from './result.ts';

const { run, members: membersOf } = readerOf<LifecycleResult>(definition, compute, members);

let project: TestProject;
beforeAll(async () => {
  project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows), { zone: example.input.zone });
}, 60_000);

describe('a log counted by hand, over a changeover day', () => {
  test('golden.json', async () => {
    expect(await run(project, example.parameters)).toMatchObject(example.result);
  });

  test('the users of each stage, by name', async () => {
    const of = (mark: string) => membersOf(project, example.parameters, mark);
    expect(await of('returning:2024-03-31')).toEqual(['ann']);
    expect(await of('dormant:2024-04-01')).toEqual(['ann']);
    expect(await of('dormant:2024-04-02')).toEqual(['bob']);
    expect(await of('resurrecting:2024-04-02')).toEqual(['ann']);
    expect(await of('active:2024-04-02')).toEqual(['ann', 'cat']);
  });

  test('an event of one’s own makes another life', async () => {
    const { periods } = await run(project, { ...example.parameters, what: 'buy' });
    expect(periods).toMatchObject([{ period: '2024-04-02', new: 1, active: 1, dormant: 0 }]);
  });

  test.each(['late:2024-04-01', 'new:nope', 'new', ''])('the mark “%s” is refused', async (mark) => {
    await expect(membersOf(project, {}, mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

test('is that of a brute force, and its parts add up', async () => {
  const periods = fc.constantFrom('hour', 'day', 'week', 'month');
  const property = fc.asyncProperty(changeoverLogs(40), periods, async ({ events, frame }, period) => {
    const params = v.parse(schema, { period });
    const result = await compute(tablesOfEvents(events, frame), params, quietContext());
    const of = (ms: number) => bucketByHand(ms, period, frame);
    const active = [...usersByHand(events).values()]
      .map((list) => new Set(list.filter(({ mask }) => mask & 1).map(({ ms }) => of(ms))))
      .filter((buckets) => buckets.size > 0);
    const first = Math.min(...active.flatMap((buckets) => [...buckets]));
    result.periods.forEach((each, n) => {
      const bucket = first + n;
      const had = active.filter((buckets) => buckets.has(bucket));
      const before = active.filter((buckets) => buckets.has(bucket - 1));
      const isNew = (buckets: Set<number>) => Math.min(...buckets) === bucket;
      expect(each).toMatchObject({
        active: had.length,
        new: had.filter(isNew).length,
        returning: had.filter((buckets) => buckets.has(bucket - 1)).length,
        dormant: before.filter((buckets) => !buckets.has(bucket)).length,
      });
      expect(each.new + each.returning + each.resurrecting).toBe(each.active);
      expect(each.dormant).toBe((result.periods[n - 1]?.active ?? 0) - each.returning);
    });
    const last = of(Math.max(...events.map(({ ms }) => ms)));
    expect(result.periods).toHaveLength(active.length > 0 ? last - first + 1 : 0);
  });
  await fc.assert(property, { numRuns: 150, seed: 7 });
});

test('the public log by week: new users as golden/behaviour.json has them, members behind every mark', async () => {
  const ecom = await projectOf(await openNodeDatabase(), ecomRows());
  const { periods } = await run(ecom, { period: 'week' });
  expect(periods.slice(0, 4).map((period) => period.new)).toEqual([3, 10, 16, 26]);
  expect(periods.reduce((sum, period) => sum + period.new, 0)).toBe(600);
  for (const stage of STAGES) {
    const period = periods[9]!;
    expect(await membersOf(ecom, { period: 'week' }, `${stage}:${period.period}`)).toHaveLength(period[stage]);
  }
});

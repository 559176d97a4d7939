import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, projectOf, quietContext } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import { bucketByHand, changeoverLogs, localParts, tablesOfEvents, usersByHand } from '../test-tables.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { params as schema } from './params.ts';
import type { StickinessResult } from './result.ts';

const { run, members: membersOf } = readerOf<StickinessResult>(definition, compute, members);

let project: TestProject;
beforeAll(async () => {
  const settings = { zone: example.input.zone, weekStart: 'sunday' } as const;
  project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows), settings);
}, 60_000);

describe('a log counted by hand, over a changeover day', () => {
  test('golden.json', async () => {
    expect(await run(project, example.parameters)).toMatchObject(example.result);
  });

  test('days of the whole log', async () => {
    const { bins } = await run(project, { within: 'log' });
    // cat one day, bob two, ann three.
    expect(bins.map(({ exactly, atLeast }) => [exactly, atLeast])).toEqual([
      [1, 3],
      [1, 2],
      [1, 1],
    ]);
  });

  test('an interval may need several events', async () => {
    const { bins } = await run(project, { within: 'log', minimum: 2 });
    expect(bins.map(({ exactly }) => exactly)).toEqual([1]);
    expect(await membersOf(project, { within: 'log', minimum: 2 }, 'exactly:1')).toEqual(['ann']);
  });

  test('users of a day and of the seven that end with it', async () => {
    const { days } = await run(project);
    expect(days).toHaveLength(12);
    expect(days[0]).toMatchObject({ day: '2024-03-07', dau: 1, wau: null, mau: null });
    expect(days.map(({ dau }) => dau)).toEqual([1, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1]);
    // From the 13th on; the 16th sees the 10th to the 16th (ann, bob), the 18th the 12th to the 18th (bob).
    expect(days.slice(6).map(({ wau }) => wau)).toEqual([2, 2, 2, 2, 2, 1]);
    expect(days.at(-1)).toMatchObject({ mau: null, dauMau: null, partial: true });
    expect(await membersOf(project, {}, 'wau:2024-03-16')).toEqual(['ann', 'bob']);
    expect(await membersOf(project, {}, 'dau:2024-03-09')).toEqual(['cat']);
  });

  test('an interval that does not divide its period is refused', async () => {
    const asked = { interval: 'week', within: 'month' };
    await expect(run(project, asked)).rejects.toMatchObject({ name: 'stickiness.bad-interval' });
  });

  test.each(['exactly:x', 'dau:x', 'hau:2024-03-09', ''])('the mark “%s” is refused', async (mark) => {
    await expect(membersOf(project, {}, mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

test('is that of a brute force', async () => {
  const questions = fc.constantFrom(
    ...[
      { interval: 'day', within: 'week' },
      { interval: 'hour', within: 'day' },
      { interval: 'day', within: 'month' },
      { interval: 'week', within: 'log' },
    ],
  );
  const property = fc.asyncProperty(
    changeoverLogs(45),
    questions,
    fc.integer({ min: 1, max: 2 }),
    async (log, asked, minimum) => {
      const { events, frame } = log;
      const params = v.parse(schema, { ...asked, minimum });
      const result = await compute(tablesOfEvents(events, frame), params, quietContext());
      const times = events.map(({ ms }) => ms);
      const periodOf = (ms: number) => (params.within === 'log' ? 0 : bucketByHand(ms, params.within, frame));
      const [first, last] = [periodOf(Math.min(...times)), periodOf(Math.max(...times))];
      const isCounted = (period: number) => last - first < 2 || (period > first && period < last);
      const counts: number[] = [];
      for (const list of usersByHand(events).values()) {
        const active = list.filter(({ mask }) => mask & 1);
        for (const period of new Set(active.map(({ ms }) => periodOf(ms)))) {
          const intervals = active
            .filter(({ ms }) => periodOf(ms) === period)
            .map(({ ms }) => bucketByHand(ms, params.interval, frame));
          const enough = [...new Set(intervals)].filter(
            (each) => intervals.filter((other) => other === each).length >= minimum,
          );
          if (isCounted(period) && enough.length > 0) counts.push(enough.length);
        }
      }
      expect(result.total).toBe(counts.length);
      for (const { intervals, exactly, atLeast } of result.bins) {
        expect(exactly).toBe(counts.filter((count) => count === intervals).length);
        expect(atLeast).toBe(counts.filter((count) => count >= intervals).length);
      }
      const dayOf = (ms: number) => localParts(ms, frame.zone).day;
      const begin = dayOf(Math.min(...times));
      result.days.forEach(({ dau, wau, mau }, n) => {
        const users = (window: number) =>
          new Set(
            events
              .filter(({ mask, ms }) => mask & 1 && dayOf(ms) <= begin + n && dayOf(ms) > begin + n - window)
              .map(({ user }) => user),
          ).size;
        expect({ dau, wau, mau }).toEqual({
          dau: users(1),
          wau: n >= 6 ? users(7) : null,
          mau: n >= 29 ? users(30) : null,
        });
      });
    },
  );
  await fc.assert(property, { numRuns: 80, seed: 8 });
});

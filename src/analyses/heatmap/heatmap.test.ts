import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, projectOf, quietContext, withSettings } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import { changeoverLogs, localParts, tablesOfEvents } from '../test-tables.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { params as schema } from './params.ts';
import type { HeatmapResult } from './result.ts';

const { run, members: membersOf } = readerOf<HeatmapResult>(definition, compute, members);

let project: TestProject;
beforeAll(async () => {
  project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows), { zone: example.input.zone });
}, 60_000);

describe('a log counted by hand, over the hour that is there twice', () => {
  test('golden.json', async () => {
    const { events, users, cells } = await run(project, example.parameters);
    const { covered, ...sums } = example.result;
    expect({ events, users }).toEqual(sums);
    for (const cell of covered)
      expect(cells.find(({ weekday, hour }) => weekday === cell.weekday && hour === cell.hour)).toEqual(cell);
    expect(cells.reduce((sum, { hours }) => sum + hours, 0)).toBe(12);
  });

  test('the users of a cell, and a filter', async () => {
    expect(await membersOf(project, {}, '6:2')).toEqual(['ann', 'bob']);
    expect(await membersOf(project, { what: 'buy' }, '6:2')).toEqual(['bob']);
    expect(await run(project, { what: 'buy' })).toMatchObject({ events: 1, users: 1 });
  });

  test('the week begins where the project’s does', async () => {
    const { cells } = await run(withSettings(project, { weekStart: 'sunday' }));
    expect([cells[0], cells[24]].map((cell) => cell!.weekday)).toEqual([6, 0]);
    expect(cells[2]).toMatchObject({ hour: 2, events: 4 });
  });

  test.each(['7:1', '1:24', '1', ''])('the mark “%s” is refused', async (mark) => {
    await expect(membersOf(project, {}, mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

test('is that of a brute force over every hour of the log', async () => {
  const HOUR = 3_600_000;
  const property = fc.asyncProperty(changeoverLogs(10), async ({ events, frame }) => {
    const { cells } = await compute(tablesOfEvents(events, frame), v.parse(schema, {}), quietContext());
    const placeOf = (ms: number) => {
      const { day, hour } = localParts(ms, frame.zone);
      return `${(((day + 3) % 7) + 7) % 7}:${hour}`;
    };
    const times = events.map(({ ms }) => ms);
    const hours = new Map<string, number>();
    for (let hour = Math.floor(Math.min(...times) / HOUR); hour <= Math.floor(Math.max(...times) / HOUR); hour++)
      hours.set(placeOf(hour * HOUR), (hours.get(placeOf(hour * HOUR)) ?? 0) + 1);
    for (const cell of cells) {
      const place = `${cell.weekday}:${cell.hour}`;
      const here = events.filter(({ mask, ms }) => mask & 1 && placeOf(ms) === place);
      const visits = new Set(here.map(({ user, ms }) => `${user} ${Math.floor(ms / HOUR)}`)).size;
      const covered = hours.get(place) ?? 0;
      expect(cell).toMatchObject({
        events: here.length,
        users: new Set(here.map(({ user }) => user)).size,
        hours: covered,
      });
      expect(cell.usersPerHour).toBe(covered > 0 ? visits / covered : null);
    }
  });
  await fc.assert(property, { numRuns: 60, seed: 9 });
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, projectOf } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { RetentionResult } from './result.ts';

const { run, members: membersOf } = readerOf<RetentionResult>(definition, compute, members);

let database: NodeDatabase;
let project: TestProject;
beforeAll(async () => {
  database = await openNodeDatabase();
  project = await projectOf(database, datedRows(example.input.rows), { zone: example.input.zone });
}, 60_000);

describe('a log counted by hand, over a changeover day', () => {
  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    expect(result).toMatchObject(example.result);
    expect(result.partial).toBe('2024-04-01');
  });

  test.each(example.variants)('$parameters', async ({ parameters, returned, observable }) => {
    const params = { ...example.parameters, ...parameters };
    const { total } = await run(project, params);
    expect(total.map((cell) => cell.returned)).toEqual(returned);
    expect(total.map((cell) => cell.observable)).toEqual(observable);
    for (const [index, users] of returned.entries()) {
      expect((await membersOf(project, params, `all:${index}`)).length, `all:${index}`).toBe(users);
    }
  });

  test('the users behind a cell, by name', async () => {
    expect(await membersOf(project, example.parameters, '2024-03-31:1')).toEqual(['bob']);
    expect(await membersOf(project, example.parameters, 'all:1')).toEqual(['ann', 'bob']);
  });
});

describe('hours', () => {
  const hours = { period: 'hour', intervals: 4 };

  test('are real ones: 01:30 and 03:30 lie one hour apart where clocks go forward', async () => {
    const rows = datedRows([
      ['ann', '2024-03-31T00:30:00Z', 'view'],
      ['ann', '2024-03-31T01:30:00Z', 'view'],
      ['bob', '2024-03-31T05:30:00Z', 'view'],
    ]);
    const there = await projectOf(database, rows, { zone: 'Europe/Berlin' });
    const { cohorts } = await run(there, hours);
    expect(cohorts.map((each) => each.cohort)).toEqual(['2024-03-31T01:00', '2024-03-31T07:00']);
    expect(cohorts[0]!.cells.map((cell) => cell.returned)).toEqual([1, 1, 0, 0, 0]);
    expect(await membersOf(there, hours, '2024-03-31T01:00:1')).toEqual(['ann']);
  });

  test('that clocks show twice are told apart by their offset', async () => {
    const rows = datedRows([
      ['ann', '2024-10-27T00:30:00Z', 'view'],
      ['bob', '2024-10-27T01:30:00Z', 'view'],
    ]);
    const there = await projectOf(database, rows, { zone: 'Europe/Berlin' });
    const { cohorts } = await run(there, hours);
    expect(cohorts.map((each) => each.cohort)).toEqual(['2024-10-27T02:00+02:00', '2024-10-27T02:00+01:00']);
    expect(await membersOf(there, hours, '2024-10-27T02:00+01:00:0')).toEqual(['bob']);
    expect(await membersOf(there, hours, '2024-10-27T02:00+02:00:0')).toEqual(['ann']);
  });
});

test.each([
  [{ start: 'nope' }, 'params.unknown-event'],
  [{ back: 'nope' }, 'params.unknown-event'],
])('%j is refused with %s', async (params, name) => {
  await expect(run(project, params)).rejects.toMatchObject({ name });
});

test.each(['all:13', 'all:x', '2024-13-45:1', 'all', ''])('the mark “%s” is refused', async (mark) => {
  await expect(membersOf(project, {}, mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
});

test('an empty log has no cohorts', async () => {
  const { cohorts, total, partial } = await run(await projectOf(database, []), {});
  expect({ cohorts, partial }).toEqual({ cohorts: [], partial: null });
  expect(total.every((cell) => cell.rate === null)).toBe(true);
});

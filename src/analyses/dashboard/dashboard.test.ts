import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { translator } from '../../i18n/translate.ts';
import { ecomRows } from '../test-golden.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, membersOf, projectOf, runAnalysis } from '../test-project.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { DashboardResult } from './result.ts';

const run = (project: TestProject, params: object = {}): Promise<DashboardResult> =>
  runAnalysis(definition, compute, project, params);

const cellsOf = ({ hours, codes, counts, dimensions }: DashboardResult) =>
  Array.from(hours, (hour, cell) => ({
    hour,
    event: dimensions[0]!.values[codes[0]![cell]!] ?? null,
    events: counts[cell],
  }));

const titles = (result: DashboardResult) => definition.views(result, translator(definition.texts.en, 'en'));

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

describe('a log counted by hand', () => {
  test('golden.json', async () => {
    const result = await run(await projectOf(database, datedRows(example.input.rows)));
    const { cells, ...rest } = example.result;
    expect(result).toMatchObject(rest);
    expect(cellsOf(result)).toEqual(expect.arrayContaining(cells));
    expect(result.hours.length).toBe(cells.length);
  });

  test('the clock is that of the zone: 23:00 in UTC is 07:00 of the next day in Shanghai', async () => {
    const project = await projectOf(database, datedRows([['ann', '2024-01-02T23:00:00Z', 'view']]), {
      zone: 'Asia/Shanghai',
    });
    const result = await run(project);
    // 3 January 2024, a Wednesday.
    expect([result.firstDay, [...result.hours]]).toEqual([19725, [7]]);
    expect(await membersOf(definition, project, {}, `hour:${2 * 24 + 7}`)).toEqual(['ann']);
    expect(await membersOf(definition, project, {}, 'day:2024-01-03')).toEqual(['ann']);
  });

  test('rarer values are put together, and a missing one stands apart', async () => {
    const rows = datedRows([
      ['ann', '2024-01-01T00:00:00Z', 'a'],
      ['ann', '2024-01-01T00:00:01Z', 'a'],
      ['ann', '2024-01-01T00:00:02Z', 'b'],
      ['ann', '2024-01-01T00:00:03Z', 'b'],
      ['ann', '2024-01-01T00:00:04Z', 'c'],
      ['ann', '2024-01-01T00:00:05Z', 'd'],
      ['ann', '2024-01-01T00:00:06Z', null],
    ]);
    const result = await run(await projectOf(database, rows), { values: 2 });
    const view = titles(result)[1]!;
    expect(view.table.rows).toEqual([
      ['a', 2],
      ['b', 2],
      ['all others', 2],
      ['unknown', 1],
    ]);
    expect(view.marks).toEqual(['value:0:a', 'value:0:b', null, null]);
  });
});

test('the ecom log: the figures that the overview has of it', async () => {
  const project = await projectOf(database, ecomRows());
  const result = await run(project);
  expect(result.events).toBe(31_106);
  const [days, events] = titles(result);
  // Counted by a loop over the file in Python.
  expect(days!.table.rows).toContainEqual(['2024-03-13', 132]);
  expect(events!.table.rows[0]).toEqual(['product_view', 6851]);
  expect((await membersOf(definition, project, {}, 'value:0:purchase')).length).toBe(328);
});

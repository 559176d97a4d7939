import * as v from 'valibot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defineAnalysis } from '../contract/analysis.ts';
import type { Mapping } from '../contract/project.ts';
import { ProjectEngine } from './project-engine.ts';
import type { TestDatabase } from './test-workers.ts';
import { testDisk, testTenancy, testWorkers } from './test-workers.ts';

const shop = () =>
  new File(
    ['user_id,timestamp,event,kind\nann,2024-01-01 10:00:00,view,a\nbob,2024-01-02 10:00:00,buy,b\n'],
    'shop.csv',
    { type: 'text/csv' },
  );
const texts = { title: '', about: '' };
const names = Array.from({ length: 30 }, (_, n) => `q${n}`);

/** Reads the names of the events again and again. */
const reader = defineAnalysis({
  id: 'reader',
  version: 1,
  group: 'overview',
  requires: [],
  cost: 'cheap',
  params: v.object({ seen: v.optional(v.number(), 0) }),
  queries: (_params, _data, sql): Record<string, string> =>
    Object.fromEntries(
      names.map((name) => [name, `SELECT DISTINCT "event" AS ${name} FROM ${sql.view('events')} ORDER BY 1`]),
    ),
  views: () => [],
  texts: { en: { ...texts, 'param.seen': '' }, zh: { ...texts, 'param.seen': '' } },
});

const by = (event: string): Mapping => ({ events: { table: 'shop', user: 'user_id', time: 'timestamp', event } });

let engine: ProjectEngine;
let database: TestDatabase;

beforeEach(async () => {
  const disk = testDisk();
  engine = new ProjectEngine({
    describe: ({ code }) => code,
    tenancy: testTenancy(disk),
    workers: (hooks) => {
      const workers = testWorkers(hooks, {}, disk);
      database = workers.database as TestDatabase;
      return workers;
    },
  });
  await engine.ready;
  await engine.import([shop()]);
  await engine.setMapping(by('event'));
}, 60_000);

afterEach(() => database.release(), 60_000);

/** The different answers that the queries of a run had. */
const answers = ({ result }: { result: unknown }) => [
  ...new Set(
    Object.values(result as Record<string, Record<string, Iterable<string>>>).map((table) =>
      [...Object.values(table)[0]!].join(),
    ),
  ),
];

it('keeps nothing that was read while the data changed, neither the answer nor its tables', async () => {
  let change: Promise<void> | null = null;
  const mixed = await engine.run(reader, {}, { onProgress: () => void (change ??= engine.setMapping(by('kind'))) });
  await change;
  // Or else this test shows nothing.
  expect(answers(mixed)).toEqual(['buy,view', 'a,b']);

  await engine.setMapping(by('event'));
  const again = await engine.run(reader, {});
  expect([again.cached, answers(again)]).toEqual([false, ['buy,view']]);
  expect(answers(await engine.run(reader, { seen: 1 }))).toEqual(['buy,view']);
  expect((await engine.run(reader, {})).cached).toBe(true);
}, 60_000);

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Table } from 'apache-arrow';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { ascending } from '../../core/ascending.ts';
import { seededRandom } from '../../core/random.ts';
import { columnKey, viewStatements } from '../../sql/canonical.ts';
import type { TestProject } from '../test-project.ts';
import {
  SETTINGS,
  computedMembers,
  datasetOf,
  projectOf,
  quietContext,
  runAnalysis,
  tablesOf,
} from '../test-project.ts';
import type { AnyMembers } from '../test-project.ts';
import cdnowTruth from './cdnow.json';
import compute, { members } from './compute.ts';
import example from './golden.json';
import { countsOf, mediansOf, sumsOf } from './groups.ts';
import definition from './index.ts';
import { segmentOf, segments } from './map.ts';
import type { RfmResult } from './result.ts';
import { quantileScores } from './scores.ts';

type ValuedRow = readonly (string | number | null)[];

/** A project whose events have an amount: [user, time, event, value]. */
async function valued(rows: readonly ValuedRow[]): Promise<TestProject> {
  const database = await openNodeDatabase();
  const table = tableFromArrays({
    user: rows.map((row) => row[0] as string),
    time: Float64Array.from(rows, (row) => Date.parse(row[1] as string)),
    event: rows.map((row) => row[2] as string),
    value: Float64Array.from(rows, (row) => (row[3] as number | null) ?? NaN),
  });
  await database.insert('log', tableToIPC(table, 'stream'), true);
  const mapping = { events: { table: 'log', user: 'user', time: 'time', event: 'event', value: 'value' } };
  const columns = { log: { user: 'VARCHAR', time: 'DOUBLE', event: 'VARCHAR', value: 'DOUBLE' } };
  const units = { [columnKey('log', 'time')]: 'ms' } as const;
  for (const statement of viewStatements(mapping, columns, units)) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
}

const run = (project: TestProject, params: object = {}) =>
  runAnalysis<RfmResult>(definition, compute as never, project, params);

/** The table handed to the project, as plain rows by user. */
async function published(project: TestProject, params: object = {}): Promise<Record<string, Record<string, unknown>>> {
  const parsed = v.parse(definition.params, params);
  const found: Table[] = [];
  const context = quietContext({ publish: (_name, table) => void found.push(table) });
  await compute((await tablesOf(definition, parsed, project)) as never, parsed, context);
  return Object.fromEntries(found[0]!.toArray().map((row) => [String(row.toJSON().user), row.toJSON()]));
}

const listed = (project: TestProject, mark: string, params: object = {}) =>
  computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, params), mark);

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await valued(example.input.rows);
  });

  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    expect(result.users).toBe(example.result.users);
    expect(await published(project)).toMatchObject(example.result.scores);
    const values = result.segments.filter(({ users }) => users > 0).map(({ segment, value }) => [segment, value]);
    expect(Object.fromEntries(values)).toEqual(example.result.values);
    const champions = result.segments[0]!;
    expect(champions).toMatchObject({ share: 0.2, recencyDays: 0, frequency: 4, monetary: 50 });
    expect(champions.shareOfValue).toBeCloseTo(50 / 293, 12);
    expect(result.definition).toMatchObject({ asOf: '2024-01-11T12:00:00.000Z', valuedOnly: true });
  });

  test('members of segments and cells', async () => {
    expect(await listed(project, 'segment:risk')).toEqual(['eve']);
    expect(await listed(project, 'cell:4:2')).toEqual(['bob']);
    expect(await listed(project, 'segment:lost')).toEqual([]);
    await expect(listed(project, 'segment:nobody')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('sessions are those of the whole log that hold a counted event', async () => {
    const shop = await valued([
      ['ann', '2024-01-01T10:00:00Z', 'buy', 1],
      ['ann', '2024-01-01T10:25:00Z', 'view', null],
      ['ann', '2024-01-01T10:50:00Z', 'buy', 1],
      ['ann', '2024-01-02T10:00:00Z', 'view', null],
      ['ann', '2024-01-03T10:00:00Z', 'buy', 1],
    ]);
    // Between the first two purchases lie 50 minutes, but never more than 25 without an event.
    const scores = await published(shop, { event: 'buy', frequency: 'sessions' });
    expect(scores['ann']!.frequency).toBe(2);
  });

  test('days and sessions count otherwise than events', async () => {
    expect((await published(project, { frequency: 'days' }))['eve']!.frequency).toBe(1);
    const sessions = await published(project, { frequency: 'sessions' });
    expect([sessions['eve']!.frequency, sessions['ann']!.frequency]).toEqual([1, 4]);
  });

  test('an event chosen by name counts whether it carries an amount or not', async () => {
    const all = await published(project, { event: 'view' });
    expect(Object.keys(all)).toEqual(['dan']);
    expect(all['dan']!.recency_days).toBe(0);
  });

  test('split ties make groups of equal size', async () => {
    const scores = Object.values(await published(project, { ties: 'split' })).map(({ f }) => f);
    expect([...scores].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('frequency and amount together', async () => {
    // bob: (2 + 5) / 2 = 3.5, so 4 × 4: loyal; eve: (4 + 1) / 2 = 2.5, so 3: at risk still.
    const both = await published(project, { second: 'both' });
    expect([both['bob']!.segment, both['eve']!.segment]).toEqual(['loyal', 'risk']);
  });

  test('an amount that is no number is refused', async () => {
    await expect(run(project, { amount: 'nothing' })).rejects.toMatchObject({ name: 'params.unknown-property' });
  });
});

describe('CDNOW', () => {
  let result: RfmResult;
  let project: TestProject;
  beforeAll(async () => {
    const lines = gunzipSync(readFileSync('sample-data/cdnow.csv.gz')).toString().trim().split('\n').slice(1);
    project = await valued(
      lines.map((line) => {
        const [user, , date, , dollars] = line.split(',');
        return [user!, `${date}T00:00:00Z`, 'purchase', Number(dollars)];
      }),
    );
    result = await run(project);
  });

  test('borders, segments and cells as pandas counts them', async () => {
    expect(result.cuts).toMatchObject(cdnowTruth.cuts);
    const found = result.segments.filter(({ users }) => users > 0);
    const figures = found.map((row) => [
      row.segment,
      [
        row.users,
        Math.round(row.value! * 100) / 100,
        row.recencyDays,
        row.frequency,
        Math.round(row.monetary! * 1e4) / 1e4,
      ],
    ]);
    expect(Object.fromEntries(figures)).toEqual(cdnowTruth.segments);
    const cells = result.cells.map(({ r, f, users, monetary }) => [r, f, users, Math.round(monetary! * 1e4) / 1e4]);
    expect(cells.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)).toEqual(cdnowTruth.cells);
    expect((await listed(project, 'cell:5:5')).length).toBe(269);
  });

  test('the shares are whole', () => {
    const sum = (key: 'share' | 'shareOfValue') => result.segments.reduce((all, row) => all + row[key]!, 0);
    expect(sum('share')).toBeCloseTo(1, 12);
    expect(sum('shareOfValue')).toBeCloseTo(1, 12);
  });
});

test('a log without amounts has no monetary score, and an empty choice is said', async () => {
  const project = await projectOf(await openNodeDatabase(), [
    ['ann', 0, 'view'],
    ['bob', 86_400_000, 'view'],
  ]);
  const result = await run(project);
  expect(result).toMatchObject({ users: 2, cuts: { monetary: null }, definition: { valuedOnly: false } });
  expect(result.segments.every(({ value }) => value === null)).toBe(true);
  const nobody = await projectOf(await openNodeDatabase(), []);
  await expect(run(nobody)).rejects.toMatchObject({ name: 'rfm.no-users' });
});

test('every pair of scores has a segment, and every segment a pair', () => {
  for (const groups of [3, 5, 10]) {
    const named = new Set<string>();
    for (let r = 1; r <= groups; r++) for (let f = 1; f <= groups; f++) named.add(segmentOf(r, f, groups));
    expect(named.size).toBe(groups === 3 ? named.size : segments.length);
    expect([...named].every((name) => (segments as readonly string[]).includes(name))).toBe(true);
  }
});

test('scores with ties: equal values score alike, and only what lies above a border scores higher', () => {
  const values = Float64Array.of(1, 1, 1, 1, 2, 9);
  const { scores, cuts } = quantileScores(values, ascending(values), 2, 'together');
  expect(cuts).toEqual([1]);
  expect([...scores]).toEqual([1, 1, 1, 1, 2, 2]);
  expect([...quantileScores(values, ascending(values), 2, 'split').scores]).toEqual([1, 1, 1, 2, 2, 2]);
});

test('counts, sums and medians of groups are those of each group by itself', () => {
  const random = seededRandom(1);
  const values = Float64Array.from({ length: 400 }, () => Math.round(20 * random()) - 10);
  const group = Uint8Array.from(values, () => Math.floor(6 * random()));
  const counts = countsOf(group, 7);
  const medians = mediansOf(values, ascending(values), group, counts);
  const sums = sumsOf(values, group, 7);
  for (let code = 0; code < 6; code++) {
    const own = [...values].filter((_, row) => group[row] === code).sort((a, b) => a - b);
    const middle = [own[Math.floor((own.length - 1) / 2)]!, own[Math.floor(own.length / 2)]!];
    expect(counts[code]).toBe(own.length);
    expect(sums[code]).toBe(own.reduce((sum, value) => sum + value, 0));
    expect(medians[code]).toBe((middle[0]! + middle[1]!) / 2);
  }
  // Nobody is in the last.
  expect([counts[6], sums[6], medians[6]]).toEqual([0, 0, null]);
});

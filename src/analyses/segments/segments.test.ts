import type { Table } from 'apache-arrow';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { NO_SESSION } from '../../core/timeline.ts';
import { translator } from '../../i18n/translate.ts';
import { columnKey, viewStatements } from '../../sql/canonical.ts';
import type { AnyMembers, Row, TestProject } from '../test-project.ts';
import {
  SETTINGS,
  computedMembers,
  datasetOf,
  projectOf,
  quietContext,
  runAnalysis,
  tablesOf,
} from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { Params } from './params.ts';
import type { SegmentsResult } from './result.ts';
import { texts } from './texts.ts';
import { sessionCounts, typicalPaths } from './walk.ts';
import { personaName } from './words.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

interface Event {
  user: string;
  time: number;
  event: string;
  value: number;
}

/** The log that golden.json describes. */
function exampleEvents(): Event[] {
  const start = Date.parse(example.input.start);
  return example.input.kinds.flatMap(({ name, users, days, minuteOfDay, events }) =>
    Array.from({ length: users * days }, (_, n) => ({ user: n % users, day: Math.floor(n / users) })).flatMap(
      ({ user, day }) =>
        events.map(([event, minute, value]) => ({
          user: `${name} ${user}`,
          time: start + day * DAY + (minuteOfDay + user + (minute as number)) * MINUTE,
          event: event as string,
          value: value as number,
        })),
    ),
  );
}

async function projectFrom(events: readonly Event[]): Promise<TestProject> {
  const database = await openNodeDatabase();
  const table = tableFromArrays({
    user: events.map(({ user }) => user),
    time: Float64Array.from(events, ({ time }) => time),
    event: events.map(({ event }) => event),
    value: Float64Array.from(events, ({ value }) => value),
  });
  await database.insert('log', tableToIPC(table, 'stream'), true);
  const mapping = { events: { table: 'log', user: 'user', time: 'time', event: 'event', value: 'value' } };
  const columns = { log: { user: 'VARCHAR', time: 'DOUBLE', event: 'VARCHAR', value: 'DOUBLE' } };
  const units = { [columnKey('log', 'time')]: 'ms' } as const;
  for (const statement of viewStatements(mapping, columns, units)) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
}

const run = (project: TestProject, params: Partial<Params> = {}) =>
  runAnalysis<SegmentsResult>(definition, compute as never, project, params);

const listed = (project: TestProject, mark: string, params: Partial<Params> = {}) =>
  computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, params), mark);

let project: TestProject;
beforeAll(async () => {
  project = await projectFrom(exampleEvents());
});

describe('two kinds of users', () => {
  const algorithms = ['kmeans', 'minibatch', 'gmm', 'hierarchical'] as const;

  test.each(algorithms)('%s finds them, k chosen (golden.json)', async (algorithm) => {
    const result = await run(project, { ...example.parameters, algorithm, map: 'none' });
    expect(result.k).toBe(example.result.k);
    example.result.segments.forEach((truth, n) => {
      const persona = result.personas[n]!;
      expect(persona).toMatchObject({
        segment: n + 1,
        users: truth.users,
        value: truth.value,
        share: truth.users / 14,
      });
      expect(persona.openings).toEqual([
        { events: truth.opening, count: truth.openings, share: 1, overall: truth.openings / 86 },
      ]);
    });
    expect(result.stability).toMatchObject({ rounds: 10 });
    expect(result.stability!.mean).toBeGreaterThan(0.9);
    // A mixture may leave a component without users, and then asks for no more.
    expect(result.candidates.map(({ k }) => k).slice(0, 3)).toEqual([2, 3, 4]);
  });

  test('DBSCAN finds them without being told how many', async () => {
    const result = await run(project, { algorithm: 'dbscan', eps: 2, minPoints: 3, map: 'none' });
    expect(result.personas.filter(({ segment }) => segment > 0).map(({ users }) => users)).toEqual([8, 6]);
  });

  test('every scaling finds them', async () => {
    for (const scaling of ['log', 'z', 'robust'] as const) {
      const result = await run(project, { scaling, k: 2, map: 'none', rounds: 0 });
      expect(result.personas.map(({ users }) => users)).toEqual([8, 6]);
    }
  });

  test('members, marks of another seed, and marks that are none', async () => {
    const owls = await listed(project, 'segment:1:0');
    expect(owls).toEqual(Array.from({ length: 8 }, (_, n) => `owl ${n}`));
    expect(await listed(project, 'segment:2:9')).toHaveLength(6);
    await expect(listed(project, 'segment:7:0')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('who is in which is published', async () => {
    const parsed = v.parse(definition.params, { map: 'none', rounds: 0 });
    const tables = new Map<string, Table>();
    const context = quietContext({ publish: (name, table) => void tables.set(name, table) });
    await compute((await tablesOf(definition, parsed, project)) as never, parsed, context);
    const rows = tables
      .get('user_segments')!
      .toArray()
      .map((row) => row.toJSON());
    expect(rows).toHaveLength(14);
    expect(rows.filter(({ user }) => String(user).startsWith('owl')).every(({ segment }) => segment === 1)).toBe(true);
  });

  test('figures of a segment in the features’ own units', async () => {
    const { personas } = await run(project, { k: 2, map: 'none', rounds: 0 });
    const of = (kind: string) => personas[0]!.features.find((feature) => feature.kind === kind)!;
    expect(of('events')).toMatchObject({ mean: 20, restMean: 2 });
    expect(of('days')).toMatchObject({ mean: 10, restMean: 1 });
    expect(of('sessions')).toMatchObject({ mean: 10, restMean: 1 });
    expect(of('evening')).toMatchObject({ mean: 1, restMean: 0 });
    expect(of('value')).toMatchObject({ mean: 500, restMean: 0 });
    expect(of('events').difference).toBeGreaterThan(1);
  });

  test('both maps hold everyone, and the two kinds lie apart along the first component', async () => {
    const { maps } = await run(project, { k: 2, rounds: 0 });
    expect(maps.umap!.points).toHaveLength(14);
    const [owls, larks] = [1, 2].map((segment) =>
      maps.pca!.points.filter((point) => point[2] === segment).map(([x]) => x),
    );
    const apart = Math.min(...owls!) > Math.max(...larks!) || Math.max(...owls!) < Math.min(...larks!);
    expect([owls!.length, larks!.length, apart]).toEqual([8, 6, true]);
  });
});

describe('names', () => {
  const figure = (kind: string, difference: number, of = '') => ({ kind, of, difference, mean: 1, restMean: 0 });
  const name = (language: 'en' | 'zh', ...features: ReturnType<typeof figure>[]) =>
    personaName({ segment: 1, features }, translator(texts[language], language));

  test('are made of what is most distinctive, one word for each trait', () => {
    const features = [figure('evening', 2), figure('events', 1.5), figure('days', 1.4), figure('share', 1, 'buy')];
    expect(name('en', ...features)).toBe('Frequent evening users');
    expect(name('zh', ...features)).toBe('高频、晚间活跃用户');
    expect(name('en', figure('share', 2, 'buy'), figure('recency', -1))).toBe('Recent users, much “buy”');
    expect(name('en', figure('share', -2, 'buy'))).toBe('Users with little “buy”');
    expect(name('en', figure('events', 0.1))).toBe('Average users');
  });
});

describe('logs in which nobody can be told apart', () => {
  const log = (users: number): Row[] => Array.from({ length: users }, (_, n) => [`user ${n}`, DAY, 'view'] as const);

  test('a few users, and many alike, are one segment', async () => {
    const database = await openNodeDatabase();
    for (const users of [1, 3, 40]) {
      const result = await run(await projectOf(database, log(users)));
      expect(result).toMatchObject({ users, k: 1, candidates: [], stability: null });
      expect(result.personas.map((persona) => persona.users)).toEqual([users]);
    }
  });

  test('no user, and features that the log has not, are said', async () => {
    const empty = await projectOf(await openNodeDatabase(), []);
    await expect(run(empty)).rejects.toMatchObject({ name: 'segments.no-users' });
    await expect(run(empty, { features: ['value'] })).rejects.toMatchObject({ name: 'segments.no-features' });
  });
});

test('sessions that the log names may overlap: each opens once', async () => {
  const timeline = {
    users: 1,
    codes: Int32Array.of(0),
    offsets: Uint32Array.of(0, 5),
    times: Float64Array.of(0, 1, 2, 3, 4),
    events: Uint16Array.of(0, 1, 0, 1, 1),
    rows: Int32Array.of(0, 1, 2, 3, 4),
    places: Uint32Array.of(0, 1, 2, 3, 4),
  };
  const walk = { timeline, sessions: Uint32Array.of(0, 1, 0, 1, NO_SESSION), names: ['view', 'buy'] };
  const [group] = await typicalPaths(walk, Int32Array.of(0), 1, () => Promise.resolve());
  expect(group!.openings.map(({ events, count, share }) => [events, count, share])).toEqual([
    [['view'], 1, 0.5],
    [['buy'], 1, 0.5],
  ]);
  expect([...sessionCounts(walk, 1)]).toEqual([2]);
});

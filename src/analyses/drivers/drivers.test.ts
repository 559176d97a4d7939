import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { seededRandom } from '../../core/random.ts';
import { translator } from '../../i18n/translate.ts';
import type { TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, quietContext, runAnalysis } from '../test-project.ts';
import compute, { members } from './compute.ts';
import type { Early } from './early.ts';
import example from './golden.json';
import definition from './index.ts';
import { matchedComparison, nearestPairs, pairedDifference } from './matching.ts';
import type { DriversResult } from './result.ts';

const run = (project: TestProject, params: object = {}): Promise<DriversResult> =>
  runAnalysis(definition, compute, project, params);

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows));
  }, 60_000);

  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    const expected = example.result;
    expect([result.users, result.immature, result.reached]).toEqual([
      expected.users,
      expected.immature,
      expected.reached,
    ]);
    const [add, look] = ['add', 'look'].map((name) => result.drivers.find(({ event }) => event === name)!);
    const { times, didAndReached, didOnly, reachedOnly, neither } = add!;
    expect([times, [didAndReached, didOnly, reachedOnly, neither]]).toEqual([expected.add.times, expected.add.table]);
    expect(add!.mcc).toBeCloseTo(expected.add.mcc, 12);
    expect(add!.p).toBeCloseTo(expected.add.p, 10);
    expect(add!.tried.map((t) => [t.times, t.didAndReached, t.didOnly, t.reachedOnly, t.neither])).toEqual(
      expected.thresholds,
    );
    expect([look!.didAndReached, look!.didOnly, look!.reachedOnly, look!.neither]).toEqual(expected.look);
    expect([add!.precision, add!.otherwise, add!.recall, add!.lift]).toEqual([1, 1 / 5, 3 / 4, 2]);
    expect(add!.strength).toBe('high');
    // Everyone opens, so that it divides nobody; the goal is no driver of itself.
    expect(result.drivers.map(({ event }) => event).sort()).toEqual(['add', 'look']);
  });

  test('the goal by a pattern, and the users behind a driver', async () => {
    const params = v.parse(definition.params, { ...example.parameters, goal: { events: ['buy'] } });
    expect((await run(project, params)).reached).toBe(example.result.reached);
    const list = (mark: string) => computedMembers(definition, members as never, project, params, mark);
    expect(await list('did:2:add')).toEqual(example.result.members);
    await expect(list('did:2:none such')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('nobody is observable for so long; no limit is refused', async () => {
    const result = await run(project, { early: '30d' });
    expect(result).toMatchObject({ users: 0, drivers: [] });
    expect(definition.views(result, translator(definition.texts.en, 'en'))[0]!.sentence).toContain('10');
    await expect(run(project, { early: 'none' })).rejects.toMatchObject({ name: 'drivers.no-limit' });
  });
});

test('behaviours of one’s own, as a walk over each user’s early time counts them', async () => {
  const random = seededRandom(21);
  const names = ['open', 'look', 'look again', 'add', 'buy'];
  const hour = 3_600_000;
  const rows = Array.from({ length: 60 }, (_, user) => {
    const begin = Date.UTC(2024, 0, 1) + Math.floor(random() * 48) * hour;
    const times = Array.from({ length: 12 }, () => begin + Math.floor(random() * 20 * 24) * hour);
    return [begin, ...times].map((time): [string, number, string] => [
      `u${user}`,
      time,
      names[Math.floor(random() * names.length)]!,
    ]);
  }).flat();
  rows.push(['end', Date.UTC(2024, 2, 1), 'open']);
  const { database, data } = await projectOf(await openNodeDatabase(), rows);
  const event = { name: 'event', view: 'events', column: 'event', kind: 'text' } as const;
  const project = { database, data: { ...data, properties: [event] } };
  const ask = (behaviours: object[]) => run(project, { goal: 'buy', early: '5d', horizon: '10d', behaviours });
  const looks = { property: 'event', is: 'contains', values: ['look'] };
  const [any, filtered, twice] = (
    await ask([{ events: ['add', 'look'] }, { events: [], where: [looks] }, { events: ['add'] }])
  ).drivers.reduce(
    (found, driver) => {
      const at = ['add | look', '*, event contains look', 'add (2)'].indexOf(driver.event);
      if (at >= 0) found[at] = driver;
      return found;
    },
    [] as DriversResult['drivers'],
  );
  const users = new Map<string, typeof rows>();
  for (const row of rows) users.set(row[0], [...(users.get(row[0]) ?? []), row]);
  const tableOf = (fits: (name: string) => boolean, least: number) => {
    const table = [0, 0, 0, 0];
    for (const own of users.values()) {
      const first = Math.min(...own.map(([, time]) => time));
      if (first + 15 * 24 * hour > Date.UTC(2024, 2, 1)) continue;
      const within = (from: number, to: number) => own.filter(([, time]) => time >= from && time <= to);
      const did = within(first, first + 5 * 24 * hour).filter(([, , name]) => fits(name)).length >= least;
      const after = within(first + 5 * 24 * hour + 1, first + 15 * 24 * hour);
      const reached = after.some(([, , name]) => name === 'buy');
      table[(did ? 0 : 2) + (reached ? 0 : 1)]!++;
    }
    return table;
  };
  for (const [driver, fits] of [
    [any, (name: string) => name === 'add' || name === 'look'],
    [filtered, (name: string) => name.includes('look')],
    [twice, (name: string) => name === 'add'],
  ] as const) {
    expect(driver!.tried.length).toBeGreaterThan(1);
    for (const each of driver!.tried)
      expect([each.didAndReached, each.didOnly, each.reachedOnly, each.neither]).toEqual(tableOf(fits, each.times));
  }
  await expect(ask([{ events: ['none such'] }])).rejects.toMatchObject({ name: 'params.unknown-event' });
}, 60_000);

test('pairs: the nearest unused control, none beyond the caliper, none twice', () => {
  const scores = [0, 1, 5, 0.9, 1.2, 9];
  const pairs = nearestPairs(scores, [1, 1, 1, 0, 0, 0], 1, 3);
  const controls = pairs.map(([, control]) => control);
  expect(new Set(controls).size).toBe(controls.length);
  expect(pairs.every(([a, b]) => Math.abs(scores[a]! - scores[b]!) <= 1)).toBe(true);
  expect(pairs.some(([a]) => a === 2)).toBe(false);

  const random = seededRandom(4);
  const many = Float64Array.from({ length: 400 }, random);
  const treated = Array.from(many, (_, n) => (n < 100 ? 1 : 0));
  const found = nearestPairs(many, treated, 10, 1);
  // The first one drawn has all controls to choose from; each later one the nearest of what is left.
  const left = new Set(Array.from({ length: 300 }, (_, n) => n + 100));
  for (const [a, b] of found) {
    const nearest = Math.min(...[...left].map((control) => Math.abs(many[control]! - many[a]!)));
    expect(Math.abs(many[b]! - many[a]!)).toBeCloseTo(nearest, 12);
    left.delete(b);
  }
  expect(found.length).toBe(100);
});

test('paired shares by hand: 6 pairs for, 2 against, of 20', () => {
  const pairs = Array.from({ length: 20 }, (_, n): [number, number] => [n, n + 20]);
  const reached = Array.from({ length: 40 }, (_, n) => (n < 6 ? 1 : n === 26 || n === 27 ? 1 : 0));
  const { did, didNot, difference, high } = pairedDifference(pairs, reached);
  expect([did, didNot]).toEqual([0.3, 0.1]);
  expect(difference).toBeCloseTo(0.2, 12);
  expect(high - difference).toBeCloseTo((1.959963984540054 * Math.sqrt(8 - 16 / 20)) / 20, 12);
});

test('where eagerness alone moves both the driver and the goal, matching takes the difference away', async () => {
  const random = seededRandom(9);
  const rows = 4000;
  const early: Early = {
    users: Int32Array.from({ length: rows }, (_, n) => n),
    counts: new Uint16Array(rows * 2),
    events: 2,
    behaviours: 2,
    total: new Float64Array(rows),
    activeDays: new Float64Array(rows).fill(1),
    sessions: new Float64Array(rows).fill(1),
    reached: new Uint8Array(rows),
    immature: 0,
  };
  for (let row = 0; row < rows; row++) {
    const eager = Math.floor(random() * 6);
    early.counts[row * 2 + 1] = eager;
    early.counts[row * 2] = random() < 0.1 + eager * 0.12 ? 1 : 0;
    early.total[row] = eager + early.counts[row * 2]!;
    early.reached[row] = random() < 0.1 + eager * 0.14 ? 1 : 0;
  }
  const share = (did: number) => {
    const own = [...early.reached.keys()].filter((row) => early.counts[row * 2] === did);
    return own.filter((row) => early.reached[row]).length / own.length;
  };
  const matched = (await matchedComparison(early, 0, 1, ['driver', 'other'], quietContext()))!;
  expect(share(1) - share(0)).toBeGreaterThan(0.15);
  expect(Math.abs(matched.difference)).toBeLessThan(0.06);
  expect(matched.imbalanceBefore).toBeGreaterThan(0.5);
  expect(matched.imbalanceAfter).toBeLessThan(0.1);
});

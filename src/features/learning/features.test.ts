import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { Settings } from '../../contract/project.ts';
import { SETTINGS } from '../../analyses/test-project.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { featuresAt } from './at-moment.ts';
import type { FeatureContext } from './feature.ts';
import { featureSets } from './feature.ts';
import { legendQuery } from './legend.ts';
import { featuresOf } from './sets.ts';
import { PAIRS, pairsQuery } from './sets/paths.ts';
import { plainFeatures, plainPairs } from './test-plain.ts';
import type { TestWorld } from './test-world.ts';
import { loadWorld } from './test-world.ts';

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const HISTORY = 40 * DAY;

let database: NodeDatabase;

beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

/** The features as the engine computes them: by user, by name. */
async function computed(world: TestWorld, cutoff: number, settings: Settings, target: string) {
  const data = await loadWorld(database, world, settings);
  const pairs = `(${pairsQuery(cutoff - HISTORY, cutoff, duckdb)})`;
  const context: FeatureContext = {
    data,
    sql: duckdb,
    cutoff,
    history: HISTORY,
    target: `coalesce("event" = '${target}', FALSE)`,
    pairs,
  };
  const features = featuresOf(featureSets, context);
  const legend = await database.rows(legendQuery(features, duckdb, pairs));
  const rows = await database.rows(featuresAt(features, context));
  const byUser = new Map(
    rows.map((row) => [
      row.user as string,
      Object.fromEntries(legend.map(({ column, name }) => [name as string, row[column as string]])),
    ]),
  );
  return { data, byUser };
}

/** Equal to the last digits; a null is a null. */
function expectSame(found: Record<string, unknown>, expected: Record<string, number | string | null>): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === 'number' && Number.isFinite(value)) expect(found[name], name).toBeCloseTo(value, 9);
    else expect(found[name], name).toEqual(value);
  }
}

async function check(world: TestWorld, cutoff: number, settings: Settings): Promise<void> {
  const { data, byUser } = await computed(world, cutoff, settings, 'buy');
  const pairs = plainPairs(world, { cutoff, history: HISTORY }, PAIRS);
  const expected = plainFeatures({ cutoff, history: HISTORY, target: 'buy', pairs, data, world });
  expect(expected.size).toBeGreaterThan(20);
  expect([...byUser.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [user, values] of expected) expectSame(byUser.get(user)!, values);
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });
const users = Array.from({ length: 40 }, (_, n) => `user ${n}`);

/** Half hours make ties, gaps on the border of a session, and events on the borders of the history, the cutoff among them. */
const worlds = (cutoff: number): fc.Arbitrary<TestWorld> =>
  fc.record({
    events: fc.array(
      fc.record({
        user: fc.constantFrom(...users),
        ms: fc.oneof(
          fc.integer({ min: -42 * 48, max: 48 }).map((halves) => cutoff + halves * HALF_HOUR),
          fc.constantFrom(
            cutoff,
            cutoff - 1,
            cutoff + 1,
            cutoff - HISTORY,
            cutoff - HISTORY - 1,
            cutoff - HISTORY / 2,
            cutoff - 7 * DAY,
          ),
        ),
        event: optional(fc.constantFrom('view', 'buy', 'add', 'it\'s "odd"')),
        item: optional(fc.constantFrom('a', 'b', 'c', 'unknown')),
        value: optional(fc.oneof(fc.integer({ min: -5, max: 50 }), fc.constantFrom(NaN, Infinity))),
        device: optional(fc.constantFrom('phone', 'tablet', '电脑')),
        vip: optional(fc.boolean()),
        speed: optional(fc.integer({ min: 0, max: 9 })),
        since: optional(fc.integer({ min: 0, max: 400 }).map((days) => cutoff - days * DAY)),
      }),
      { minLength: 150, maxLength: 250 },
    ),
    reviews: fc.array(
      fc.record({
        user: fc.constantFrom(...users),
        ms: fc.integer({ min: -45 * 48, max: 48 }).map((halves) => cutoff + halves * HALF_HOUR),
        rating: optional(fc.integer({ min: 1, max: 5 })),
        label: optional(fc.constantFrom('Negative', 'positive', '差评', 'neutral')),
        text: fc.constantFrom('fine', 'so so, it broke', '很差', ''),
      }),
      { maxLength: 40 },
    ),
    users: fc
      .subarray(users)
      .map((some) =>
        some.map((user, n) => ({ user, plan: n % 3 === 0 ? null : `plan ${n % 2}`, age: n % 5 === 0 ? null : n })),
      ),
    categories: fc.constant({ a: 'tea', b: 'tea', c: 'coffee' }),
  });

describe('features against a plain program', () => {
  const moments = [
    ['America/New_York', Date.UTC(2024, 2, 14, 4)],
    ['Europe/Berlin', Date.UTC(2024, 10, 2, 12)],
  ] as const;
  it.each(moments)('every feature, ties at the cutoff and a changeover: %s', async (zone, cutoff) => {
    const settings = { ...SETTINGS, zone };
    await fc.assert(
      fc.asyncProperty(worlds(cutoff), (world) => check(world, cutoff, settings)),
      { numRuns: 2 },
    );
  });

  it('sessions that the log names', async () => {
    const cutoff = moments[0][1];
    const world = worlds(cutoff).map((each): TestWorld => ({ ...each, session: 'device' }));
    await fc.assert(
      fc.asyncProperty(world, (each) => check(each, cutoff, SETTINGS)),
      { numRuns: 1 },
    );
  });
});

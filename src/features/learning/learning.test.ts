import type { Table } from 'apache-arrow';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { SETTINGS, queryTable } from '../../analyses/test-project.ts';
import type { Dataset } from '../../contract/project.ts';
import { numbers, strings } from '../../core/columns.ts';
import { toldBy, TOO_GOOD } from '../../core/leaks.ts';
import type { LegendRow } from '../../core/learning.ts';
import { aboutOf, labelsOf, leakProofOf, learningTableOf, legendOf, sequencesOf } from '../../core/learning.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { oneStatement } from '../../sql/query.ts';
import type { EventFeature, FeatureContext } from './feature.ts';
import { featureSets } from './feature.ts';
import { guardQuery } from './guard.ts';
import { legendQuery } from './legend.ts';
import { eventTargets, learningSchema } from './params.ts';
import { planOf } from './plan.ts';
import type { LearningTables } from './queries.ts';
import { learningQueries, taskOf } from './queries.ts';
import { featuresOf } from './sets.ts';
import { featureIn } from './sets/make.ts';
import type { TestEvent, TestWorld } from './test-world.ts';
import { loadWorld } from './test-world.ts';
import { featureTexts } from './texts.ts';
import { featureSentence, targetSentence } from './words.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);
const code = (name: string, values: object = {}) =>
  expect.objectContaining({ code: name, values: expect.objectContaining(values) as unknown });

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const event = (user: string, day: number, name: string | null = 'view', more: Partial<TestEvent> = {}): TestEvent => ({
  user,
  ms: START + day * DAY,
  event: name,
  item: null,
  value: null,
  device: null,
  vip: null,
  speed: null,
  since: null,
  ...more,
});

const paramsOf = (given: object) => v.parse(learningSchema, given);

async function asked(
  data: Dataset,
  given: object,
  names: readonly LearningTables[],
): Promise<Record<LearningTables, Table>> {
  const queries = learningQueries(paramsOf(given), data, duckdb);
  const tables: Partial<Record<LearningTables, Table>> = {};
  for (const name of names) tables[name] = await queryTable(database, oneStatement(queries[name]));
  return tables as Record<LearningTables, Table>;
}

const columnOf = (table: Table, legend: readonly LegendRow[], name: string): unknown[] => {
  const found = learningTableOf(table, { legend, log: false }).columns.find((column) => column.name === name)!;
  return found.kind === 'number' ? [...found.values] : Array.from(found.codes, (at) => found.levels[at] ?? null);
};

/** A minute short of 100 days with ann at both ends; every user is there before each cutoff. */
const END = 100;
/** Test at 90, training at 80 and 70. */
const base = { horizon: '10d', history: '20d', cutoffs: 2, sets: ['activity'], event: 'buy' };

describe('labels', () => {
  const events = [
    event('ann', 0),
    event('ann', END, 'buy', { value: 7 }),
    ...['ann', 'bob', 'cat', 'dan'].flatMap((user) => [60, 70.5, 80.5].map((day) => event(user, day))),
    // At the test's cutoff itself: neither a feature nor a label. Just after: a label. At the horizon's last moment (ann, above): a label.
    event('bob', 90, 'buy', { value: 1 }),
    event('cat', 90 + 1 / 86_400_000, 'buy', { value: 2 }),
    event('cat', 95, 'buy', { value: NaN }),
    event('cat', 96, 'buy', { value: 3.5 }),
    event('cat', 96, 'view', { value: 100 }),
    event('dan', 91, 'view'),
  ];
  const labels = async (given: object): Promise<Record<string, unknown>> => {
    const data = await loadWorld(database, { events }, SETTINGS);
    const { rows } = await asked(data, { ...base, ...given }, ['rows']);
    const test = numbers(rows, 'cutoff').map((cutoff) => (cutoff - START) / DAY);
    const users = strings(rows, 'user');
    const values = [...rows.getChildAt(2)!] as unknown[];
    return Object.fromEntries(users.map((user, row) => [`${user!}@${Math.round(test[row]!)}`, values[row]]));
  };

  it('who does it after the cutoff, up to the last moment of the horizon', async () => {
    expect(await labels({})).toMatchObject({
      'ann@90': 1,
      'bob@90': 0,
      'cat@90': 1,
      'dan@90': 0,
      'bob@80': 1,
      'cat@70': 0,
    });
  });

  it('who does it no more, how often, how much, and what next', async () => {
    expect(await labels({ target: 'churns' })).toMatchObject({ 'ann@90': 0, 'bob@90': 1, 'cat@90': 0, 'dan@90': 1 });
    expect(await labels({ target: 'count' })).toMatchObject({ 'ann@90': 1, 'bob@90': 0, 'cat@90': 3, 'dan@90': 0 });
    expect(await labels({ target: 'sum' })).toMatchObject({ 'ann@90': 7, 'bob@90': 0, 'cat@90': 5.5, 'dan@90': 0 });
    const next = await labels({ target: 'next', event: '' });
    expect(next).toMatchObject({ 'ann@90': 'buy', 'cat@90': 'buy', 'dan@90': 'view', 'bob@80': 'view' });
    // Nobody knows what bob would have done.
    expect(next).not.toHaveProperty('bob@90');
  });

  it('a sum of a property of the log', async () => {
    const data = await loadWorld(database, { events: events.map((each) => ({ ...each, speed: 2 })) }, SETTINGS);
    const { rows } = await asked(data, { ...base, target: 'sum', property: 'speed' }, ['rows']);
    expect(numbers(rows, 'label').reduce((sum, value) => sum + value, 0)).toBe(2 * 5);
  });

  it('nothing in the gap counts; its last moment belongs to it, the horizon’s last one to the horizon', async () => {
    const gapped = [
      event('ann', 0),
      event('ann', END),
      ...['a', 'b', 'c', 'd', 'e'].map((user) => event(user, 70)),
      // Cutoff 85, gap to 90, horizon to 100.
      event('a', 85.5, 'buy'),
      event('b', 90, 'buy'),
      event('c', 90 + 1 / 86_400_000, 'buy'),
      event('d', 100, 'buy'),
    ];
    const data = await loadWorld(database, { events: gapped }, SETTINGS);
    const given = { ...base, gap: '5d', cutoffs: 1 };
    const plan = planOf(paramsOf(given), data);
    expect([plan.train, plan.test, plan.score].flat().map((ms) => (ms - START) / DAY)).toEqual([70, 85, 100 + 1 / DAY]);
    const { rows } = await asked(data, given, ['rows']);
    const at = strings(rows, 'user').map((user, row) => [
      user,
      numbers(rows, 'cutoff')[row],
      numbers(rows, 'label')[row],
    ]);
    const test = at.filter(([, cutoff]) => cutoff === plan.test).map(([user, , label]) => [user, label]);
    expect(test).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
      ['d', 1],
      ['e', 0],
    ]);
  });
});

describe('the plan', () => {
  const data = async (days: number) => loadWorld(database, { events: [event('ann', 0), event('ann', days)] }, SETTINGS);

  it('as many cutoffs as the log has room for, and a history that all of them have', async () => {
    const plan = planOf(paramsOf({ horizon: '10d', cutoffs: 12, history: '90d' }), await data(55));
    expect(plan.train.map((ms) => (ms - START) / DAY)).toEqual([15, 25, 35]);
    expect(plan.history).toBe(15 * DAY);
  });

  it('says which horizon would fit', async () => {
    const short = await data(20);
    expect(() => planOf(paramsOf({}), short)).toThrow(code('learning.too-short', { fits: '6d' }));
    expect(() => planOf(paramsOf({ gap: '10d' }), short)).toThrow(code('learning.no-span'));
    expect(() => planOf(paramsOf({ horizon: 'none' }), short)).toThrow(code('learning.no-limit'));
    const empty = await loadWorld(database, { events: [] }, SETTINGS);
    expect(() => learningQueries(paramsOf({}), empty, duckdb)).toThrow(code('learning.no-events'));
  });
});

const everyone = Array.from({ length: 30 }, (_, n) => `user ${n}`);
const anyWorld: fc.Arbitrary<TestWorld> = fc
  .record({
    events: fc.array(
      fc.record({
        user: fc.constantFrom(...everyone),
        day: fc.oneof(
          fc.integer({ min: 0, max: 199 }).map((halves) => halves / 2),
          fc.constantFrom(70, 80, 90),
        ),
        name: fc.constantFrom('view', 'buy', null),
        device: fc.constantFrom('phone', 'tablet', null),
        value: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 150, maxLength: 200 },
    ),
    reviews: fc.array(
      fc.record({
        user: fc.constantFrom(...everyone),
        day: fc.integer({ min: 40, max: 99 }),
        rating: fc.integer({ min: 1, max: 5 }),
      }),
      { minLength: 20 },
    ),
  })
  .map(({ events, reviews }) => ({
    events: [
      event('user 0', 0),
      event('user 0', END),
      ...events.map(({ user, day, name, ...more }) => event(user, day, name, more)),
    ],
    reviews: reviews.map(({ user, day, rating }) => ({ user, ms: START + day * DAY, rating })),
  }));

describe('the guard', () => {
  const all = { ...base, cutoffs: 1, sets: [...featureSets] };

  it('every honest feature passes', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const data = await loadWorld(database, world, SETTINGS);
        const { guard, legend } = await asked(data, all, ['guard', 'legend']);
        const rows = legendOf(legend);
        expect(new Set(rows.map(({ set }) => set))).toEqual(
          new Set(featureSets.filter((set) => set !== 'users' || data.views.users)),
        );
        const proof = leakProofOf(guard, rows);
        expect(proof.compared).toBeGreaterThan(15);
        expect(proof.differing.filter(({ users }) => users > 0)).toEqual([]);
      }),
      { numRuns: 1 },
    );
  });

  it('a feature that peeks past the cutoff is caught, and only that one', async () => {
    const [world] = fc.sample(anyWorld, { numRuns: 1, seed: 4 });
    const data = await loadWorld(database, world!, SETTINGS);
    const plan = planOf(paramsOf(all), data);
    const peeks = ({ sql, cutoff }: FeatureContext): EventFeature =>
      featureIn('activity')({
        kind: 'comes_back',
        expression: 'max(later)',
        reads: {
          later: `CASE WHEN "user" IN (SELECT "user" FROM ${sql.view('events')} WHERE "time" >= ${sql.timestamp(cutoff)}) THEN 1 ELSE 0 END`,
        },
      });
    const make = (context: FeatureContext) => [...featuresOf(featureSets, context), peeks(context)];
    const guard = await queryTable(database, guardQuery(make, plan, '"event" = \'buy\'', data, duckdb));
    const context = { data, sql: duckdb, cutoff: plan.score, history: plan.history, target: 'FALSE', pairs: '' };
    // Places of the guard's columns: pairs have no names without the log, and cannot leak by name.
    const names = make(context).map(({ name }, place) => ({ name, column: `f${place}` }));
    const proof = leakProofOf(guard, names as LegendRow[]);
    const caught = proof.differing.filter(({ users }) => users > 0).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(30);
    expect(caught).toEqual(['comes_back']);
  });

  it('in a large log it looks at some users, whole', async () => {
    const [world] = fc.sample(anyWorld, { numRuns: 1, seed: 4 });
    const data = await loadWorld(database, world!, SETTINGS);
    const proofOf = async (given: Dataset) => {
      const { guard, legend } = await asked(given, { ...all, sets: ['activity'] }, ['guard', 'legend']);
      return leakProofOf(guard, legendOf(legend));
    };
    const whole = await proofOf(data);
    const some = await proofOf({ ...data, events: data.events.map((each) => ({ ...each, count: 400_000 })) });
    expect(some.compared).toBeLessThan(whole.compared / 2);
    expect(some.compared).toBeGreaterThan(0);
  });

  it('a table’s copy of the label is too good, and what the users’ table says is undated', async () => {
    const [world] = fc.sample(anyWorld, { numRuns: 1, seed: 9 });
    const named = { ...world!, users: everyone.map((user, n) => ({ user, plan: `plan ${n % 3}`, age: 20 + n })) };
    const data = await loadWorld(database, named, SETTINGS);
    const { rows, legend } = await asked(data, all, ['rows', 'legend']);
    const meaning = legendOf(legend);
    expect(meaning.filter(({ undated }) => undated).map(({ name }) => name)).toEqual(['user: plan', 'user: age']);
    const { y, classes } = labelsOf(rows, { as: 'classify' });
    const table = learningTableOf(rows, { legend: meaning });
    expect(table.columns.filter((column) => (toldBy(column, y, classes) ?? 0) >= TOO_GOOD)).toEqual([]);
    const copy = { name: 'copy', kind: 'number' as const, values: y.map((label) => 3 - label) };
    expect(toldBy(copy, y, classes)).toBeGreaterThanOrEqual(TOO_GOOD);
  });
});

describe('sequences', () => {
  it('the last events before each cutoff, right-aligned, ties in the order of the input', async () => {
    const events = [
      event('ann', 0),
      event('ann', 75, 'view'),
      event('ann', 76, 'buy'),
      event('ann', 76, 'view'),
      event('ann', 76 + 1 / 24, 'buy'),
      event('bob', 79, null),
      event('bob', 80, 'buy'),
      event('cat', END, 'view'),
      event('dan', 95, 'view'),
    ];
    const data = await loadWorld(database, { events }, SETTINGS);
    const given = { ...base, cutoffs: 1, sequence: 3 };
    const tables = await asked(data, given, ['rows', 'score', 'sequences', 'scoreSequences', 'about']);
    const { kinds } = aboutOf(tables.about);
    const codes = Object.fromEntries(data.events.map(({ name }, n) => [name, n + 1]));
    const { view, buy } = codes as { view: number; buy: number };
    expect(kinds).toBe(3);
    const { rows } = tables;
    // Training at 80, where bob's event of that moment is not seen; test at 90.
    expect(strings(rows, 'user')).toEqual(['ann', 'bob', 'ann', 'bob']);
    const found = sequencesOf(tables.sequences, rows.numRows, 3, kinds);
    expect([...found.codes]).toEqual([buy, view, buy, 0, 0, 3, buy, view, buy, 0, 3, buy]);
    const seconds = [86_400, 0, 3600, 0, 0, 0, 86_400, 0, 3600, 0, 0, 86_400];
    found.gaps.forEach((gap, n) => expect(gap).toBeCloseTo(Math.log(1 + seconds[n]!), 4));
    const scored = sequencesOf(tables.scoreSequences, tables.score.numRows, 3, kinds);
    expect(strings(tables.score, 'user')).toEqual(['cat', 'dan']);
    expect([...scored.codes]).toEqual([0, 0, view, 0, 0, view]);
  });
});

describe('a table', () => {
  const create = async (columns: Record<string, string>, rows: readonly string[]): Promise<Dataset> => {
    const named = Object.entries(columns).map(([name, type]) => `${duckdb.identifier(name)} ${type}`);
    await database.query(`CREATE OR REPLACE TABLE "od""d" (${named.join(', ')})`);
    await database.query(`INSERT INTO "od""d" VALUES ${rows.join(', ')}`);
    const table = { name: 'od"d', columns: Object.entries(columns).map(([name, type]) => ({ name, type })) };
    return { fingerprint: '', views: {}, tables: [table], properties: [], settings: SETTINGS, events: [], range: null };
  };
  const columns = {
    customerID: 'VARCHAR',
    ['__proto__']: 'BIGINT',
    'a "quote"': 'DECIMAL(8,2)',
    合同: 'VARCHAR',
    label: 'DOUBLE',
    user: 'BOOLEAN',
    since: 'DATE',
    seen: 'TIMESTAMP',
    list: 'INTEGER[]',
    Churn: 'VARCHAR',
  };
  const rows = [
    `('c1', 9007199254740993, 1.25, '月', 'NaN', TRUE, DATE '1970-01-03', TIMESTAMP '1970-01-01 12:00:00', [1], 'Yes')`,
    `('c2', NULL, 2.5, NULL, 'Infinity', FALSE, NULL, NULL, [], 'No')`,
    `('c3', 7, NULL, '年', 0.5, NULL, DATE '1969-12-31', TIMESTAMP '1970-01-02', NULL, 'No')`,
    `('c4', 8, 0, '年', 1.5, TRUE, NULL, NULL, NULL, NULL)`,
  ];
  const withProto = Object.fromEntries(Object.entries(columns));

  it('columns of every type and name, as numbers and categories', async () => {
    const data = await create(withProto, rows);
    const given = { table: 'od"d', label: 'Churn' };
    const tables = await asked(data, given, ['rows', 'score', 'legend', 'about', 'guard', 'sequences']);
    const legend = legendOf(tables.legend);
    expect(legend.map(({ name }) => name)).toEqual([
      '__proto__',
      'a "quote"',
      '合同',
      'label',
      'user',
      'since',
      'seen',
    ]);
    expect(strings(tables.rows, 'user')).toEqual(['c1', 'c2', 'c3']);
    const values = (name: string) => columnOf(tables.rows, legend, name);
    expect(values('__proto__')).toEqual([9007199254740992, NaN, 7]);
    expect(values('a "quote"')).toEqual([1.25, 2.5, NaN]);
    expect(values('合同')).toEqual(['月', null, '年']);
    expect(values('label')).toEqual([NaN, NaN, 0.5]);
    expect(values('user')).toEqual([1, 0, NaN]);
    expect(values('since')).toEqual([2, NaN, -1]);
    expect(values('seen')).toEqual([0.5, NaN, 1]);
    expect(labelsOf(tables.rows, { as: 'classify' })).toEqual({
      task: 'binary',
      y: Float64Array.of(1, 0, 0),
      classes: 2,
      levels: ['No', 'Yes'],
    });
    // The row without a label is the one to score, with the levels that were learnt first.
    const learnt = learningTableOf(tables.rows, { legend });
    const [, , contract] = learningTableOf(tables.score, { legend, like: learnt }).columns;
    expect(strings(tables.score, 'user')).toEqual(['c4']);
    expect(contract).toMatchObject({ codes: Int32Array.of(0), levels: ['年', '月'] });
    expect(aboutOf(tables.about)).toMatchObject({
      source: 'table',
      table: 'od"d',
      label: 'Churn',
      train: [],
      test: null,
    });
    expect([tables.guard.numRows, tables.sequences.numRows]).toEqual([0, 0]);
  });

  it('the label is guessed by its name, features may be chosen, a number may be foretold', async () => {
    const data = await create(withProto, rows);
    expect(taskOf(paramsOf({ table: 'od"d', positive: 'No' }), data, duckdb)).toBe('binary');
    const named = legendOf((await asked(data, { table: 'od"d' }, ['legend'])).legend).map(({ name }) => name);
    // "label" stands before "Churn".
    expect(named).toContain('Churn');
    const given = { table: 'od"d', label: 'a "quote"', features: ['label', '合同', 'a "quote"', 'customerID'] };
    const tables = await asked(data, given, ['rows', 'legend']);
    expect(legendOf(tables.legend).map(({ name }) => name)).toEqual(['label', '合同', 'customerID']);
    expect([...labelsOf(tables.rows, { as: 'regress' }).y]).toEqual([1.25, 2.5, 0]);
  });

  it('what is no finite number is no label, and no class; a time says that it is one', async () => {
    const data = await create(withProto, rows);
    const tables = await asked(data, { table: 'od"d', label: 'label' }, ['rows', 'score', 'legend']);
    expect([strings(tables.rows, 'user'), strings(tables.score, 'user')]).toEqual([
      ['c3', 'c4'],
      ['c1', 'c2'],
    ]);
    expect(labelsOf(tables.rows, { as: 'classify' }).levels.toSorted()).toEqual(['0.5', '1.5']);
    const times = legendOf(tables.legend).filter(({ kind }) => kind === 'time');
    expect(times.map(({ name }) => name)).toEqual(['since', 'seen']);
  });

  it('says what is wrong', async () => {
    const data = await create(withProto, rows);
    const fails = (given: object) => () => learningQueries(paramsOf(given), data, duckdb);
    expect(fails({ table: 'none' })).toThrow(code('learning.unknown-table', { known: 'od"d' }));
    expect(fails({ table: 'od"d', label: 'none' })).toThrow(code('learning.unknown-column'));
    expect(fails({ table: 'od"d', label: 'Churn', features: ['Churn'] })).toThrow(code('learning.no-features'));
    expect(fails({})).toThrow(code('learning.nothing'));
    expect(fails({ label: 'Churn' })).toThrow(code('learning.nothing'));
  });
});

describe('labels of classes', () => {
  const tableOf = (values: string) => queryTable(database, `SELECT * FROM (VALUES ${values}) AS t("label")`);
  const levels = async (values: string, positive = '') =>
    labelsOf(await tableOf(values), { as: 'classify', positive }).levels;

  it('what says yes is foretold, else the rarer', async () => {
    expect(await levels(`('no'), ('yes'), ('yes')`)).toEqual(['no', 'yes']);
    expect(await levels(`('流失'), ('留存')`)).toEqual(['留存', '流失']);
    expect(await levels(`(CAST(0 AS DOUBLE)), (1), (1)`)).toEqual(['0', '1']);
    expect(await levels(`(CAST(2 AS DOUBLE)), (1), (1)`)).toEqual(['1', '2']);
    expect(await levels(`('left'), ('stayed'), ('stayed')`)).toEqual(['stayed', 'left']);
    expect(await levels(`('left'), ('stayed'), ('stayed')`, 'STAYED')).toEqual(['left', 'stayed']);
    expect(await levels(`('a'), ('b'), ('c')`, 'b')).toEqual(['≠ b', 'b']);
    expect(await levels(`('b'), ('a'), ('c')`)).toEqual(['a', 'b', 'c']);
  });

  it('what cannot be learnt', async () => {
    await expect(levels(`('a'), ('a')`)).rejects.toEqual(code('learning.one-class', { label: 'a', rows: 2 }));
    await expect(levels(`('a'), ('b')`, 'c')).rejects.toEqual(code('learning.unknown-positive', { known: 'a, b' }));
    const many = Array.from({ length: 51 }, (_, n) => `('c${n}')`).join(', ');
    await expect(levels(many)).rejects.toEqual(code('learning.too-many-classes', { classes: 51 }));
    const text = await tableOf(`('a'), ('b')`);
    expect(() => labelsOf(text, { as: 'regress' })).toThrow(code('learning.label-not-number', { value: 'a' }));
    const infinite = await tableOf(`(CAST(1 AS DOUBLE)), ('Infinity')`);
    expect(() => labelsOf(infinite, { as: 'regress' })).toThrow(
      code('learning.label-not-number', { value: 'Infinity' }),
    );
  });
});

describe('in words', () => {
  it('every feature that a log offers has a sentence of its own in both languages', async () => {
    const world = {
      events: [event('ann', 0, 'view', { item: 'a' }), event('ann', END, 'buy')],
      categories: { a: 'x' },
    };
    const data = await loadWorld(database, world, SETTINGS);
    const context = { data, sql: duckdb, cutoff: START, history: 60 * DAY, target: 'FALSE', pairs: '' };
    const features = featuresOf(featureSets, context);
    for (const language of ['en', 'zh'] as const) {
      const texts = features
        .filter(({ pair }) => pair === undefined)
        .map((feature) => featureSentence(feature, language));
      expect(new Set(texts).size).toBe(texts.length);
    }
    for (const { kind } of features) expect(Object.keys(featureTexts.en)).toContain(kind);
    const [row] = await database.rows(legendQuery(features.slice(0, 1), duckdb));
    expect(row).toMatchObject({ column: 'f0', name: 'recency_days', set: 'activity', undated: false, skewed: true });
    expect(row!.sql).toContain('max(t)');
  });

  it('the question whole', () => {
    const about = { source: 'events', history: 45 * DAY, label: '', table: '' } as Parameters<typeof targetSentence>[2];
    const say = (given: object, language: 'en' | 'zh' = 'en') => targetSentence(paramsOf(given), language, about);
    expect(say({ event: 'buy' })).toBe(
      'Will a user do “buy” in the 30 days after the cutoff, told by the 45 days before it?',
    );
    expect(say({ target: 'churns', gap: '1d', horizon: '12h' })).toBe(
      'Will a user not do any event in the 12 hours from 1 day after the cutoff on, told by the 45 days before it?',
    );
    expect(say({ event: 'buy' }, 'zh')).toBe('根据截止时间之前的 45 天，用户会在截止时间之后的 30 天内做“buy”吗？');
    for (const target of eventTargets)
      for (const language of ['en', 'zh'] as const)
        expect(say({ target, event: 'x', gap: '2d' }, language)).not.toMatch(/[{}]|undefined/);
    const table = { ...about, source: 'table', label: 'Churn', table: 'telco' } as typeof about;
    expect(targetSentence(paramsOf({ positive: 'Yes' }), 'en', table)).toBe(
      'Is “Churn” Yes, told by the other columns of the table “telco”?',
    );
    expect(targetSentence(paramsOf({}), 'zh', { ...table, table: '' })).toBe('根据用户表的其他列，“Churn”是什么？');
  });
});

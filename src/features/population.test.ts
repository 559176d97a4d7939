import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { Condition, EventPattern, PropertyFilter, Scope, Span } from '../contract/population.ts';
import type { Dataset, Mapping, Settings } from '../contract/project.ts';
import { DAY, HOUR, MINUTE, WEEK } from '../core/calendar.ts';
import { viewFields, viewProperties, viewStatements } from '../sql/canonical.ts';
import { duckdb } from '../sql/duckdb.ts';
import { scoped } from '../sql/scoped.ts';
import { eventsWhere } from './events.ts';
import { withoutCohorts } from './population-cohorts.ts';
import { checkCondition, checkScope } from './population-schema.ts';
import { everyoneSql, populationSql, scopeConditions, scopeEnd } from './population.ts';

interface Event {
  user: string | null;
  ms: number | null;
  event: string;
  country?: string | null;
}

interface Log {
  events: Event[];
  plans: Record<string, string | null>;
  settings: Settings;
}

const settings: Settings = { zone: 'UTC', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 };
const COLUMNS = {
  log: { who: 'VARCHAR', moment: 'TIMESTAMP', what: 'VARCHAR', country: 'VARCHAR' },
  people: { id: 'VARCHAR', plan: 'VARCHAR' },
};
const MAPPING: Mapping = {
  events: { table: 'log', user: 'who', time: 'moment', event: 'what' },
  users: { table: 'people', user: 'id' },
};
const NAMES = ['view', 'buy', 'leave'];

let database: NodeDatabase;
let data: Dataset;

const text = (value: string | null | undefined): string => duckdb.literal(value ?? null);
const time = (ms: number | null): string =>
  ms === null ? 'NULL' : `TIMESTAMP '1970-01-01' + INTERVAL (${ms}) MILLISECOND`;
const valid = (log: Log) => log.events.filter((each) => each.user !== null && each.ms !== null) as Valid[];
type Valid = Event & { user: string; ms: number };

async function load(log: Log): Promise<void> {
  await database.query('DELETE FROM log');
  await database.query('DELETE FROM people');
  const rows = log.events.map(
    ({ user, ms, event, country }) => `(${text(user)}, ${time(ms)}, ${text(event)}, ${text(country)})`,
  );
  if (rows.length > 0) await database.query(`INSERT INTO log VALUES ${rows.join(', ')}`);
  const people = Object.entries(log.plans).map(([id, plan]) => `(${text(id)}, ${text(plan)})`);
  if (people.length > 0) await database.query(`INSERT INTO people VALUES ${people.join(', ')}`);
  const times = valid(log).map(({ ms }) => ms);
  data = {
    fingerprint: '',
    tables: [],
    views: viewFields(MAPPING),
    properties: viewProperties(MAPPING, COLUMNS),
    settings: log.settings,
    events: NAMES.map((name) => ({ name, count: 1, users: 1 })),
    range: times.length > 0 ? { first: Math.min(...times), last: Math.max(...times) } : null,
  };
}

const usersOf = async (sql: string): Promise<string[]> =>
  (await database.rows(`SELECT * FROM (${sql}) ORDER BY 1`)).map((row) => String(Object.values(row)[0]));

const tables = {
  everyone: '',
  given: (condition: Condition) =>
    condition.kind === 'list' && condition.users.length > 0
      ? `(SELECT unnest([${condition.users.map(text).join(', ')}]) AS "user")`
      : '(SELECT \'\' AS "user" WHERE FALSE)',
};

const found = async (condition: Condition): Promise<string[]> =>
  usersOf(
    populationSql(checkCondition(condition), data, duckdb, { ...tables, everyone: `(${everyoneSql(data, duckdb)})` }),
  );

beforeAll(async () => {
  database = await openNodeDatabase();
  await database.query('CREATE TABLE log (who VARCHAR, moment TIMESTAMP, what VARCHAR, country VARCHAR)');
  await database.query('CREATE TABLE people (id VARCHAR, plan VARCHAR)');
  for (const statement of viewStatements(MAPPING, COLUMNS)) await database.query(statement);
});

const T0 = Date.UTC(2024, 0, 1);
const at = (user: string, days: number, event: string, country?: string): Event => ({
  user,
  ms: T0 + days * DAY,
  event,
  ...(country && { country }),
});

/** Small enough to count: ann buys thrice, bob once, cy never; dee is in the users' table only; the log ends on day 10. */
const small: Log = {
  events: [
    at('ann', 0, 'view', 'NO'),
    at('ann', 1, 'buy', 'NO'),
    at('ann', 5, 'buy', 'SE'),
    at('ann', 10, 'buy', 'SE'),
    at('bob', 2, 'buy', 'DK'),
    at('bob', 3, 'view'),
    at('cy', 4, 'view', 'NO'),
    at('cy', 4.5, 'leave', 'FI'),
    { user: null, ms: T0, event: 'buy' },
    { user: 'eve', ms: null, event: 'buy' },
  ],
  plans: { ann: 'pro', bob: 'free', dee: 'pro', cy: null },
  settings,
};

const buy: EventPattern = { events: ['buy'] };
const view: EventPattern = { events: ['view'] };
const any: EventPattern = { events: [] };
const day = (n: number) => T0 + n * DAY;

describe('by hand', () => {
  beforeEach(() => load(small));

  it.each<[string, Condition, string[]]>([
    ['everyone has an event with a time', { kind: 'and', of: [] }, ['ann', 'bob', 'cy']],
    ['no one', { kind: 'or', of: [] }, []],
    ['did it', { kind: 'did', what: buy }, ['ann', 'bob']],
    ['did it twice', { kind: 'did', what: buy, times: { atLeast: 2 } }, ['ann']],
    ['did it between', { kind: 'did', what: buy, times: { atLeast: 1, atMost: 2 } }, ['bob']],
    ['at most once, or never', { kind: 'did', what: buy, times: { atMost: 1 } }, ['bob', 'cy']],
    ['exactly three times', { kind: 'did', what: buy, times: { exactly: 3 } }, ['ann']],
    ['did not', { kind: 'did', what: buy, times: { exactly: 0 } }, ['cy']],
    ['at least never', { kind: 'did', what: buy, times: { atLeast: 0 } }, ['ann', 'bob', 'cy']],
    ['from an instant on', { kind: 'did', what: buy, within: { from: day(2) } }, ['ann', 'bob']],
    ['up to an instant, not included', { kind: 'did', what: buy, within: { from: day(2), to: day(5) } }, ['bob']],
    ['lately', { kind: 'did', what: any, within: { last: '6d' } }, ['ann', 'cy']],
    ['lately, its far edge not included', { kind: 'did', what: buy, within: { last: '5d' } }, ['ann']],
    ['lately, never', { kind: 'did', what: view, within: { last: '5d' }, times: { exactly: 0 } }, ['ann', 'bob', 'cy']],
    ['in the first day', { kind: 'did', what: buy, ofFirst: '1d' }, ['bob']],
    ['in the first 25 hours', { kind: 'did', what: buy, ofFirst: '25h' }, ['ann', 'bob']],
    [
      'where',
      {
        kind: 'did',
        what: { events: ['buy'], where: [{ property: 'country', is: 'is', values: ['SE'] }] },
        times: { atLeast: 2 },
      },
      ['ann'],
    ],
    ['first within', { kind: 'first', what: buy, within: { from: day(2) } }, ['bob']],
    ['first at all', { kind: 'first', what: view }, ['ann', 'bob', 'cy']],
    ['in order', { kind: 'sequence', steps: [view, buy] }, ['ann']],
    ['in the other order', { kind: 'sequence', steps: [buy, view] }, ['bob']],
    ['in order, in time', { kind: 'sequence', steps: [view, buy], window: '1d' }, ['ann']],
    ['in order, too late', { kind: 'sequence', steps: [view, buy], window: '23h' }, []],
    ['again and again', { kind: 'sequence', steps: [buy, buy, buy] }, ['ann']],
    ['again, within', { kind: 'sequence', steps: [buy, buy], within: { from: day(5) } }, ['ann']],
    [
      'any event of a country',
      { kind: 'property', filter: { property: 'country', is: 'is', values: ['NO'] } },
      ['ann', 'cy'],
    ],
    [
      'the first one',
      { kind: 'property', filter: { property: 'country', is: 'is', values: ['NO'] }, at: 'first' },
      ['ann', 'cy'],
    ],
    [
      'the last one',
      { kind: 'property', filter: { property: 'country', is: 'is', values: ['NO', 'FI'] }, at: 'last' },
      ['cy'],
    ],
    [
      'the last one without',
      { kind: 'property', filter: { property: 'country', is: 'isNotSet' }, at: 'last' },
      ['bob'],
    ],
    [
      'of the users’ table',
      { kind: 'property', filter: { property: 'users.plan', is: 'is', values: ['pro'] } },
      ['ann'],
    ],
    ['a list, with a stranger', { kind: 'list', users: ['cy', 'zoe', 'bob'] }, ['bob', 'cy']],
    ['not', { kind: 'not', of: { kind: 'did', what: buy } }, ['cy']],
    [
      'and',
      {
        kind: 'and',
        of: [
          { kind: 'did', what: buy },
          { kind: 'did', what: view },
        ],
      },
      ['ann', 'bob'],
    ],
    [
      'or',
      {
        kind: 'or',
        of: [
          { kind: 'list', users: ['cy'] },
          { kind: 'first', what: buy, within: { to: day(2) } },
        ],
      },
      ['ann', 'cy'],
    ],
  ])('%s', async (_, condition, users) => {
    expect(await found(condition)).toEqual(users);
  });

  it('says what it does not know', async () => {
    const code = (condition: Condition) =>
      found(condition).then(
        () => '',
        (error: Error) => error.name,
      );
    expect(await code({ kind: 'did', what: { events: ['sell'] } })).toBe('params.unknown-event');
    expect(await code({ kind: 'property', filter: { property: 'age', is: 'isSet' } })).toBe('params.unknown-property');
    expect(await code({ kind: 'cohort', id: 'c' })).toBe('population.unknown-cohort');
  });

  it('a scope leaves some events, and the users that its population has', async () => {
    const left = async (scope: Scope, table: string | null) => {
      const sql = scoped(duckdb, scopeConditions(scope, table, data, duckdb));
      const events = await database.rows(
        `SELECT "user" || ' ' || "event" AS e FROM ${eventsWhere(sql)} ORDER BY "row"`,
      );
      return [
        events.map(({ e }) => e),
        await usersOf(`SELECT "user" FROM ${sql.view('users')}`),
        scopeEnd(scope, data),
      ];
    };
    const all = ['ann', 'bob', 'cy', 'dee'];
    const span = { from: day(2), to: day(5) };
    expect(await left({ span }, null)).toEqual([['bob buy', 'bob view', 'cy view', 'cy leave'], all, day(5) - 1]);
    expect(await left({ span: { last: '6d' } }, null)).toEqual([['ann buy', 'ann buy', 'cy leave'], all, day(10)]);
    expect(await left({ events: ['leave'] }, null)).toEqual([['cy leave'], all, day(10)]);
    const people = `(SELECT unnest(['bob', 'dee']) AS "user")`;
    expect(await left({}, people)).toEqual([['bob buy', 'bob view'], ['bob', 'dee'], day(10)]);
    const where: PropertyFilter[] = [{ property: 'users.plan', is: 'is', values: ['pro'] }];
    expect(await left({ where, span: { to: day(1) } }, null)).toEqual([['ann view'], all, day(1) - 1]);
  });
});

it('a span leaves those exposures and reviews that it holds, where they say when', () => {
  const views = {
    events: ['user', 'time'],
    users: ['user'],
    exposures: ['user', 'time', 'variant'],
    reviews: ['user', 'text'],
  };
  const offered: Dataset = { fingerprint: '', views, tables: [], properties: [], settings, events: [], range: null };
  const within = `"time" IS NOT NULL AND "time" >= TIMESTAMP '2024-01-03 00:00:00.000'`;
  const span = { from: day(2) };
  expect(scopeConditions({ span }, null, offered, duckdb)).toEqual({ events: within, exposures: within });
  const ofUsers = `"user" IN (SELECT "user" FROM p)`;
  const both = `${ofUsers} AND ${within}`;
  const people = { events: both, users: ofUsers, exposures: both, reviews: ofUsers };
  expect(scopeConditions({ span }, 'p', offered, duckdb)).toEqual(people);
});

describe('lifecycle stages, by hand', () => {
  const active = (user: string, ...days: number[]) => days.map((n) => at(user, n, 'view'));
  const stages = async (period: 'day' | 'week' | 'month', when?: number) => {
    const of = (stage: 'new' | 'returning' | 'resurrecting' | 'dormant') =>
      found({ kind: 'stage', stage, period, ...(when !== undefined && { at: when }) });
    return [await of('new'), await of('returning'), await of('resurrecting'), await of('dormant')];
  };

  it('of the last day before the one that the log ends in', async () => {
    const events = [
      ...active('n', 5),
      ...active('r', 4, 5),
      ...active('z', 1, 5),
      ...active('d', 4),
      ...active('x', 1, 6.5),
    ];
    await load({ ...small, events });
    expect(await stages('day')).toEqual([['n'], ['r'], ['z'], ['d']]);
    expect(await stages('day', day(1) + HOUR)).toEqual([['x', 'z'], [], [], []]);
    expect(await stages('day', day(2))).toEqual([[], [], [], ['x', 'z']]);
  });

  it('of a month, and of a week that begins on Sunday', async () => {
    // 2024-01-01 is a Monday: day 6 is a Sunday, and day 31 the first of February.
    await load({ ...small, events: [...active('a', 5, 6), ...active('b', 6, 31), ...active('c', 31)] });
    expect(await stages('month', day(40))).toEqual([['c'], ['b'], [], ['a']]);
    await load({
      ...small,
      events: [...active('a', 5, 6), ...active('b', 6)],
      settings: { ...settings, weekStart: 'sunday' },
    });
    expect(await stages('week', day(6))).toEqual([['b'], ['a'], [], []]);
    await load({ ...small, events: [...active('a', 5, 6), ...active('b', 6)] });
    expect(await stages('week', day(6))).toEqual([['a', 'b'], [], [], []]);
  });

  it('on days of 23 and 25 hours', async () => {
    const berlin = { ...settings, zone: 'Europe/Berlin' };
    // Clocks went forward on 31 March 2024: that day began at 23:00 UTC on the 30th, and ended at 22:00 UTC.
    const spring = Date.UTC(2024, 2, 30, 23);
    const event = (user: string, ms: number): Event => ({ user, ms, event: 'view' });
    const around = (begin: number, end: number) => [
      event('before', begin - MINUTE),
      event('both', begin - MINUTE),
      event('both', end - MINUTE),
      event('in', begin),
      event('after', end),
    ];
    await load({ ...small, events: around(spring, spring + 23 * HOUR), settings: berlin });
    expect(await stages('day', spring)).toEqual([['in'], ['both'], [], ['before']]);
    expect(await stages('day', spring + 23 * HOUR - 1)).toEqual([['in'], ['both'], [], ['before']]);
    // They went back on 27 October: from 22:00 UTC on the 26th to 23:00 UTC.
    const autumn = Date.UTC(2024, 9, 26, 22);
    await load({ ...small, events: around(autumn, autumn + 25 * HOUR), settings: berlin });
    expect(await stages('day', autumn + 24.5 * HOUR)).toEqual([['in'], ['both'], [], ['before']]);
  });
});

/** Everything once more, event by event, in plain TypeScript that knows nothing of SQL. */
class Brute {
  readonly events: Valid[];
  readonly users: string[];
  readonly end: number;

  constructor(readonly log: Log) {
    // Array.sort is stable: ties keep the order of the rows.
    this.events = valid(log).toSorted((a, b) => a.ms - b.ms);
    this.users = [...new Set(this.events.map(({ user }) => user))].sort();
    this.end = this.events.at(-1)?.ms ?? 0;
  }

  of(condition: Condition): string[] {
    return this.users.filter((user) => this.holds(condition, user));
  }

  holds(condition: Condition, user: string): boolean {
    const own = this.events.filter((each) => each.user === user);
    switch (condition.kind) {
      case 'and':
        return condition.of.every((each) => this.holds(each, user));
      case 'or':
        return condition.of.some((each) => this.holds(each, user));
      case 'not':
        return !this.holds(condition.of, user);
      case 'list':
        return condition.users.includes(user);
      case 'first': {
        const first = own.find((each) => this.fits(condition.what, each));
        return first !== undefined && this.within(condition.within, first.ms);
      }
      case 'did': {
        const limit = condition.ofFirst ? own[0]!.ms + Number.parseInt(condition.ofFirst, 10) * HOUR : Infinity;
        const n = own.filter(
          (each) => this.fits(condition.what, each) && this.within(condition.within, each.ms) && each.ms < limit,
        ).length;
        const { exactly, atLeast, atMost } = condition.times ?? { atLeast: 1 };
        if (exactly !== undefined) return n === exactly;
        return n >= (atLeast ?? 0) && n <= (atMost ?? Infinity);
      }
      case 'sequence': {
        const window = condition.window ? Number.parseInt(condition.window, 10) * HOUR : Infinity;
        const from = (step: number, index: number, begin: number): boolean =>
          step === condition.steps.length ||
          own.some(
            (each, n) =>
              n >= index &&
              this.fits(condition.steps[step]!, each) &&
              this.within(condition.within, each.ms) &&
              (step === 0 || each.ms - begin <= window) &&
              from(step + 1, n + 1, step === 0 ? each.ms : begin),
          );
        return from(0, 0, 0);
      }
      case 'property': {
        if (condition.filter.property === 'users.plan') return this.planFits(condition.filter, user);
        const asked = condition.at === 'first' ? own.slice(0, 1) : condition.at === 'last' ? own.slice(-1) : own;
        return asked.some(({ country }) => compares(condition.filter, country));
      }
      case 'stage':
        return this.stage(condition, own);
      default:
        throw new Error(condition.kind);
    }
  }

  planFits(filter: PropertyFilter, user: string): boolean {
    return user in this.log.plans && compares(filter, this.log.plans[user]);
  }

  fits({ events, where = [] }: EventPattern, event: Valid): boolean {
    return (
      (events.length === 0 || events.includes(event.event)) &&
      where.every((filter) =>
        filter.property === 'users.plan' ? this.planFits(filter, event.user) : compares(filter, event.country),
      )
    );
  }

  within({ from = -Infinity, to = Infinity, last }: Span = {}, ms: number): boolean {
    return ms >= from && ms < to && (last === undefined || ms > this.end - Number.parseInt(last, 10) * HOUR);
  }

  stage({ stage, period, at: when }: Extract<Condition, { kind: 'stage' }>, own: Valid[]): boolean {
    const now = when === undefined ? this.before(this.bucket(this.end, period), period) : this.bucket(when, period);
    const before = this.before(now, period);
    const all = own.map(({ ms }) => this.bucket(ms, period));
    const [isNow, wasBefore, wasEarlier] = [all.includes(now), all.includes(before), all.some((each) => each < now)];
    if (stage === 'dormant') return !isNow && wasBefore;
    if (stage === 'returning') return isNow && wasBefore;
    return isNow && (stage === 'new' ? !wasEarlier : wasEarlier && !wasBefore);
  }

  /** The date on which a bucket begins, as the zone's calendar writes it. */
  bucket(ms: number, period: 'day' | 'week' | 'month'): string {
    const { zone, weekStart } = this.log.settings;
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(ms);
    if (period === 'day') return date;
    if (period === 'month') return `${date.slice(0, 7)}-01`;
    const weekday = new Date(`${date}T00:00Z`).getUTCDay();
    return back(date, weekStart === 'sunday' ? weekday : (weekday + 6) % 7);
  }

  before(bucket: string, period: 'day' | 'week' | 'month'): string {
    if (period !== 'month') return back(bucket, period === 'day' ? 1 : 7);
    return `${back(bucket, 1).slice(0, 7)}-01`;
  }
}

const back = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00Z`) - days * DAY).toISOString().slice(0, 10);

function compares({ is, values = [] }: PropertyFilter, value: string | null | undefined): boolean {
  if (is === 'isSet') return value != null;
  if (is === 'isNotSet') return value == null;
  if (values.length === 0) return true;
  const among = value != null && values.includes(value);
  return is === 'is' ? among : !among;
}

const USERS = ['a', 'b', 'c', 'd', 'e', 'f'];
const COUNTRIES = ['NO', 'SE', null];
/** Across the change of clocks in Berlin of 27 October 2024, on a coarse grid so that times tie. */
const FROM = Date.UTC(2024, 9, 20);
const instants = fc.integer({ min: 0, max: 24 * 16 }).map((n) => FROM + n * HOUR);
const logs: fc.Arbitrary<Log> = fc.record({
  events: fc.array(
    fc.record({
      user: fc.option(fc.constantFrom(...USERS), { freq: 20 }),
      ms: fc.option(instants, { freq: 20 }),
      event: fc.constantFrom(...NAMES),
      country: fc.constantFrom(...COUNTRIES),
    }),
    { minLength: 1, maxLength: 60 },
  ),
  plans: fc.dictionary(fc.constantFrom(...USERS), fc.constantFrom('pro', 'free', null), { noNullPrototype: true }),
  settings: fc.record({
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    language: fc.constant('en' as const),
    sessionGapMinutes: fc.constant(30),
  }),
});

const filters: fc.Arbitrary<PropertyFilter> = fc.record({
  property: fc.constantFrom('country', 'users.plan'),
  is: fc.constantFrom('is' as const, 'isNot' as const, 'isSet' as const, 'isNotSet' as const),
  values: fc.subarray(['NO', 'SE', 'pro', 'free']),
});
const patterns: fc.Arbitrary<EventPattern> = fc.record({
  events: fc.subarray(NAMES),
  where: fc.array(filters, { maxLength: 1 }),
});
const hours = fc.integer({ min: 1, max: 150 }).map((n) => `${n}h`);
const optional = { requiredKeys: [] as [] };
const spans: fc.Arbitrary<Span> = fc.record({ from: instants, to: instants, last: hours }, optional);
const times = fc.oneof(
  fc.record({ exactly: fc.nat(4) }),
  fc.record({ atLeast: fc.nat(4), atMost: fc.nat(6) }, { requiredKeys: ['atLeast'] }),
  fc.record({ atMost: fc.nat(4) }),
);

const conditions = fc.letrec<{ any: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(
    fc.record(
      { kind: fc.constant('did' as const), what: patterns, times, within: spans, ofFirst: hours },
      { requiredKeys: ['kind', 'what'] },
    ),
    fc.record({ kind: fc.constant('first' as const), what: patterns, within: spans }),
    fc.record(
      {
        kind: fc.constant('sequence' as const),
        steps: fc.array(patterns, { minLength: 1, maxLength: 4 }),
        window: hours,
        within: spans,
      },
      { requiredKeys: ['kind', 'steps'] },
    ),
    fc.record({
      kind: fc.constant('property' as const),
      filter: filters,
      at: fc.constantFrom('first' as const, 'last' as const, 'any' as const),
    }),
    fc.record({ kind: fc.constant('list' as const), users: fc.subarray([...USERS, 'zoe']) }),
    fc.record(
      {
        kind: fc.constant('stage' as const),
        stage: fc.constantFrom('new' as const, 'returning' as const, 'resurrecting' as const, 'dormant' as const),
        period: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        at: instants,
      },
      { requiredKeys: ['kind', 'stage', 'period'] },
    ),
  ) as fc.Arbitrary<Condition>,
  any: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { arbitrary: tie('leaf'), weight: 4 },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('any'), { maxLength: 3 }),
      }),
      weight: 1,
    },
    { arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('any') }), weight: 1 },
  ) as fc.Arbitrary<Condition>,
}));

it('finds whom a walk over every event finds; with its complement everyone, and no one twice', async () => {
  const property = fc.asyncProperty(
    logs,
    fc.array(conditions.any, { minLength: 3, maxLength: 6 }),
    async (log, all) => {
      await load(log);
      const brute = new Brute(log);
      for (const condition of all) {
        const [inside, outside] = [await found(condition), await found({ kind: 'not', of: condition })];
        expect(inside).toEqual(brute.of(condition));
        expect([...inside, ...outside].sort()).toEqual(brute.users);
      }
    },
  );
  await fc.assert(property, { numRuns: 30 });
});

it.each(['did', 'first', 'sequence', 'property', 'stage'] as const)('%s, as a walk finds it', async (kind) => {
  const ofKind = conditions.leaf.filter((each) => each.kind === kind);
  const property = fc.asyncProperty(logs, fc.array(ofKind, { minLength: 4, maxLength: 4 }), async (log, all) => {
    await load(log);
    const brute = new Brute(log);
    for (const condition of all) expect(await found(condition)).toEqual(brute.of(condition));
  });
  await fc.assert(property, { numRuns: 12 });
});

describe('cohorts within a condition', () => {
  const cohort = (id: string, rule: Condition) => ({ id, name: id.toUpperCase(), rule });
  const list = (user: string): Condition => ({ kind: 'list', users: [user] });
  const of = (id: string): Condition => ({ kind: 'cohort', id });

  it('stand for their rules, those of marks too', () => {
    const cohorts = [cohort('a', { kind: 'not', of: of('b') }), cohort('b', list('x'))];
    expect(withoutCohorts({ kind: 'and', of: [of('a'), of('b')] }, cohorts)).toEqual({
      kind: 'and',
      of: [{ kind: 'not', of: list('x') }, list('x')],
    });
    const mark = { kind: 'mark', analysis: 'f', version: 1, params: {}, mark: '1', label: '' } as const;
    expect(withoutCohorts({ ...mark, scope: { population: of('b') } }, cohorts)).toEqual({
      ...mark,
      scope: { population: list('x') },
    });
  });

  it('may not rest on themselves, be missing, or grow without end', () => {
    const circle = [cohort('a', { kind: 'not', of: of('b') }), cohort('b', { kind: 'or', of: [of('a')] })];
    expect(() => withoutCohorts(of('a'), circle)).toThrow(/^population\.cohort-cycle .*A → B → A/);
    expect(() => withoutCohorts(of('c'), circle)).toThrow(/^population\.unknown-cohort .*"c"/);
    const twice = Array.from({ length: 40 }, (_, n) =>
      cohort(`${n}`, { kind: 'or', of: [of(`${n + 1}`), of(`${n + 1}`)] }),
    );
    expect(() => withoutCohorts(of('0'), [...twice, cohort('40', list('x'))])).toThrow(/^population\.too-large/);
    expect(() => withoutCohorts(of('a'), [cohort('a', { kind: 'did' } as never)])).toThrow(/^population\.invalid/);
  });
});

describe('what is no scope or condition', () => {
  it.each<[unknown, string]>([
    [{ kind: 'did' }, 'what'],
    [{ kind: 'did', what: { events: 'buy' } }, 'what.events'],
    [{ kind: 'did', what: buy, times: { atleast: 2 } }, 'times.atleast'],
    [{ kind: 'did', what: buy, within: { last: 'soon' } }, 'within.last'],
    [{ kind: 'did', what: buy, within: { from: 1e17 } }, 'within.from'],
    [{ kind: 'sequence', steps: [] }, 'steps'],
    [{ kind: 'not', of: { kind: 'nobody' } }, 'of.kind'],
    [{ kind: 'and', of: [{ kind: 'list', users: [7] }] }, 'of.0.users.0'],
    [null, ''],
    ['everyone', ''],
  ])('%j is refused, and where', (value, path) => {
    try {
      checkCondition(value);
    } catch (error) {
      expect(error).toMatchObject({ name: 'population.invalid', values: { path } });
      return;
    }
    expect.fail('it was accepted');
  });

  it('is one nested without end', () => {
    let condition: Condition = { kind: 'and', of: [] };
    for (let n = 0; n < 5000; n++) condition = { kind: 'not', of: condition };
    expect(() => checkCondition(condition)).toThrow(/^population\.too-large/);
  });

  it('but a scope that names nothing is none', () => {
    for (const nothing of [undefined, null, {}, { span: {} }, { events: [], where: [] }])
      expect(checkScope(nothing)).toBeUndefined();
    const scope = { population: { kind: 'and', of: [] }, span: { last: `${WEEK / DAY}d` }, events: ['a'] };
    expect(checkScope({ ...scope, where: [] })).toEqual(scope);
  });
});

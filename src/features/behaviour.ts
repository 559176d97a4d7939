import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';
import { DAY } from '../core/calendar.ts';
import { bucketNumber, localTime } from '../sql/calendar.ts';
import { eventsWhere, hasField, observationEnd } from './events.ts';
import { amountSql, isFinite } from './rfm.ts';

/** Kinds of features, chosen together. */
export const featureSets = ['activity', 'value', 'mix', 'clock', 'variety', 'properties'] as const;
export type FeatureSet = (typeof featureSets)[number];

/** One figure of a user: what it is, and what of. */
export interface BehaviourFeature {
  /** Its column: no two alike. */
  name: string;
  set: FeatureSet;
  /** What the figure says, for words: `recency`, `events`, `evening`, `share`, … */
  kind: string;
  /** The event or property it is about; '' for none. */
  of: string;
  /** Long-tailed: reads better on a logarithmic scale. */
  skewed: boolean;
  /** An aggregate over the user's valid events, DOUBLE, never null. */
  expression: string;
}

export interface BehaviourOptions {
  sets: readonly FeatureSet[];
  /** How many of the most common events get a share each; 8 by default. */
  events?: number;
  /** How many numeric properties get a mean each; 10 by default. */
  properties?: number;
}

const DAY_US = 1000 * DAY;

export type Part = Omit<BehaviourFeature, 'name' | 'set' | 'of'> & { of?: string };

const share = (condition: string): string => `avg(CASE WHEN ${condition} THEN 1e0 ELSE 0e0 END)`;

function activity(data: Dataset, sql: Dialect): Part[] {
  const end = 1000 * (observationEnd(data) ?? 0);
  const [first, last] = ['min', 'max'].map((name) => `${name}(${sql.epochUs('"time"')})`);
  const parts = [
    { kind: 'recency', expression: `(${end} - ${last}) / ${DAY_US}` },
    { kind: 'tenure', expression: `(${end} - ${first}) / ${DAY_US}` },
    { kind: 'events', expression: 'count(*)' },
    { kind: 'days', expression: `count(DISTINCT ${bucketNumber('day', '"time"', data, sql)})` },
    // With a single event the gap is unknown: the time that has passed since is the least it can be.
    {
      kind: 'gap',
      expression: `coalesce((${last} - ${first}) / nullif(count(*) - 1, 0), ${end} - ${last}) / ${DAY_US}`,
    },
    ...(hasField(data, 'session') ? [{ kind: 'sessions', expression: 'count(DISTINCT "session")' }] : []),
  ];
  return parts.map((part) => ({ ...part, skewed: true }));
}

function value(data: Dataset, sql: Dialect): Part[] {
  const amount = amountSql('', data, sql);
  if (!amount) return [];
  const over = (name: string) => `coalesce(${name}(${amount}) FILTER (WHERE ${isFinite(amount)}), 0)`;
  return [
    { kind: 'value', expression: over('sum'), skewed: true },
    { kind: 'meanValue', expression: over('avg'), skewed: true },
  ];
}

/** One event alone would have the share 1 for everyone. */
const mix = (data: Dataset, sql: Dialect, events: number): Part[] =>
  data.events.length < 2
    ? []
    : data.events.slice(0, events).map(({ name }) => ({
        kind: 'share',
        of: name,
        expression: share(`"event" = ${sql.literal(name)}`),
        skewed: false,
      }));

/** The hour of the day (0 to 23) and of the week's days the number (Monday is 1), in the project's zone: expressions over the events view. */
export function clockOf(data: Dataset, sql: Dialect): { hour: string; weekday: string } {
  const local = localTime('"time"', data, sql);
  return { hour: `extract('hour' FROM ${local})`, weekday: `extract('isodow' FROM ${local})` };
}

/** Shares of a user's events by the clock on the wall of the project's zone; the night is what remains, 0 to 6 h. */
export function clock({ hour, weekday }: ReturnType<typeof clockOf>): Part[] {
  const between = (from: number, to: number) => share(`${hour} >= ${from} AND ${hour} < ${to}`);
  return [
    { kind: 'night', expression: between(0, 6) },
    { kind: 'morning', expression: between(6, 12) },
    { kind: 'afternoon', expression: between(12, 18) },
    { kind: 'evening', expression: between(18, 24) },
    { kind: 'weekend', expression: share(`${weekday} >= 6`) },
  ].map((part) => ({ ...part, skewed: false }));
}

export function variety(data: Dataset): Part[] {
  const counted = (kind: string, field: string): Part[] =>
    hasField(data, field) ? [{ kind, expression: `count(DISTINCT "${field}")`, skewed: true }] : [];
  return [...counted('items', 'item'), ...(data.events.length > 1 ? counted('eventNames', 'event') : [])];
}

/** Roles that other sets read already. */
const READ_ELSEWHERE = ['value', 'price', 'quantity'];

/** The mean of a numeric property over the user's events; of those without any, the mean over the whole log. */
function properties(data: Dataset, sql: Dialect, most: number): Part[] {
  const numeric = data.properties.filter(
    ({ view, kind, name }) => view === 'events' && kind === 'number' && !READ_ELSEWHERE.includes(name),
  );
  return numeric.slice(0, most).map(({ name, column }) => {
    const property = `CAST(${sql.identifier(column)} AS DOUBLE)`;
    const mean = `avg(${property}) FILTER (WHERE ${isFinite(property)})`;
    const ofAll = `(SELECT ${mean} FROM ${eventsWhere(sql)})`;
    return { kind: 'property', of: name, expression: `coalesce(${mean}, ${ofAll}, 0)`, skewed: false };
  });
}

/** The features that a log offers of the sets chosen, in order. */
export function behaviourFeatures(data: Dataset, sql: Dialect, options: BehaviourOptions): BehaviourFeature[] {
  const made: Record<FeatureSet, () => Part[]> = {
    activity: () => activity(data, sql),
    value: () => value(data, sql),
    mix: () => mix(data, sql, options.events ?? 8),
    clock: () => clock(clockOf(data, sql)),
    variety: () => variety(data),
    properties: () => properties(data, sql, options.properties ?? 10),
  };
  const chosen = featureSets.filter((set) => options.sets.includes(set));
  return chosen
    .flatMap((set) => made[set]().map((part) => ({ of: '', ...part, set })))
    .map((feature, n) => ({ ...feature, name: `f${n}` }));
}

/**
 * One row for each user with a valid event, in order of the name (so a user's code is the row): "user", and each feature as DOUBLE, never
 * null. One GROUP BY over the log.
 */
export function behaviourQuery(sql: Dialect, features: readonly BehaviourFeature[]): string {
  const columns = features.map(({ name, expression }) => `CAST(${expression} AS DOUBLE) AS ${name}`);
  return `SELECT ${['"user"', ...columns].join(',\n  ')}
FROM ${eventsWhere(sql)} GROUP BY "user" ORDER BY "user"`;
}

/** What the columns of `behaviourQuery` mean, one row each, in order: name, kind, of (VARCHAR), skewed (BOOLEAN). */
export function behaviourLegend(sql: Dialect, features: readonly BehaviourFeature[]): string {
  const empty = `SELECT 0 AS place, '' AS name, '' AS kind, '' AS "of", FALSE AS skewed WHERE FALSE`;
  const rows = features.map(
    ({ name, kind, of, skewed }, place) =>
      `SELECT ${[place, name, kind, of, skewed].map((value) => sql.literal(value)).join(', ')}`,
  );
  return `SELECT name, kind, "of", skewed FROM (${[empty, ...rows].join(' UNION ALL ')}) ORDER BY place`;
}

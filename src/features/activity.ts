import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';
import { DAY } from '../core/calendar.ts';
import { eventsWhere, hasField, startsSession } from './events.ts';

export interface ActivityOptions {
  /** Epoch ms: only events strictly before it are looked at. */
  cutoff: number;
  /** How far back from the cutoff, in ms. */
  history: number;
  /** An event whose own count and recency become features too. */
  target?: string;
  /** How many of the most common events get a feature of their share; 8 by default. */
  events?: number;
}

/** One feature: its column, and how it comes from a user's events, each with its time `t` and the time before it, `p`, in µs. */
export interface ActivityFeature {
  name: string;
  /** What the figure says, for words: `recency`, `share`, … */
  kind: string;
  /** The event, or the number of days, that it is about; '' for none. */
  of: string;
  expression: string;
  /** Long-tailed, so that a model reads it better on a logarithmic scale. */
  skewed: boolean;
}

const MICROSECONDS = 1000;
const DAY_US = DAY * MICROSECONDS;

const skewed = (name: string, expression: string, kind = name, of = ''): ActivityFeature => ({
  name,
  kind,
  of,
  expression,
  skewed: true,
});
const even = (name: string, expression: string, kind = name, of = ''): ActivityFeature => ({
  ...skewed(name, expression, kind, of),
  skewed: false,
});

/** Days between a moment and the cutoff. */
const daysBefore = (cutoff: number, moment: string): string => `(${cutoff * MICROSECONDS} - ${moment}) / ${DAY_US}`;

const countSince = (cutoff: number, age: number): string =>
  `count(*) FILTER (WHERE t >= ${(cutoff - age) * MICROSECONDS})`;

/** How long before the cutoff the last event was, and the first one of the history. */
export const reach = ({ cutoff }: ActivityOptions): ActivityFeature[] => [
  skewed('recency_days', daysBefore(cutoff, 'max(t)')),
  skewed('tenure_days', daysBefore(cutoff, 'min(t)')),
];

/** Days are counted in steps of 24 hours back from the cutoff, so that no zone and no changeover moves them. */
export function frequency({ cutoff, history }: ActivityOptions): ActivityFeature[] {
  const day = (moment: string) => `floor(${daysBefore(cutoff, moment)})`;
  const recent = [7, 30].filter((days) => days * DAY < history);
  return [
    skewed('events', 'count(*)'),
    ...recent.map((days) => skewed(`events_${days}d`, countSince(cutoff, days * DAY), 'events_recent', String(days))),
    skewed('active_days', `count(*) FILTER (WHERE p IS NULL OR ${day('p')} <> ${day('t')})`),
  ];
}

/** With a single event the gap is unknown: it is taken to be as long as the history. */
export const tempo = ({ history }: ActivityOptions): ActivityFeature[] => [
  skewed('gap_mean_days', `coalesce((max(t) - min(t)) / nullif(count(*) - 1, 0) / ${DAY_US}, ${history / DAY})`),
  skewed('gap_sd_days', `coalesce(stddev_pop(t - p) / ${DAY_US}, 0)`),
];

/** Sessions by the rule of `events.ts`, within the one scan; a mapped session column counts instead. */
export const sessions = (data: Dataset): ActivityFeature =>
  hasField(data, 'session')
    ? skewed('sessions', 'count(DISTINCT "session")')
    : skewed('sessions', `1 + count(*) FILTER (WHERE ${startsSession('t - p', data)})`);

/** An amount's sum and mean. Values that are no finite number are left out: only there does v − v differ from 0. */
export const value = (amount = '"value"'): ActivityFeature[] =>
  ['sum', 'avg'].map((name) =>
    skewed(
      name === 'sum' ? 'value_sum' : 'value_mean',
      `coalesce(${name}(${amount}) FILTER (WHERE ${amount} - ${amount} = 0), 0)`,
    ),
  );

/** Logarithm of the events in the recent half of the history over those in the earlier half, one added to each. */
export function trend({ cutoff, history }: ActivityOptions): ActivityFeature {
  const recent = countSince(cutoff, history / 2);
  return even('trend', `ln((1.0 + ${recent}) / (1.0 + count(*) - ${recent}))`);
}

/** How often and how recently the events came that meet a condition. */
export function target(done: string, options: ActivityOptions): ActivityFeature[] {
  const last = daysBefore(options.cutoff, `max(t) FILTER (WHERE ${done})`);
  return [
    skewed('target_events', `count(*) FILTER (WHERE ${done})`),
    skewed('target_recency_days', `coalesce(${last}, ${options.history / DAY})`),
  ];
}

/** Names that SQL tells apart: it doesn't see the difference between `Buy` and `buy`. */
function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name.toLowerCase()) ?? 0) + 1;
    seen.set(name.toLowerCase(), times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** Which events get a share is settled by the whole log; a share itself is counted before the cutoff only. */
export function mix(data: Dataset, sql: Dialect, options: ActivityOptions): ActivityFeature[] {
  const events = data.events.slice(0, options.events ?? 8).map(({ name }) => name);
  // One event alone would have the share 1 for everyone.
  if (events.length < 2) return [];
  const names = distinctNames(events.map((event) => `share: ${event}`));
  return events.map((event, at) =>
    even(names[at]!, `1.0 * count(*) FILTER (WHERE "event" = ${sql.literal(event)}) / count(*)`, 'share', event),
  );
}

/** The features of `activityFeatures`, in the order of its columns. */
export function activityColumns(data: Dataset, sql: Dialect, options: ActivityOptions): ActivityFeature[] {
  return [
    ...reach(options),
    ...frequency(options),
    ...tempo(options),
    sessions(data),
    ...(hasField(data, 'value') ? value() : []),
    ...(options.target ? target(`"event" = ${sql.literal(options.target)}`, options) : []),
    trend(options),
    ...mix(data, sql, options),
  ];
}

/** Every user's events of the history, each with the time of the one before; ties don't matter to a gap. */
function ordered(data: Dataset, sql: Dialect, { cutoff, history }: ActivityOptions): string {
  const fields = ['event', 'value', 'session'].filter((field) => hasField(data, field)).map((field) => `, "${field}"`);
  const time = sql.epochUs('"time"');
  const within = `"time" >= ${sql.timestamp(cutoff - history)} AND "time" < ${sql.timestamp(cutoff)}`;
  return `SELECT "user", ${time} AS t, lag(${time}) OVER (PARTITION BY "user" ORDER BY "time") AS p${fields.join('')}
  FROM ${eventsWhere(sql, within)}`;
}

/**
 * What each user did in `history` before `cutoff`: "user" and one DOUBLE per feature, never null, one row for each user with
 * an event there. An event at or after the cutoff changes nothing. One scan, one sort within users.
 */
export function activityFeatures(data: Dataset, sql: Dialect, options: ActivityOptions): string {
  const columns = activityColumns(data, sql, options).map(
    ({ name, expression }) => `CAST(${expression} AS DOUBLE) AS ${sql.identifier(name)}`,
  );
  return `SELECT "user",
  ${columns.join(',\n  ')}
FROM (
  ${ordered(data, sql, options)}
) GROUP BY "user"`;
}

/** Who does the target (any event, where it is empty) after `cutoff`, until `horizon` ms later inclusive: one column "user". */
export function usersDoing(data: Dataset, sql: Dialect, target: string, cutoff: number, horizon: number): string {
  const event = target && hasField(data, 'event') ? ` AND "event" = ${sql.literal(target)}` : '';
  const within = `"time" > ${sql.timestamp(cutoff)} AND "time" <= ${sql.timestamp(cutoff + horizon)}${event}`;
  return `SELECT DISTINCT "user" FROM ${eventsWhere(sql, within)}`;
}

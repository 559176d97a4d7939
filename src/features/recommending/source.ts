import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import type { SignalParams } from '../../contract/recommending.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, hasField, observationEnd } from '../events.ts';
import { checkEvents } from '../patterns.ts';
import { isFinite } from '../rfm.ts';
import { sessionColumns } from '../timeline.ts';
import { numberValue } from '../values.ts';

/** Where signals come from, as SQL. */
export interface SignalSource {
  /** The signals: "user", "item", t, r, w and, where sessions are named, s. */
  signals: string;
  /** Each user who has a code, once: "user". */
  users: string;
  /** Each item that an event or rating names, once: "item". */
  items: string;
  /** Whether the signals have s. */
  isNamed: boolean;
  /** An expression: epoch ms up to which the data reaches; NULL without times. */
  end: string;
}

const HAS_ITEM = '"item" IS NOT NULL';

interface Weighing {
  /** What an event counts, DOUBLE. */
  weight: string;
  /** Whether it counts at all; undefined: each does. */
  condition?: string;
}

/** Throws `params.unknown-event`. */
function weighing({ events }: SignalParams, data: Dataset, sql: Dialect): Weighing {
  if (events.length === 0) return { weight: '1e0' };
  const names = events.map(({ event }) => event);
  checkEvents(names, data);
  if (!hasField(data, 'event')) throw new AppError('params.unknown-event', { event: names[0]!, known: '' });
  // The first weight of a name counts, as it does in CASE.
  const counting = events.filter(({ event, weight }, n) => weight > 0 && names.indexOf(event) === n);
  if (counting.length === 0) return { weight: '1e0', condition: 'FALSE' };
  const cases = counting.map(({ event, weight }) => `WHEN ${sql.literal(event)} THEN ${sql.literal(weight)}`);
  const among = counting.map(({ event }) => sql.literal(event)).join(', ');
  return { weight: `CAST(CASE "event" ${cases.join(' ')} END AS DOUBLE)`, condition: `"event" IN (${among})` };
}

/** The log's events, what each counts said by `weight`. */
function fromEvents({ weight, condition }: Weighing, data: Dataset, sql: Dialect): SignalSource {
  if (!hasField(data, 'item')) throw new AppError('recommend.no-items');
  const named = Object.entries(sessionColumns(data, sql)).map(([name, expression]) => `, ${expression} AS ${name}`);
  const last = observationEnd(data);
  return {
    signals: `SELECT "user", "item", ${sql.epochUs('"time"')} AS t, CAST("row" AS INTEGER) AS r, ${weight} AS w${named.join('')}
  FROM ${eventsWhere(sql, [HAS_ITEM, ...(condition ? [condition] : [])].join(' AND '))}`,
    users: `SELECT DISTINCT "user" FROM ${eventsWhere(sql)}`,
    items: `SELECT DISTINCT "item" FROM ${eventsWhere(sql, HAS_ITEM)}`,
    isNamed: named.length > 0,
    end: last === null ? 'NULL' : sql.literal(last),
  };
}

/** The reviews that say who rated what, and when where times are mapped. */
function fromReviews(fields: readonly string[], sql: Dialect): SignalSource {
  const isTimed = fields.includes('time');
  const whole = ['"user" IS NOT NULL', HAS_ITEM, isFinite('"rating"'), ...(isTimed ? ['"time" IS NOT NULL'] : [])];
  const from = `${sql.view('reviews')} AS reviews WHERE ${whole.join(' AND ')}`;
  return {
    signals: `SELECT "user", "item", ${isTimed ? sql.epochUs('"time"') : '0e0'} AS t, CAST("row" AS INTEGER) AS r, "rating" AS w
  FROM ${from}`,
    users: `SELECT DISTINCT "user" FROM ${from}`,
    items: `SELECT DISTINCT "item" FROM ${from}`,
    isNamed: false,
    end: isTimed ? `(SELECT max(${sql.epochMs('"time"')}) FROM ${from})` : 'NULL',
  };
}

const rates = (data: Dataset): boolean =>
  ['user', 'item', 'rating'].every((field) => data.views.reviews?.includes(field));

/** Whether ratings are read from the mapped reviews; else from the log. */
export const readsReviews = ({ feedback, rating }: SignalParams, data: Dataset): boolean =>
  feedback === 'ratings' && rating === '' && !(hasField(data, 'value') && hasField(data, 'item')) && rates(data);

/** Those of the users' table too, who may have done nothing yet: a list is for them as well. */
const withListed = (source: SignalSource, data: Dataset, sql: Dialect): SignalSource =>
  data.views.users?.includes('user')
    ? { ...source, users: `${source.users}\n  UNION SELECT "user" FROM ${sql.view('users')} WHERE "user" IS NOT NULL` }
    : source;

/**
 * Where the signals of these parameters come from. Throws `recommend.no-items`, `recommend.no-ratings`, `params.unknown-event`,
 * `params.unknown-property`, `params.not-a-number`.
 */
export const sourceOf = (params: SignalParams, data: Dataset, sql: Dialect): SignalSource =>
  withListed(signalSource(params, data, sql), data, sql);

function signalSource(params: SignalParams, data: Dataset, sql: Dialect): SignalSource {
  if (params.feedback === 'implicit') return fromEvents(weighing(params, data, sql), data, sql);
  if (readsReviews(params, data)) return fromReviews(data.views.reviews!, sql);
  if (!hasField(data, 'item')) throw new AppError('recommend.no-items');
  if (params.rating === '' && !hasField(data, 'value')) throw new AppError('recommend.no-ratings');
  const weight = numberValue(params.rating || 'value', data, sql);
  return fromEvents({ weight, condition: isFinite(weight) }, data, sql);
}

import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { EventPattern, Property } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import { patternOf, patternSql, propertyOf, propertyText } from '../../features/patterns.ts';
import { timelineQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** The channels with most users are told apart; the rest is one. */
export const MOST_CHANNELS = 40;

/** Where the conversion is not said: the last of the three events that most users did. */
const USUAL_STEPS = 3;

const SOUNDS_LIKE_CHANNEL = /channel|source|medium|campaign|referr?er|utm/i;

const EVENT: Property = { name: 'event', view: 'events', column: 'event', kind: 'text' };

/** The events that convert. Throws `attribution.no-events` where the log names none. */
export function conversionOf(params: Params, data: Dataset): EventPattern {
  if (params.conversion !== '') return patternOf(params.conversion);
  const usual = data.events.slice(0, USUAL_STEPS).at(-1);
  if (!usual) throw new AppError('attribution.no-events');
  return { events: [usual.name] };
}

/** The column of channels. Throws `params.unknown-property`, and `attribution.not-of-events` for a user's own property. */
export function channelOf(params: Params, data: Dataset): Property {
  if (params.channel !== '') {
    const property = propertyOf(params.channel, data);
    if (property.view !== 'events') throw new AppError('attribution.not-of-events', { property: property.name });
    return property;
  }
  const suggested = data.properties.find(
    ({ name, view, kind }) => view === 'events' && kind === 'text' && SOUNDS_LIKE_CHANNEL.test(name),
  );
  return suggested ?? EVENT;
}

function valueSql(params: Params, data: Dataset, sql: Dialect): string {
  if (params.value === '') return 'CAST(0 AS DOUBLE)';
  const { name, view, kind, column } = propertyOf(params.value, data);
  if (view !== 'events' || kind !== 'number') throw new AppError('attribution.no-number', { property: name });
  return `coalesce(CAST(${sql.identifier(column)} AS DOUBLE), 0)`;
}

const patternText = ({ events, where = [] }: EventPattern): string =>
  [
    events.join(' | ') || '*',
    ...where.map((filter) => [filter.property, filter.is, ...(filter.values ?? [])].join(' ')),
  ].join(', ');

/**
 * `events`: conversions (e has bit 1) and touches (bit 2), `c` the channel's hash and `v` the value. `channels`: the channels
 * with most users, with their hashes. `plan`: what the defaults came to.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'events' | 'channels' | 'plan', Query> {
  parseDuration(params.window);
  if (parseDuration(params.halfLife) === null) throw new AppError('params.bad-duration', { value: params.halfLife });
  if (params.positionFirst + params.positionLast > 100) {
    throw new AppError('attribution.too-much', { sum: params.positionFirst + params.positionLast });
  }
  const conversion = conversionOf(params, data);
  const channel = channelOf(params, data);
  const converts = patternSql(conversion, data, sql);
  const text = propertyText(channel, sql);
  // Where the channels are the events themselves, a conversion is no touch of its own.
  const touches = `${text} IS NOT NULL${channel.column === 'event' ? ` AND NOT (${converts})` : ''}`;
  return {
    events: timelineQuery(data, sql, {
      code: `(CASE WHEN ${converts} THEN 1 ELSE 0 END + CASE WHEN ${touches} THEN 2 ELSE 0 END)`,
      where: `(${converts}) OR (${touches})`,
      more: { c: sql.hash([text]), v: valueSql(params, data, sql) },
    }),
    channels: `SELECT ${text} AS name, ${sql.hash([text])} AS code, CAST(count(DISTINCT "user") AS DOUBLE) AS users
FROM ${eventsWhere(sql, touches)} GROUP BY ${text} ORDER BY users DESC, name LIMIT ${MOST_CHANNELS}`,
    plan: `SELECT ${sql.literal(patternText(conversion))} AS conversion, ${sql.literal(channel.name)} AS channel`,
  };
}

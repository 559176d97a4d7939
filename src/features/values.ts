import type { Dialect } from '../contract/dialect.ts';
import type { Property } from '../contract/population.ts';
import type { Dataset } from '../contract/project.ts';
import { AppError } from '../core/errors.ts';
import { propertyOf } from './patterns.ts';

/**
 * A property's column over `eventsWhere`: what is said of users is looked up by the event's user, one value each. The user's name
 * is qualified: DuckDB takes a bare "user" that a subquery doesn't have for the name of the session's user.
 */
function overEvents({ view, column }: Property, type: 'VARCHAR' | 'DOUBLE', sql: Dialect): string {
  const value = `CAST(${sql.identifier(column)} AS ${type})`;
  if (view === 'events') return value;
  return `(SELECT min(known_value) FROM (SELECT "user" AS known_user, ${value} AS known_value FROM ${sql.view(view)}) AS known WHERE known_user = events."user")`;
}

/** The property named, as text, over the events view; null stays null. Throws `params.unknown-property`. */
export const textValue = (name: string, data: Dataset, sql: Dialect): string =>
  overEvents(propertyOf(name, data), 'VARCHAR', sql);

/** The numeric property named, over the events view, NaN where there is none. Throws `params.not-a-number`. */
export function numberValue(name: string, data: Dataset, sql: Dialect): string {
  const property = propertyOf(name, data);
  if (property.kind !== 'number') throw new AppError('params.not-a-number', { property: name, kind: property.kind });
  return `coalesce(${overEvents(property, 'DOUBLE', sql)}, ${sql.literal(NaN)})`;
}

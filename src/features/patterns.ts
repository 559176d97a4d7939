import * as v from 'valibot';
import type { Dialect } from '../contract/dialect.ts';
import type { Comparison, EventPattern, Property, PropertyFilter } from '../contract/population.ts';
import type { Dataset } from '../contract/project.ts';
import { AppError } from '../core/errors.ts';

/** Which events are meant, as parameters and in SQL: the one reading that funnels, cohorts and filters share. */

const COMPARISONS = [
  'is',
  'isNot',
  'contains',
  'notContains',
  'greater',
  'atLeast',
  'less',
  'atMost',
  'isSet',
  'isNotSet',
] as const satisfies readonly Comparison[];

export const filterSchema = v.object({
  property: v.string(),
  is: v.optional(v.picklist(COMPARISONS), 'is'),
  values: v.optional(v.array(v.union([v.string(), v.number(), v.boolean()])), []),
});

/** A list of filters, all of which must hold. */
export const filtersSchema = v.pipe(v.array(filterSchema), v.metadata({ form: 'filters' }));

/** One event by its name, or any of several, with filters. */
export const patternSchema = v.pipe(
  v.union([v.string(), v.object({ events: v.array(v.string()), where: v.optional(v.array(filterSchema), []) })]),
  v.metadata({ form: 'pattern' }),
);

/** A funnel's step: a pattern that may be left out of an attempt, that has a window of its own, or a name. */
export const stepSchema = v.union([
  v.string(),
  v.object({
    events: v.array(v.string()),
    where: v.optional(v.array(filterSchema), []),
    optional: v.optional(v.boolean(), false),
    /** From the step before to this one: a duration. */
    within: v.optional(v.string()),
    name: v.optional(v.string()),
  }),
]);

/** The pattern that a parameter means; an empty name is any event. */
export const patternOf = (value: v.InferOutput<typeof patternSchema>): EventPattern =>
  typeof value === 'string' ? { events: value === '' ? [] : [value] } : value;

/** The dataset names at most so many events: in a longer list a name may be missing and yet exist. */
const NAMED_EVENTS = 500;

/** Throws `params.unknown-event` for a name that no event of the log has. */
export function checkEvents(names: readonly string[], data: Dataset): void {
  if (data.events.length >= NAMED_EVENTS) return;
  const unknown = names.find((name) => !data.events.some((event) => event.name === name));
  if (unknown === undefined) return;
  const known = data.events.slice(0, 30).map((event) => event.name);
  throw new AppError('params.unknown-event', { event: unknown, known: known.join(', ') });
}

/** Throws `params.unknown-property`. */
export function propertyOf(name: string, data: Dataset): Property {
  const found = data.properties.find((property) => property.name === name);
  if (found) return found;
  const known = data.properties.slice(0, 30).map((property) => property.name);
  throw new AppError('params.unknown-property', { property: name, known: known.join(', ') });
}

/** A property's values as text, as breakdowns show them; null stays null. Over the columns of its own view. */
export const propertyText = (property: Property, sql: Dialect): string =>
  `CAST(${sql.identifier(property.column)} AS VARCHAR)`;

const NUMERIC_COMPARISONS: Partial<Record<Comparison, string>> = {
  greater: '>',
  atLeast: '>=',
  less: '<',
  atMost: '<=',
};

/** Whether a filter chooses at all: one without a value is still being written, and holds for everything. */
export const chooses = ({ is, values = [] }: PropertyFilter): boolean =>
  is === 'isSet' || is === 'isNotSet' || values.length > 0;

type Value = string | number | boolean;

/** A value as the property's own kind; throws `params.bad-value` where it is none. */
function literalOf(value: Value, { name, kind }: Property, sql: Dialect): string {
  const bad = () => new AppError('params.bad-value', { property: name, value: String(value), kind });
  if (kind === 'number') {
    const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
    if (Number.isNaN(number)) throw bad();
    return sql.literal(number);
  }
  if (kind === 'time') {
    const ms = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(String(value)) ? String(value) : `${value}Z`);
    if (Number.isNaN(ms)) throw bad();
    return sql.timestamp(ms);
  }
  if (kind === 'boolean') {
    if (!/^(true|false)$/i.test(String(value))) throw bad();
    return sql.literal(/^true$/i.test(String(value)));
  }
  return sql.literal(String(value));
}

/** What the filter says of a column of the property's own view; never null. */
function comparisonSql({ is, values = [] }: PropertyFilter, property: Property, sql: Dialect): string {
  const column = sql.identifier(property.column);
  if (is === 'isSet') return `${column} IS NOT NULL`;
  if (is === 'isNotSet') return `${column} IS NULL`;
  if (!chooses({ property: property.name, is, values })) return 'TRUE';
  const text = `lower(CAST(${column} AS VARCHAR))`;
  const has = values.map((value) => `contains(${text}, ${sql.literal(String(value).toLowerCase())})`).join(' OR ');
  if (is === 'contains') return `coalesce(${has}, FALSE)`;
  if (is === 'notContains') return `NOT coalesce(${has}, FALSE)`;
  const literals = values.map((value) => literalOf(value, property, sql));
  const among = `coalesce(${property.kind === 'text' ? `CAST(${column} AS VARCHAR)` : column} IN (${literals.join(', ')}), FALSE)`;
  if (is === 'is') return among;
  if (is === 'isNot') return `NOT ${among}`;
  return `coalesce(${column} ${NUMERIC_COMPARISONS[is]} ${literals[0]}, FALSE)`;
}

/** A filter as a condition over the events view: what is said of users holds for all their events. Never null. */
export function filterSql(filter: PropertyFilter, data: Dataset, sql: Dialect): string {
  const property = propertyOf(filter.property, data);
  const condition = comparisonSql(filter, property, sql);
  if (property.view === 'events') return condition;
  return `"user" IN (SELECT "user" FROM ${sql.view(property.view)} WHERE "user" IS NOT NULL AND ${condition})`;
}

/** A pattern as a condition over the events view; never null. Throws as `checkEvents` and `propertyOf` do. */
export function patternSql({ events, where = [] }: EventPattern, data: Dataset, sql: Dialect): string {
  checkEvents(events, data);
  const named = `coalesce("event" IN (${events.map((name) => sql.literal(name)).join(', ')}), FALSE)`;
  const all = [...(events.length > 0 ? [named] : []), ...where.map((filter) => filterSql(filter, data, sql))];
  return all.length > 0 ? all.join(' AND ') : 'TRUE';
}

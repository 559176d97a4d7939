import * as v from 'valibot';
import type { Condition, EventPattern, PropertyFilter, Scope, Span } from '../contract/population.ts';
import { AppError } from '../core/errors.ts';
import { filterSchema } from './patterns.ts';

/** Scopes and conditions come from scripts, links and project files: here they are told from anything else. */

/** What a date can be. */
const instant = v.pipe(v.number(), v.safeInteger(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const duration = v.pipe(v.string(), v.regex(/^\s*\d+(\.\d+)?\s*[smhdw]\s*$/i, 'no duration such as 30d'));
const times = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const span: v.GenericSchema<Span> = v.strictObject({
  from: v.optional(instant),
  to: v.optional(instant),
  last: v.optional(duration),
});

const filters = v.array(filterSchema) as unknown as v.GenericSchema<PropertyFilter[]>;
const pattern: v.GenericSchema<EventPattern> = v.strictObject({
  events: v.array(v.string()),
  where: v.optional(filters),
});

/** Deeper, or longer, than any person's rule. */
const mostSteps = 20;
const mostConditions = 1000;
const mostDepth = 50;

const condition: v.GenericSchema<Condition> = v.variant('kind', [
  v.strictObject({
    kind: v.literal('did'),
    what: pattern,
    times: v.optional(
      v.strictObject({ atLeast: v.optional(times), atMost: v.optional(times), exactly: v.optional(times) }),
    ),
    within: v.optional(span),
    ofFirst: v.optional(duration),
  }),
  v.strictObject({ kind: v.literal('first'), what: pattern, within: v.optional(span) }),
  v.strictObject({
    kind: v.literal('sequence'),
    steps: v.pipe(v.array(pattern), v.minLength(1), v.maxLength(mostSteps)),
    window: v.optional(duration),
    within: v.optional(span),
  }),
  v.strictObject({
    kind: v.literal('property'),
    filter: filterSchema,
    at: v.optional(v.picklist(['first', 'last', 'any'])),
  }),
  v.strictObject({ kind: v.literal('list'), users: v.array(v.string()) }),
  v.strictObject({
    kind: v.literal('stage'),
    stage: v.picklist(['new', 'returning', 'resurrecting', 'dormant']),
    period: v.picklist(['day', 'week', 'month']),
    at: v.optional(instant),
  }),
  v.strictObject({
    kind: v.literal('mark'),
    analysis: v.string(),
    version: v.number(),
    params: v.record(v.string(), v.unknown()),
    mark: v.string(),
    label: v.string(),
    scope: v.optional(v.lazy(() => scope)),
  }),
  v.strictObject({ kind: v.literal('cohort'), id: v.string() }),
  v.strictObject({ kind: v.picklist(['and', 'or']), of: v.lazy(() => v.array(condition)) }),
  v.strictObject({ kind: v.literal('not'), of: v.lazy(() => condition) }),
]) as v.GenericSchema<Condition>;

const scope: v.GenericSchema<Scope> = v.strictObject({
  population: v.optional(v.lazy(() => condition)),
  span: v.optional(span),
  events: v.optional(v.array(v.string())),
  where: v.optional(filters),
});

/** The values within an object or array that may hold conditions, however they got there. */
const parts = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).filter((part) => typeof part === 'object') : [];

function checkSize(value: unknown): void {
  let [level, count] = [[value], 0];
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (depth > 3 * mostDepth || count > 10 * mostConditions) throw new AppError('population.too-large');
    level = level.flatMap(parts);
  }
}

function checked<T>(schema: v.GenericSchema<T>, value: unknown): T {
  checkSize(value);
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AppError('population.invalid', { path: v.getDotPath(issue) ?? '', message: issue.message });
}

/** The condition itself; throws `population.invalid` (path, message) or `population.too-large` for anything else. */
export const checkCondition = (value: unknown): Condition => checked(condition, value);

const isEmpty = (value: object | undefined): boolean => value === undefined || Object.keys(value).length === 0;

/** The scope without parts that name nothing; undefined where nothing is left. Throws as `checkCondition` does. */
export function checkScope(value: unknown): Scope | undefined {
  if (value === undefined || value === null) return undefined;
  const { population, span: within, events = [], where = [] } = checked(scope, value);
  const plain: Scope = {
    ...(population && { population }),
    ...(!isEmpty(within) && { span: within }),
    ...(events.length > 0 && { events }),
    ...(where.length > 0 && { where }),
  };
  return isEmpty(plain) ? undefined : plain;
}

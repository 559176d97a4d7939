import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import type { Params } from './params.ts';

/** The dataset names at most so many events: in a longer list a step may be missing and yet exist. */
const NAMED_EVENTS = 500;
const DEFAULT_STEPS = 3;

/** The steps asked for; by default the events that most users did. Throws `funnel.unknown-step` and `funnel.no-steps`. */
export function stepsOf(params: Params, data: Dataset): string[] {
  const known = data.events.map((event) => event.name);
  const unknown = params.steps.find((step) => !known.includes(step));
  if (unknown !== undefined && known.length < NAMED_EVENTS) {
    throw new AppError('funnel.unknown-step', { step: unknown, known: known.slice(0, 30).join(', ') });
  }
  const steps = params.steps.length > 0 ? params.steps : known.slice(0, DEFAULT_STEPS);
  if (steps.length === 0) throw new AppError('funnel.no-steps');
  return steps;
}

/** Numbers the different names from 1, in the order of the steps; 0 is any other event. */
export const stepNames = (steps: readonly string[]): string[] => [...new Set(steps)];

/** The number of an event's name among the steps. */
function stepCode(names: readonly string[], sql: Dialect): string {
  const cases = names.map((name, n) => `WHEN ${sql.literal(name)} THEN ${n + 1}`);
  return `CASE "event" ${cases.join(' ')} ELSE 0 END`;
}

/** The valid events that a funnel looks at: under strict order also those that come in between. */
export function stepEvents(params: Params, names: readonly string[], sql: Dialect): string {
  const steps = `"event" IN (${names.map((name) => sql.literal(name)).join(', ')})`;
  return `SELECT "user", ${sql.epochUs('"time"')} AS t, "row" AS r, ${stepCode(names, sql)} AS step
  FROM ${eventsWhere(sql, params.order === 'strict' ? undefined : steps)}`;
}

/**
 * `steps`: the funnel's steps by name. `users`: for each user with a step event, the times (µs) of the events and, in
 * one number each, the input row and the step's code (row × 32 + code).
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'steps' | 'users', Query> {
  parseDuration(params.window);
  const steps = stepsOf(params, data);
  const names = stepNames(steps);
  const rows = steps.map((name, n) => `(${n}, ${sql.literal(name)})`);
  return {
    steps: `SELECT name FROM (VALUES ${rows.join(', ')}) AS steps(position, name) ORDER BY position`,
    users: {
      perUser: `SELECT "user", ${sql.list('t')} AS times, ${sql.list('CAST(r * 32 + step AS DOUBLE)')} AS marks FROM (
  ${stepEvents(params, names, sql)}
) GROUP BY "user"`,
      merge: 'SELECT times, marks FROM per_user',
    },
  };
}

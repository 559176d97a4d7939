import type { Dialect } from '../../contract/dialect.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { checkEvents, patternSql } from '../../features/patterns.ts';
import { FIRST_EXCLUSION_BIT } from './codes.ts';
import type { Params } from './params.ts';

const DEFAULT_STEPS = 3;

export interface Step extends EventPattern {
  name: string;
  optional: boolean;
  within: string | null;
}

export interface Exclusion extends EventPattern {
  /** Steps by number from 1, within the funnel. */
  from: number;
  to: number;
  effect: 'dropUser' | 'endAttempt';
}

function stepOf(given: Params['steps'][number]): Step {
  if (typeof given === 'string') return { events: [given], where: [], name: given, optional: false, within: null };
  const { events, where, optional, within, name } = given;
  return { events, where, optional, within: within ?? null, name: name?.trim() || events.join(' / ') || '*' };
}

/**
 * The steps asked for; by default the events that most users did. Throws `params.unknown-event`, `funnel.no-steps`, and
 * `funnel.optional-end` where the first or the last step may be left out.
 */
export function stepsOf(params: Params, data: Dataset): Step[] {
  const given = params.steps.length > 0 ? params.steps : data.events.slice(0, DEFAULT_STEPS).map(({ name }) => name);
  const steps = given.map(stepOf);
  for (const step of steps) checkEvents(step.events, data);
  if (steps.length === 0) throw new AppError('funnel.no-steps');
  const end = [steps[0]!, steps.at(-1)!].find((step) => step.optional);
  if (end) throw new AppError('funnel.optional-end', { step: end.name });
  return steps;
}

/** The exclusions; throws `funnel.bad-exclusion` where their steps are not two of the funnel's in this order. */
export function exclusionsOf(params: Params, steps: number, data: Dataset): Exclusion[] {
  return params.exclude.map((given) => {
    const full = typeof given === 'string' ? { events: [given], where: [], from: 1, to: 0 } : given;
    const { events, where, from } = full;
    checkEvents(events, data);
    const to = full.to === 0 ? steps : full.to;
    if (from >= to || to > steps) throw new AppError('funnel.bad-exclusion', { from, to, steps });
    return { events, where, from, to, effect: 'effect' in full ? full.effect : 'dropUser' };
  });
}

/** A pattern and the bit that an event gets which fits it. */
export interface Marked {
  bit: number;
  pattern: EventPattern;
}

export const markedPatterns = (steps: readonly Step[], exclusions: readonly Exclusion[]): Marked[] => [
  ...steps.map((pattern, n) => ({ bit: 1 << n, pattern })),
  ...exclusions.map((pattern, n) => ({ bit: 1 << (FIRST_EXCLUSION_BIT + n), pattern })),
];

/** Whether the number that `eventCode` gives an event is enough to say if it fits. */
export const isPlain = ({ events, where = [] }: EventPattern, data: Dataset): boolean =>
  where.length === 0 && events.length > 0 && events.every((name) => data.events.some((event) => event.name === name));

/** A condition over the events view that holds for every event that fits one of the patterns. */
export const anyOf = (marked: readonly Marked[], data: Dataset, sql: Dialect): string =>
  marked.map(({ pattern }) => `(${patternSql(pattern, data, sql)})`).join(' OR ') || 'FALSE';

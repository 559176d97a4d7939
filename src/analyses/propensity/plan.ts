import type { Dataset } from '../../contract/project.ts';
import { DAY, HOUR, MINUTE, parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { observationEnd } from '../../features/events.ts';
import type { Params } from './params.ts';

/** When what is learnt, tested and scored; ms. */
export interface Plan {
  train: number;
  test: number;
  /** Just after the last event, which then counts too. */
  score: number;
  horizon: number;
  /** As asked, or as long as the log was when the training's cutoff came: a feature means the same at all three cutoffs. */
  history: number;
}

/** The dataset names at most so many events: in a longer list the target may be missing and yet exist. */
const NAMED_EVENTS = 500;

function limited(name: 'horizon' | 'history', text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new AppError('propensity.no-limit', { name });
  return ms;
}

/** A duration of at most `ms` as a person would write it; empty if there is none. */
function durationWithin(ms: number): string {
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
  ] as const) {
    if (ms >= size) return `${Math.floor(ms / size)}${unit}`;
  }
  return '';
}

function assertKnown(target: string, data: Dataset): void {
  const known = data.events.map(({ name }) => name);
  if (target === '' || known.includes(target) || known.length >= NAMED_EVENTS) return;
  throw new AppError('propensity.unknown-event', { event: target, known: known.slice(0, 30).join(', ') });
}

function assertLongEnough(span: number, { horizon }: Params, ms: number): void {
  if (span >= 3 * ms) return;
  const days = (length: number) => Math.round((length / DAY) * 10) / 10;
  const fits = durationWithin(span / 3);
  const values = { span: days(span), needed: days(3 * ms), horizon, fits };
  throw new AppError(fits ? 'propensity.too-short' : 'propensity.no-span', values);
}

/**
 * The cutoffs: training two horizons before the log's end and test one before. The log must hold at least one horizon of
 * history before the first. Throws `propensity.no-events`, `propensity.unknown-event`, `propensity.too-short`.
 */
export function planOf(params: Params, data: Dataset): Plan {
  const horizon = limited('horizon', params.horizon);
  const asked = limited('history', params.history);
  const end = observationEnd(data);
  if (end === null) throw new AppError('propensity.no-events');
  assertKnown(params.target, data);
  const { first } = data.range!;
  assertLongEnough(end - first, params, horizon);
  const train = end - 2 * horizon;
  return { train, test: end - horizon, score: end + 1, horizon, history: Math.min(asked, train - first) };
}

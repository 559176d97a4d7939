import type { Dataset } from '../../contract/project.ts';
import { DAY, HOUR, MINUTE, parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { observationEnd } from '../events.ts';
import type { LearningParams } from './params.ts';

/** When what is learnt, tested and scored; ms. */
export interface Plan {
  /** Ascending. Each label is known before the next cutoff: they lie a gap and a horizon apart. */
  train: number[];
  /** A gap and a horizon before the log's end. */
  test: number;
  /** Just after the last event, which then counts too. */
  score: number;
  horizon: number;
  gap: number;
  /** As asked, or as long as the log was at the first cutoff: a feature means the same at all of them. */
  history: number;
  /** The last event's time. */
  end: number;
}

function limited(name: 'horizon' | 'history', text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new AppError('learning.no-limit', { name });
  return ms;
}

/** `none` and a length of zero are no gap. */
export const gapOf = (text: string): number =>
  /^\s*0+(\.0+)?\s*[smhdw]?\s*$/i.test(text) ? 0 : (parseDuration(text) ?? 0);

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

const days = (ms: number): number => Math.round((ms / DAY) * 10) / 10;

function assertLongEnough(span: number, horizon: number, gap: number): void {
  const needed = 3 * horizon + 2 * gap;
  if (span >= needed) return;
  const fits = durationWithin((span - 2 * gap) / 3);
  throw new AppError(fits ? 'learning.too-short' : 'learning.no-span', {
    span: days(span),
    needed: days(needed),
    horizon: days(horizon),
    fits,
  });
}

/**
 * The test's cutoff is a gap and a horizon before the log's end, those of the training before it at the same distance from each other,
 * as many as are asked for and leave a horizon of history before the first. Throws `learning.no-events`, `learning.no-limit`,
 * `learning.too-short`, `learning.no-span`.
 */
export function planOf(params: LearningParams, data: Dataset): Plan {
  const horizon = limited('horizon', params.horizon);
  const asked = limited('history', params.history);
  const gap = gapOf(params.gap);
  const end = observationEnd(data);
  if (end === null) throw new AppError('learning.no-events');
  const { first } = data.range!;
  assertLongEnough(end - first, horizon, gap);
  const step = gap + horizon;
  const test = end - step;
  const room = Math.floor((test - first - horizon) / step);
  const count = Math.max(1, Math.min(params.cutoffs, room));
  const train = Array.from({ length: count }, (_, n) => test - (count - n) * step);
  return { train, test, score: end + 1, horizon, gap, history: Math.min(asked, train[0]! - first), end };
}

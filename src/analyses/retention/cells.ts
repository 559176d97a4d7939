import { DAY, HOUR, WEEK } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

/** By the rolling clock a month is thirty days. */
export const INTERVAL_MS: Record<Params['period'], number> = { hour: HOUR, day: DAY, week: WEEK, month: 30 * DAY };

const MOST = 3660;
const BRACKET = /^(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?$/;

/** The periods after the first one that a cell spans, both ends included. */
export interface Span {
  from: number;
  to: number;
}

/** `1, 2-3, 4-7` as spans, ascending and apart. Throws `retention.bad-brackets`. */
function bracketsOf(text: string): Span[] {
  const bad = () => new AppError('retention.bad-brackets', { value: text, most: MOST });
  const spans = text.split(/[,，]/).map((part) => {
    const match = BRACKET.exec(part.trim());
    if (!match) throw bad();
    return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
  });
  const isAscending = spans.every(({ from, to }, n) => from > (spans[n - 1]?.to ?? 0) && to >= from && to <= MOST);
  if (!isAscending) throw bad();
  return spans;
}

/** The cells of a row: index 0, the first period itself, and then each period or bracket. */
export function spansOf({ kind, brackets, intervals }: Pick<Params, 'kind' | 'brackets' | 'intervals'>): Span[] {
  const first = { from: 0, to: 0 };
  if (kind === 'brackets') return [first, ...bracketsOf(brackets)];
  return [first, ...Array.from({ length: intervals }, (_, n) => ({ from: n + 1, to: n + 1 }))];
}

/** The spans as columns are headed. */
export const spanName = ({ from, to }: Span): string => (from === to ? String(from) : `${from}–${to}`);

/** The cell of each distance from the start; −1 between brackets. Distances past the end lie beyond all cells. */
export function cellsByDistance(spans: readonly Span[]): Int32Array {
  const cells = new Int32Array(spans.at(-1)!.to + 1).fill(-1);
  spans.forEach(({ from, to }, cell) => cells.fill(cell, from, to + 1));
  return cells;
}

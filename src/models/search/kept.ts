import * as v from 'valibot';
import type { Slot } from '../trainer/slot.ts';
import type { Split } from '../validation/splits.ts';
import type { LeaderboardRow } from './leaderboard.ts';
import type { Point } from './space.ts';

/** NaN too: a metric without a value, a trial that failed, a default without a place. */
const number = v.custom<number>((value) => typeof value === 'number');
const record = v.record(v.string(), v.unknown());

const rowSchema = v.object({
  estimator: v.string(),
  params: record,
  mean: number,
  sd: number,
  folds: v.array(number),
  seconds: number,
  rung: v.exactOptional(number),
  failed: v.exactOptional(v.object({ code: v.string(), values: v.record(v.string(), v.union([v.string(), number])) })),
});

const pointSchema = v.object({
  candidate: number,
  units: v.array(number),
  isDefault: v.exactOptional(v.literal(true)),
});

const keptSchema = v.object({
  job: v.string(),
  spent: number,
  trials: v.array(v.object({ point: pointSchema, row: rowSchema })),
  folds: v.array(v.object({ value: number, seconds: number })),
});

/** How a fold went. */
export interface FoldScore {
  value: number;
  seconds: number;
}

/** How far a search is. */
export interface Kept {
  /** Which search it is. */
  job: string;
  /** Working time, in seconds. */
  spent: number;
  trials: { point: Point; row: LeaderboardRow }[];
  /** Of the trial under way. */
  folds: FoldScore[];
}

/** What an earlier run of the same search kept; else its beginning. */
export function keptOf(slot: Slot | undefined, job: string): Kept {
  const parsed = v.safeParse(keptSchema, slot?.read());
  return parsed.success && parsed.output.job === job ? parsed.output : { job, spent: 0, trials: [], folds: [] };
}

/** What tells one search from another: its plan, and the sizes of its splits. */
export const jobOf = (splits: readonly Split[], plan: unknown): string =>
  JSON.stringify([splits.map(({ name, train, test }) => [name, train.length, test.length]), plan]);

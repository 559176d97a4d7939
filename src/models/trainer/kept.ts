import * as v from 'valibot';
import type { BackendName } from '../../contract/workers.ts';
import { blockRows } from './evaluate.ts';
import type { LbfgsState } from './lbfgs.ts';
import type { Objective, TrainingData } from './objective.ts';

const vector = v.custom<Float64Array>((value) => value instanceof Float64Array);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const keptSchema = v.object({
  weights: vector,
  pairs: v.array(v.object({ step: vector, change: vector, product: v.number() })),
  /** The objective per row after each iteration. */
  history: v.array(v.number()),
  /** The largest entry of the first gradient: where progress began. */
  first: v.number(),
  /** At most so many rows go to a device at a time: other blocks would be rounded otherwise. */
  blockRows: v.pipe(count, v.minValue(1)),
});

/** All that a training is, but for its data: what outlives a device, and the page. Never altered. */
export type Kept = v.InferOutput<typeof keptSchema>;

const endSchema = v.object({
  end: v.object({
    weights: vector,
    loss: v.number(),
    history: v.array(v.number()),
    backend: v.object({
      name: v.picklist(['webgpu', 'wasm', 'cpu'] satisfies BackendName[]),
      reason: v.optional(v.string()),
    }),
  }),
});

/** A training at its end, as it is kept for a later run of the job. */
export type KeptEnd = v.InferOutput<typeof endSchema>['end'];

/** A training before its first iteration. */
export const untrained = ({ start }: Objective, { x }: TrainingData, rows = blockRows(x.columns)): Kept => ({
  weights: start,
  pairs: [],
  history: [],
  first: 0,
  blockRows: Math.max(1, Math.min(rows, x.rows)),
});

/** A training after an iteration. */
export const keptOf = ({ weights, pairs, at }: LbfgsState, before: Kept, first: number): Kept => ({
  weights,
  pairs: [...pairs],
  history: [...before.history, at.loss],
  first,
  blockRows: before.blockRows,
});

/** What an earlier run kept, if it has the shape of this training; else null. */
export function readKept(state: unknown, { start }: Objective): Kept | null {
  const parsed = v.safeParse(keptSchema, state);
  if (!parsed.success) return null;
  const { weights, pairs } = parsed.output;
  const vectors = [weights, ...pairs.flatMap(({ step, change }) => [step, change])];
  return vectors.every(({ length }) => length === start.length) ? parsed.output : null;
}

/** The end that an earlier run came to, if it has the shape of this training; else null. */
export function readEnd(state: unknown, { start }: Objective): KeptEnd | null {
  const parsed = v.safeParse(endSchema, state);
  return parsed.success && parsed.output.end.weights.length === start.length ? parsed.output.end : null;
}

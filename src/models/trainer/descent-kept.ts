import * as v from 'valibot';
import type { BackendName } from '../../contract/workers.ts';
import type { BatchObjective } from './objective.ts';

const vector = v.custom<Float32Array>((value) => value instanceof Float32Array);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const keptSchema = v.object({
  weights: vector,
  /** The optimiser's running means. */
  first: vector,
  second: vector,
  steps: count,
  /** The mean training loss of each epoch, and what the epochs are judged by. */
  losses: v.array(v.number()),
  measures: v.array(v.number()),
  /** The weights of the epoch with the lowest measure. */
  best: vector,
  /** The mean loss of the probe's rows at `weights`, in float64: tells other data, or a device gone wrong. */
  probe: v.number(),
  blockRows: v.pipe(count, v.minValue(1)),
});

/** All that a training by mini-batches is after an epoch, but for its data. Never altered. */
export type DescentKept = v.InferOutput<typeof keptSchema>;

const endSchema = v.object({
  end: v.object({
    weights: vector,
    losses: v.array(v.number()),
    measures: v.array(v.number()),
    probe: v.number(),
    backend: v.object({
      name: v.picklist(['webgpu', 'wasm', 'cpu'] satisfies BackendName[]),
      reason: v.optional(v.string()),
    }),
  }),
});

/** A training by mini-batches at its end. */
export type DescentEnd = v.InferOutput<typeof endSchema>['end'];

/** A training before its first epoch. */
export const undescended = ({ start }: BatchObjective, blockRows: number): DescentKept => ({
  weights: start,
  first: new Float32Array(start.length),
  second: new Float32Array(start.length),
  steps: 0,
  losses: [],
  measures: [],
  best: start,
  probe: 0,
  blockRows,
});

/** What an earlier run kept, if it has the shape of this training; else null. */
export function readDescent(state: unknown, { start }: BatchObjective): DescentKept | null {
  const parsed = v.safeParse(keptSchema, state);
  if (!parsed.success) return null;
  const { weights, first, second, best, losses, measures } = parsed.output;
  const fits = [weights, first, second, best].every(({ length }) => length === start.length);
  return fits && losses.length === measures.length ? parsed.output : null;
}

/** The end that an earlier run came to, if it has the shape of this training; else null. */
export function readDescentEnd(state: unknown, { start }: BatchObjective): DescentEnd | null {
  const parsed = v.safeParse(endSchema, state);
  return parsed.success && parsed.output.end.weights.length === start.length ? parsed.output.end : null;
}

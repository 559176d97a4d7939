import type { Tensor3D } from '@tensorflow/tfjs-core';
import { AppError } from '../../core/errors.ts';
import type { Matrix, Sequences } from '../matrix.ts';
import type { Tf } from '../trainer/objective.ts';
import type { Events, EventTensors } from './network.ts';

/** What a network has to know of the events it was trained on. */
export interface EventScale {
  kinds: number;
  length: number;
  /** Of the gaps before events, on their logarithmic scale. */
  mean: number;
  scale: number;
}

/** Mean and standard deviation of the gaps that stand before an event. */
export function eventScale({ kinds, length, codes, gaps }: Sequences): EventScale {
  const seen = gaps.filter((_, at) => codes[at]! > 0);
  const mean = seen.reduce((sum, gap) => sum + gap, 0) / Math.max(1, seen.length);
  const variance = seen.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / Math.max(1, seen.length);
  return { kinds, length, mean, scale: variance > 0 ? Math.sqrt(variance) : 1 };
}

const badCode = (codes: Int32Array, kinds: number): number => codes.findIndex((code) => code < 0 || code > kinds);

/** The events of a matrix. Throws `network.no-events`, `network.bad-event`. */
export function eventsOf({ sequences, rows }: Matrix): Sequences {
  if (!sequences) throw new AppError('network.no-events');
  const { codes, gaps, kinds, length } = sequences;
  const bad = badCode(codes, kinds);
  if (bad >= 0)
    throw new AppError('network.bad-event', { row: Math.floor(bad / length) + 1, code: codes[bad]!, kinds });
  const gap = gaps.findIndex((value) => !Number.isFinite(value));
  if (gap >= 0 || codes.length !== rows * length || gaps.length !== codes.length) {
    throw new AppError('network.bad-gap', { row: Math.floor(Math.max(0, gap) / length) + 1 });
  }
  return sequences;
}

/** Throws `network.other-events` unless the events are coded as those that a model was trained on. */
export function assertEvents({ kinds, length }: Sequences, trained: EventScale): void {
  if (kinds === trained.kinds && length === trained.length) return;
  const { kinds: expectedKinds, length: expectedLength } = trained;
  throw new AppError('network.other-events', { expectedKinds, expectedLength, kinds, length });
}

/** How many events a row has: they stand at its end. */
function eventsIn(codes: Int32Array, row: number, length: number): number {
  let first = 0;
  while (first < length && codes[row * length + first] === 0) first += 1;
  return length - first;
}

/** One row's events. */
export function rowEvents({ codes, gaps, length }: Sequences, row: number, { mean, scale }: EventScale): Events {
  const from = (row + 1) * length - eventsIn(codes, row, length);
  const to = (row + 1) * length;
  return {
    codes: codes.subarray(from, to),
    gaps: Float64Array.from(gaps.subarray(from, to), (gap) => (gap - mean) / scale),
  };
}

/** Some rows' events on a device, cut to the longest of them. */
export function uploadEvents(tf: Tf, sequences: Sequences, rows: Uint32Array, about: EventScale): EventTensors {
  const { codes, gaps, length } = sequences;
  const steps = rows.reduce((most, row) => Math.max(most, eventsIn(codes, row, length)), 1);
  const code = new Int32Array(rows.length * steps);
  const gap = new Float32Array(code.length);
  rows.forEach((row, at) => {
    const from = (row + 1) * length - steps;
    code.set(codes.subarray(from, from + steps), at * steps);
    for (let step = 0; step < steps; step += 1) {
      if (codes[from + step]! > 0) gap[at * steps + step] = (gaps[from + step]! - about.mean) / about.scale;
    }
  });
  return {
    codes: tf.tensor(code, [rows.length, steps], 'int32'),
    gaps: tf.tensor(gap, [rows.length, steps, 1]) as Tensor3D,
    mask: tf.tensor(
      Float32Array.from(code, (value) => Number(value > 0)),
      [rows.length, steps, 1],
    ) as Tensor3D,
  };
}

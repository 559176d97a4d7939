import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { randomAt } from '../trainer/batches.ts';
import type { BatchObjective, Tf } from '../trainer/objective.ts';
import type { Sequences } from '../matrix.ts';
import type { EventScale } from './events.ts';
import { rowEvents, uploadEvents } from './events.ts';
import type { Loss } from './loss.ts';
import type { Network } from './network.ts';

/** Rows to learn from, as a network reads them. */
export interface NetworkData {
  /** Row after row. */
  values: Float64Array;
  columns: number;
  /** A label 0 or 1, a class, or a number near 0; unread where the columns themselves are learnt. */
  y: Float64Array;
  /** One per row, 1 on average; null where all are 1. */
  weights: Float64Array | null;
  events: { sequences: Sequences; scale: EventScale } | null;
}

/** The place, among the random numbers of a training, of those with which its weights begin. */
const BEGINNING = 0xb001;

/** The rows asked for of a table in 32 bits, as a tensor. A loop: a view and a copy for each row take several times as long. */
function gathered(tf: Tf, source: Float32Array, rows: Uint32Array, width: number): Tensor {
  const values = new Float32Array(rows.length * width);
  let to = 0;
  for (const row of rows) {
    const from = row * width;
    for (let at = 0; at < width; at += 1, to += 1) values[to] = source[from + at]!;
  }
  return tf.tensor(values, [rows.length, width]);
}

/** What a network's training minimises. */
export function networkObjective(
  network: Network,
  loss: Loss,
  data: NetworkData,
  about: { seed: number; l2: number; training: Uint32Array; validation: Uint32Array },
): BatchObjective {
  const { parameters, outputs } = network;
  const { values, columns, y, weights, events } = data;
  const valuesOf = (row: number) => values.subarray(row * columns, (row + 1) * columns);
  const targetOf = (row: number) => loss.target(y[row]!, valuesOf(row), outputs);
  const width = loss.width(outputs);

  // Of all rows, as each is asked for once an epoch.
  const table = new Float32Array(values);
  const targets = new Float32Array(y.length * width);
  for (let row = 0; row < y.length; row += 1) targets.set(targetOf(row), row * width);

  return {
    shapes: parameters.shapes,
    start: parameters.start(randomAt(about.seed, BEGINNING)),
    decay: parameters.decay(about.l2),
    training: about.training,
    validation: about.validation,
    // Backwards costs twice as much as forwards.
    cost: 3 * network.cost,
    batch(tf, rows) {
      const heavy = Float32Array.from(rows, (row) => weights?.[row] ?? 1);
      const first = [gathered(tf, table, rows, columns), gathered(tf, targets, rows, width), tf.tensor1d(heavy)];
      if (!events) return first;
      const { codes, gaps, mask } = uploadEvents(tf, events.sequences, rows, events.scale);
      return [...first, codes, gaps, mask];
    },
    loss(tf, tensors, [x, target, heavy, codes, gaps, mask], random) {
      const read = codes ? { codes, gaps: gaps as Tensor3D, mask: mask as Tensor3D } : null;
      return loss.apply(tf, network.apply({ tf, weights: tensors, random }, x!, read), target!, heavy!);
    },
    exact(flat, rows) {
      const plain = parameters.plain(flat);
      return rows.reduce((sum, row) => {
        const encoded = network.encode(plain, events && rowEvents(events.sequences, row, events.scale));
        return sum + (weights?.[row] ?? 1) * loss.compute(network.score(plain, encoded, valuesOf(row)), targetOf(row));
      }, 0);
    },
  };
}

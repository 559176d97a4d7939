import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack, unpack } from '../../core/packed.ts';
import { squaredDistance } from '../clustering/rows.ts';
import type { Fitted, Weight } from '../estimator.ts';
import { applyLink, dot } from '../linear-core/scores.ts';
import { sensitivity } from '../linear-core/sensitivity.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import { fourierFeatures } from './fourier.ts';

export const KIND = 'kernel-svm';

/** Rows whose features are computed at a time. */
const ROWS_A_TIME = 512;
/** The score of a class that no row has: its probability is 0. */
const NEVER = -1e4;

const packedNumbers = v.pipe(
  v.string(),
  v.transform((text): unknown => unpack(text)),
  v.custom<Float64Array>((value) => value instanceof Float64Array),
);

const stateSchema = v.object({
  kind: v.literal(KIND),
  task: v.picklist(['binary', 'multiclass', 'regression']),
  names: v.array(v.string()),
  /** Of a classifier: how many, and those that had rows. */
  classes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  present: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  gamma: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Support vectors, or the directions of Fourier features. */
  vectors: packedNumbers,
  /** Phases of Fourier features; none: the vectors are support vectors. */
  phases: packedNumbers,
  /** Machine after machine, one per vector. */
  coefficients: packedNumbers,
  intercept: packedNumbers,
  /** Some training rows, for explanations. */
  sample: packedNumbers,
});

export type KernelState = v.InferOutput<typeof stateSchema>;

/** The weighted sums of kernels of some rows: rows × machines. */
export function kernelScores(
  state: Pick<KernelState, 'names' | 'gamma' | 'vectors' | 'phases' | 'coefficients' | 'intercept'>,
  data: Float64Array,
  rows: number,
): Float64Array {
  const { names, gamma, vectors, phases, coefficients, intercept } = state;
  const [d, machines] = [names.length, intercept.length];
  const size = coefficients.length / machines;
  const scores = new Float64Array(rows * machines);
  for (let from = 0; from < rows; from += ROWS_A_TIME) {
    const count = Math.min(ROWS_A_TIME, rows - from);
    const part = data.subarray(from * d, (from + count) * d);
    const features =
      phases.length > 0
        ? fourierFeatures({ directions: vectors, phases }, part, count)
        : kernelFeatures(vectors, d, gamma, part, count);
    for (let row = 0; row < count; row += 1) {
      for (let m = 0; m < machines; m += 1) {
        scores[(from + row) * machines + m] = intercept[m]! + dot(features, row * size, coefficients, m * size, size);
      }
    }
  }
  return scores;
}

function kernelFeatures(
  vectors: Float64Array,
  d: number,
  gamma: number,
  data: Float64Array,
  rows: number,
): Float64Array {
  const size = vectors.length / d;
  const features = new Float64Array(rows * size);
  for (let row = 0, to = 0; row < rows; row += 1) {
    for (let n = 0; n < size; n += 1, to += 1) {
      features[to] = Math.exp(-gamma * squaredDistance(data, row * d, vectors, n * d, d));
    }
  }
  return features;
}

/** A fitted kernel machine; the coefficients of a classifier make log odds. */
export class FittedKernel implements Fitted {
  readonly state: KernelState;
  readonly outputs: number;
  readonly cost: number;

  constructor(state: KernelState) {
    this.state = state;
    this.cost = state.vectors.length;
    this.outputs = state.task === 'multiclass' ? state.classes : 1;
  }

  predict(x: Matrix): Float64Array {
    assertColumns(x, this.state.names);
    assertFinite(x);
    const data = x.data instanceof Float64Array ? x.data : Float64Array.from(x.data);
    const scores = kernelScores(this.state, data, x.rows);
    if (this.state.task === 'regression') return scores;
    if (this.state.task === 'binary') return applyLink(scores, 1, 'logit');
    return applyLink(this.#spread(scores, x.rows), this.outputs, 'softmax');
  }

  /** One score per class: of two that had rows, the first has 0. */
  #spread(scores: Float64Array, rows: number): Float64Array {
    const { classes, present, intercept } = this.state;
    const machines = intercept.length;
    const all = new Float64Array(rows * classes).fill(NEVER);
    for (let row = 0; row < rows; row += 1) {
      if (machines === 1) all[row * classes + present[0]!] = 0;
      const of = machines === 1 ? [present[1]!] : present;
      of.forEach((c, m) => (all[row * classes + c] = scores[row * machines + m]!));
    }
    return all;
  }

  /** How much a prediction changes when a column's values are swapped between training rows; always positive. */
  explain(): Weight[] {
    const { names, sample } = this.state;
    const x = { data: sample, rows: sample.length / names.length, columns: names.length, names };
    return sensitivity(x, (some) => this.predict(some));
  }

  toJSON(): unknown {
    const { vectors, phases, coefficients, intercept, sample } = this.state;
    const packed = {
      vectors: pack(vectors),
      phases: pack(phases),
      coefficients: pack(coefficients),
      intercept: pack(intercept),
      sample: pack(sample),
    };
    return { ...this.state, ...packed };
  }
}

function isWhole({
  task,
  names,
  classes,
  present,
  vectors,
  phases,
  coefficients,
  intercept,
  sample,
}: KernelState): boolean {
  const [d, machines] = [names.length, intercept.length];
  const size = vectors.length / d;
  const expected = task === 'regression' || present.length === 2 ? 1 : present.length;
  return (
    [machines === expected, coefficients.length === size * machines, sample.length % d === 0].every(Boolean) &&
    (phases.length === 0 || phases.length === size) &&
    present.every((c) => c < classes)
  );
}

/** Throws `model.unreadable`. */
export function loadKernel(state: unknown): FittedKernel {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || !isWhole(parsed.output)) throw new AppError('model.unreadable', { kind: KIND });
  return new FittedKernel(parsed.output);
}

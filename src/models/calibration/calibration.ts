import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { Steps } from './isotonic.ts';
import { fitIsotonic, heightAt } from './isotonic.ts';
import { fitSigmoid, logOdds, sigmoid } from './platt.ts';

/** Corrects probabilities, so that of rows given .3, three in ten have the label. */
export interface Calibration {
  /** Rows as they were given to `fitCalibration`: a probability of label 1 each, or one per class, row after row. */
  apply(p: Float64Array): Float64Array;
  /** Plain JSON for `loadCalibration`. */
  toJSON(): unknown;
}

const finite = v.pipe(v.number(), v.finite());
const points = v.pipe(v.array(finite), v.minLength(1));

const platt = v.object({ method: v.literal('platt'), slope: finite, offset: finite, far: finite });
const isotonic = v.pipe(
  v.object({ method: v.literal('isotonic'), x: points, y: points }),
  v.check(({ x, y }) => x.length === y.length),
);
/** One curve for label 1, or one per class against the rest. */
const schema = v.object({ curves: v.pipe(v.array(v.union([platt, isotonic])), v.minLength(1)) });

type State = v.InferOutput<typeof schema>;
type Curve = State['curves'][number];

/** As near to 0 or 1 as a probability below 1 can be: at the end itself, log odds are infinite. */
const LEAST = Number.EPSILON / 2;

/** Log odds, which beyond `far` grow by their logarithm only: they keep their order, and none outweighs all else. */
function scoreOf(p: number, far: number): number {
  const score = logOdds(p, LEAST);
  const beyond = Math.abs(score) - far;
  return beyond > 0 ? Math.sign(score) * (far + Math.log1p(beyond)) : score;
}

function heightOf(curve: Curve, p: number): number {
  if (curve.method === 'isotonic') return heightAt(curve satisfies Steps, p);
  const { slope, offset, far } = curve;
  return sigmoid(slope * scoreOf(p, far) + offset);
}

/** Each class by its own curve, divided by their sum; all classes alike where no curve gives any a chance. */
function renormalised(p: Float64Array, curves: readonly Curve[]): Float64Array {
  const classes = curves.length;
  const corrected = p.map((value, at) => heightOf(curves[at % classes]!, value));
  for (let from = 0; from < p.length; from += classes) {
    const row = corrected.subarray(from, from + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    for (let k = 0; k < classes; k += 1) row[k] = sum > 0 ? row[k]! / sum : 1 / classes;
  }
  return corrected;
}

function calibrationOf(state: State): Calibration {
  const { curves } = state;
  return {
    apply: (p) => (curves.length === 1 ? p.map((value) => heightOf(curves[0]!, value)) : renormalised(p, curves)),
    toJSON: () => state,
  };
}

function fitCurve(method: Curve['method'], labels: ArrayLike<number>, p: Float64Array): Curve {
  if (method === 'isotonic') return { method, ...fitIsotonic(labels, p) };
  // So many rows cannot tell a smaller probability than 1 / 2n from 0.
  const far = logOdds(1 - 1 / (2 * p.length), LEAST);
  const scores = p.map((value) => scoreOf(value, far));
  return { method, far, ...fitSigmoid(labels, scores) };
}

/**
 * Fits a correction to labels and the probabilities that a model gave them without having seen them: Platt's sigmoid over the log
 * odds, or an isotonic curve. With several probabilities per row (K of them, labels 0 … K − 1), each class against the rest.
 * `model.no-rows`, `model.wrong-length`.
 */
export function fitCalibration(method: 'platt' | 'isotonic', labels: ArrayLike<number>, p: Float64Array): Calibration {
  const rows = labels.length;
  if (rows === 0) throw new AppError('model.no-rows');
  const classes = p.length / rows;
  if (!Number.isInteger(classes) || classes < 1)
    throw new AppError('model.wrong-length', { rows: p.length, labels: rows });
  if (classes === 1) return calibrationOf({ curves: [fitCurve(method, labels, p)] });
  const curves = Array.from({ length: classes }, (_, k) => {
    const isClass = Float64Array.from(labels, (label) => Number(label === k));
    return fitCurve(
      method,
      isClass,
      Float64Array.from(labels, (_, row) => p[row * classes + k]!),
    );
  });
  return calibrationOf({ curves });
}

/** A calibration from its JSON. `model.unreadable`. */
export function loadCalibration(state: unknown): Calibration {
  const parsed = v.safeParse(schema, state);
  if (!parsed.success) throw new AppError('model.unreadable', { kind: 'calibration' });
  return calibrationOf(parsed.output);
}

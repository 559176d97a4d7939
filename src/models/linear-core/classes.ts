import type { AdditiveForm } from '../estimator.ts';
import { softmaxAt } from './scores.ts';
import type { Training } from './training.ts';

/** The classes that have a row of weight, ascending. */
export function presentClasses({ y, weights, classes }: Training): Int32Array {
  const has = new Uint8Array(classes);
  for (let row = 0; row < y.length; row += 1) if (!weights || weights[row]! > 0) has[y[row]!] = 1;
  return Int32Array.from(has.keys()).filter((c) => has[c] === 1);
}

/** The training with its classes numbered anew, without those that have no rows; a row of no weight may have any of them. */
export function withoutAbsent(t: Training, present: Int32Array): Training {
  if (present.length === t.classes) return t;
  const code = new Float64Array(t.classes);
  present.forEach((old, place) => (code[old] = place));
  return { ...t, y: t.y.map((old) => code[old]!), classes: present.length };
}

/**
 * Probabilities from logarithms of joint densities (rows × present classes): of label 1 for a task of two classes, else one per
 * class of `classes`, 0 for those that no row had.
 */
export function posteriors(
  logs: Float64Array,
  { task, classes, present }: { task: 'binary' | 'multiclass'; classes: number; present: ArrayLike<number> },
): Float64Array {
  const k = present.length;
  const rows = logs.length / k;
  const [width, first] = task === 'binary' ? [1, 1] : [classes, 0];
  const result = new Float64Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    softmaxAt(logs, row * k, k);
    for (let place = 0; place < k; place += 1) {
      const output = present[place]! - first;
      if (output >= 0) result[row * width + output] = logs[row * k + place]!;
    }
  }
  return result;
}

/**
 * Naive Bayes as a sum over columns: of two classes the difference of their logarithms (log odds), of several each one's (whose softmax
 * the probabilities are). `constants` and `term` (of a value in a column, for the class at a place of `present`) are what `posteriors`
 * takes the sums of. A class without rows has no score: then there is no such form.
 */
export function additiveOf(
  { task, classes, present }: { task: 'binary' | 'multiclass'; classes: number; present: ArrayLike<number> },
  constants: readonly number[],
  term: (value: number, column: number, place: number) => number,
): AdditiveForm | undefined {
  if (task === 'multiclass' && present.length < classes) return undefined;
  const isPair = task === 'binary';
  const outputs = isPair ? 1 : present.length;
  const of = (value: number, column: number, output: number) =>
    isPair ? term(value, column, 1) - term(value, column, 0) : term(value, column, output);
  const base = isPair ? Float64Array.of(constants[1]! - constants[0]!) : Float64Array.from(constants);
  const terms: AdditiveForm['terms'] = ({ data, columns }) =>
    Float64Array.from({ length: data.length * outputs }, (_, at) => {
      const cell = Math.floor(at / outputs);
      return of(data[cell]!, cell % columns, at % outputs);
    });
  return { base, link: isPair ? 'logit' : 'softmax', terms };
}

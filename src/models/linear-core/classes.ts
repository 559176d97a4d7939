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

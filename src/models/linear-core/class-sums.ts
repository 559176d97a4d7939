import { presentClasses } from './classes.ts';
import { momentsOf } from './moments.ts';
import type { Training } from './training.ts';

const VALUES_A_TIME = 1 << 21;

/** The training's classes as naive Bayes reads them. */
export interface ClassSums {
  /** The classes that have rows. */
  present: Int32Array;
  /** Their weight. */
  sizes: Float64Array;
  /** Present classes × columns: Σ weight · term(value, column, place of the class). */
  sums: Float64Array;
}

/** Adds up a term of each value by class. `pause` is called every few milliseconds. */
export async function classSums(
  t: Training,
  term: (value: number, column: number, place: number) => number,
  pause: (share: number) => Promise<void>,
): Promise<ClassSums> {
  const { data, rows, columns, y, weights } = t;
  const present = presentClasses(t);
  const place = new Int32Array(t.classes);
  present.forEach((c, at) => (place[c] = at));
  const sizes = new Float64Array(present.length);
  const sums = new Float64Array(present.length * columns);
  const atATime = Math.max(1, Math.floor(VALUES_A_TIME / columns));
  for (let row = 0, at = 0; row < rows; row += 1) {
    if (row % atATime === 0) await pause(row / rows);
    const [own, weight] = [place[y[row]!]!, weights ? weights[row]! : 1];
    sizes[own]! += weight;
    for (let column = 0, to = own * columns; column < columns; column += 1, at += 1, to += 1) {
      sums[to]! += weight * term(data[at]!, column, own);
    }
  }
  return { present, sizes, sums };
}

/** What the state of a classifier by densities says of its classes. */
export const classState = (t: Training, { present, sizes }: ClassSums) => ({
  task: t.task as 'binary' | 'multiclass',
  names: [...t.names],
  classes: t.classes,
  present: [...present],
  priors: Array.from(sizes, (size) => Math.log(size / t.total)),
  spread: [...momentsOf(t).sd],
});

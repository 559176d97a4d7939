import { seededRandom } from '../../core/random.ts';

/** The numbers 0 … n − 1 in random order (Fisher and Yates). */
export function shuffledRows(n: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: n }, (_, at) => at);
  for (let last = n - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/**
 * The fold 0 … folds − 1 of each row, drawn by the seed, for predictions out of fold. `stratified`: every fold has as much of each
 * label as any other, but for one row.
 */
export function drawFolds(y: ArrayLike<number>, folds: number, seed: number, stratified: boolean): Uint8Array {
  const order = shuffledRows(y.length, seed);
  // A stable sort: rows of one label stay in random order.
  const dealt = stratified ? order.toSorted((a, b) => y[a]! - y[b]!) : order;
  const fold = new Uint8Array(y.length);
  dealt.forEach((row, at) => (fold[row] = at % folds));
  return fold;
}

/** The rows inside a fold and those outside, as places in `fold`. */
export function foldRows(fold: Uint8Array, number: number): { inside: Uint32Array; outside: Uint32Array } {
  const places = Uint32Array.from(fold, (_, at) => at);
  return {
    inside: places.filter((at) => fold[at] === number),
    outside: places.filter((at) => fold[at] !== number),
  };
}

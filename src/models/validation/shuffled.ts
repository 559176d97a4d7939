import { seededRandom } from '../../core/random.ts';

/** A seed of its own for the n-th use of one: neighbouring seeds and uses share none. */
export const seedOf = (seed: number, use: number): number =>
  (Math.imul((seed + 0x9e3779b9) | 0, 0x85ebca6b) ^ Math.imul(use + 1, 0xc2b2ae35)) >>> 0;

/** The numbers 0 … n − 1 in random order (Fisher–Yates). */
export function shuffled(n: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: n }, (_, at) => at);
  for (let at = n - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

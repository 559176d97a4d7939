import type { Random } from '../../core/random.ts';
import type { Layer } from './layer.ts';

/** For each of some units what it is multiplied by: 0 where it is dropped, else so much that the sum stays. */
export function dropFactors(units: number, rate: number, random: Random): Float32Array {
  const kept = 1 / (1 - rate);
  const factors = new Float32Array(units);
  // `Float32Array.from` takes several times as long.
  for (let at = 0; at < units; at += 1) factors[at] = random() < rate ? 0 : kept;
  return factors;
}

/** In training a share of the units is set to 0 and the others grow by as much (Srivastava et al. 2014); else nothing is done. */
export const dropout = (rate: number): Layer => ({
  cost: 0,
  apply({ tf, random }, x) {
    if (!random || rate === 0) return x;
    return tf.mul(x, tf.tensor(dropFactors(x.size, rate, random), x.shape));
  },
  compute: (_, x) => x,
});

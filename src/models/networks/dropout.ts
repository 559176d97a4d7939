import type { Layer } from './layer.ts';

/** In training a share of the units is set to 0 and the others grow by as much (Srivastava et al. 2014); else nothing is done. */
export const dropout = (rate: number): Layer => ({
  cost: 0,
  apply({ tf, random }, x) {
    if (!random || rate === 0) return x;
    const kept = 1 / (1 - rate);
    const mask = Float32Array.from({ length: x.size }, () => (random() < rate ? 0 : kept));
    return tf.mul(x, tf.tensor(mask, x.shape));
  },
  compute: (_, x) => x,
});

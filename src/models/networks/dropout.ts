import type { Layer } from './layer.ts';

/** In training a share of the units is set to 0 and the others grow by as much (Srivastava et al. 2014); else nothing is done. */
export const dropout = (rate: number): Layer => ({
  cost: 0,
  apply({ tf, random }, x) {
    if (!random || rate === 0) return x;
    const kept = 1 / (1 - rate);
    const mask = new Float32Array(x.size);
    // `Float32Array.from` takes several times as long.
    for (let at = 0; at < mask.length; at += 1) mask[at] = random() < rate ? 0 : kept;
    return tf.mul(x, tf.tensor(mask, x.shape));
  },
  compute: (_, x) => x,
});

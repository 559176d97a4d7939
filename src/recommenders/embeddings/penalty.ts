import type { Parameters } from '../../models/networks/parameters.ts';
import type { Pairs } from './pairs.ts';

/**
 * The penalty of a training whose first weights are the users' vectors; the trainer puts it beside the mean loss. A user's vector bears it
 * once for each of his items, as in descent by single pairs (Rendle et al. 2009), over the mean number of a user's items; items' vectors
 * bear it alike, as most of what moves them is being drawn, and all are drawn as often.
 */
export function decayOf(
  parameters: Parameters,
  { users, offsets, item }: Pairs,
  width: number,
  regularisation: number,
): Float32Array {
  const decay = parameters.decay(regularisation / item.length);
  const had = Float64Array.from({ length: users }, (_, user) => offsets[user + 1]! - offsets[user]!);
  const mean = item.length / had.filter((count) => count > 0).length;
  for (let at = 0; at < users * width; at += 1) decay[at]! *= had[Math.floor(at / width)]! / mean;
  return decay;
}

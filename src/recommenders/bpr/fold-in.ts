import type { Interactions } from '../data.ts';
import { linearMap } from '../embeddings/linear-map.ts';
import type { LearntVectors } from '../embeddings/fitted.ts';

/** A person's items count by their sum over the square root of their number: longer profiles say more, but not as much more. */
const POWER = 0.5;

/** The sum of the vectors of each user's items, over the square root of their number. */
function tastes({ users, offsets, item }: Interactions, vectors: Float32Array, width: number): Float64Array {
  const sums = new Float64Array(users * width);
  for (let user = 0; user < users; user += 1) {
    const share = (offsets[user + 1]! - offsets[user]!) ** -POWER;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) {
      const from = item[at]! * width;
      for (let k = 0; k < width; k += 1) sums[user * width + k]! += share * vectors[from + k]!;
    }
  }
  return sums;
}

/** Row by row `vectors` · `map`. */
function mapped(vectors: Float32Array, map: Float64Array, width: number): Float32Array {
  const out = new Float32Array(vectors.length);
  for (let row = 0; row < vectors.length; row += width) {
    for (let j = 0; j < width; j += 1) {
      let sum = 0;
      for (let i = 0; i < width; i += 1) sum += vectors[row + i]! * map[i * width + j]!;
      out[row + j] = sum;
    }
  }
  return out;
}

/**
 * How somebody who was not in the training gets a vector: by the linear map that takes the trained users' items nearest to their
 * vectors (least squares). So what each item says of a person, and how it speaks for another item, is exact and adds up.
 */
export function voicesOf(
  interactions: Interactions,
  people: Float32Array,
  vectors: Float32Array,
  width: number,
): Pick<LearntVectors, 'voices' | 'origin' | 'power'> {
  const active = Uint32Array.from({ length: interactions.users }, (_, user) => user).filter(
    (user) => interactions.offsets[user + 1]! > interactions.offsets[user]!,
  );
  const rows = (of: ArrayLike<number>) =>
    Float64Array.from(
      { length: active.length * width },
      (_, at) => of[active[Math.floor(at / width)]! * width + (at % width)]!,
    );
  const map = linearMap(rows(tastes(interactions, vectors, width)), rows(people), width);
  return { voices: mapped(vectors, map, width), origin: new Float32Array(width), power: POWER };
}

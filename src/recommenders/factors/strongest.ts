import type { Ranked } from '../recommender.ts';
import { presentRows } from './present.ts';
import { products } from './products.ts';

/** The strongest first, the lower number first among equals; only positive ones. */
export const strongest = (ranked: readonly Ranked[], most: number): Ranked[] =>
  ranked
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, most);

/** Items by the cosine of their vectors (item after item, `width` numbers each) with this one's, without itself. The vectors must not change. */
export function alike(vectors: Float32Array, width: number, item: number, most: number): Ranked[] {
  if (!(item >= 0 && item < vectors.length / width)) return [];
  const { numbers, rows, lengths } = presentRows(vectors, width);
  const own = vectors.subarray(item * width, (item + 1) * width);
  const found = new Float64Array(numbers.length);
  products(own, rows, found);
  const ranked: Ranked[] = [];
  let length = 1;
  for (let n = 0; n < found.length; n += 1) {
    if (numbers[n] === item) length = lengths[n]!;
    else if (found[n]! > 0) ranked.push({ item: numbers[n]!, score: found[n]! / lengths[n]! });
  }
  return strongest(ranked, most).map(({ item: other, score }) => ({ item: other, score: score / length }));
}

import type { Ranked } from '../recommender.ts';

/** The strongest first, the lower number first among equals; only positive ones. */
export const strongest = (ranked: readonly Ranked[], most: number): Ranked[] =>
  ranked
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, most);

/** Items by the cosine of their vectors (item after item, `width` numbers each) with this one's, without itself. */
export function alike(vectors: Float32Array, width: number, item: number, most: number): Ranked[] {
  const items = vectors.length / width;
  if (!(item >= 0 && item < items)) return [];
  const own = vectors.subarray(item * width, (item + 1) * width);
  const ranked: Ranked[] = [];
  for (let other = 0; other < items; other += 1) {
    if (other === item) continue;
    let [product, square] = [0, 0];
    for (let k = 0, at = other * width; k < width; k += 1, at += 1) {
      product += own[k]! * vectors[at]!;
      square += vectors[at]! ** 2;
    }
    if (product > 0) ranked.push({ item: other, score: product / Math.sqrt(square) });
  }
  const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
  return strongest(ranked, most).map(({ item: other, score }) => ({ item: other, score: score / length }));
}

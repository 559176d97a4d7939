import type { Ranked } from '../recommender.ts';

/** The highest positive scores, the lower number first among equals. */
export const strongest = (ranked: readonly Ranked[], most: number): Ranked[] =>
  ranked
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, most);

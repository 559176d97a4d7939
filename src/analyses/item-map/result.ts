import type { Params } from './params.ts';

/** One item on the map. */
export interface Place {
  item: string;
  title: string;
  x: number;
  y: number;
  /** A place in `groups`. */
  group: number;
  users: number;
  /** The nearest items, by the cosine of their vectors. */
  nearest: string[];
}

export interface ItemMapResult {
  /** Items that anybody had, and how many of them are drawn. */
  items: number;
  places: Place[];
  /** By size; the last may be "all others" (null), where there are more than can be told apart. */
  groups: (string | null)[];
  /** Whether the groups are the catalogue's categories, or were found by likeness and bear the name of their most popular item. */
  groupedBy: 'category' | 'likeness';
  /** Of the drawn items of a known category (or of all, by group), the share whose nearest neighbour is of the same; and what chance would give. */
  purity: number;
  chance: number;
  definition: Params;
  isReviews: boolean;
}

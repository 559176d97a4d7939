import type { BasketAbout } from '../../core/baskets.ts';

/** What is known of an item. */
export interface ItemFacts {
  item: string;
  title: string;
  price: number | null;
  onHand: number | null;
  /** Baskets that hold it. */
  baskets: number;
}

/** Another item in the same baskets. */
export interface Companion extends ItemFacts {
  /** Baskets that hold both. */
  together: number;
  /** Of the item's baskets, the share that holds this one too. */
  confidence: number;
  /** Times as often together as by chance. */
  lift: number;
  /** Of the log-likelihood ratio (χ², 1 degree of freedom), among all companions by Benjamini and Hochberg. */
  q: number;
}

/** An item that keeps the same company, and is seldom in the same basket or of the same range. */
export interface Substitute extends ItemFacts {
  together: number;
  /** Of the baskets of the rarer of both, the share that holds both. */
  overlap: number;
  lift: number;
  /** Cosine of the company that both keep: 0 … 1. */
  likeness: number;
  /** The words that both titles share where they share most; else null. */
  range: string | null;
}

export interface ItemPageResult {
  item: ItemFacts & { users: number; repeated: number };
  /** All baskets of the log. */
  baskets: number;
  goesWith: Companion[];
  insteadOf: Substitute[];
  /** Whether the item was chosen for want of a name. */
  example: boolean;
  about: BasketAbout;
  definition: { least: number; seldom: number; oneRange: number };
}

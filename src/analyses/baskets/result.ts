import type { BasketAbout, BasketRule, ItemFacts } from '../../core/baskets.ts';
import type { Params } from './params.ts';

export interface ListedSet {
  items: string[];
  count: number;
  support: number;
  /** No set with one item more is in as many baskets. */
  closed: boolean;
  /** No set with one item more is frequent. */
  maximal: boolean;
}

/** What to offer beside an item. */
export interface CrossSell {
  item: string;
  /** From 1 on for each item. */
  rank: number;
  offer: string;
  count: number;
  confidence: number;
  lift: number;
  /** How much likelier the offer is beside the item than in any basket: confidence less the offer's share of all baskets. */
  gain: number;
  qValue: number;
}

export interface Bundle {
  items: string[];
  count: number;
  support: number;
  /** Share of the baskets as a multiple of what it would be were the items independent. */
  lift: number;
  /** Share of the baskets beyond that. */
  leverage: number;
  /** Sum of the items' prices, and the least stock; null where one is unknown. */
  price: number | null;
  onHand: number | null;
  /** The largest q of the rules that lead to one of its items: each is tied to the others. */
  qValue: number;
}

export interface PairCell {
  row: number;
  column: number;
  count: number;
  /** Of the baskets with the row's item, those that have the column's. */
  confidence: number;
  lift: number;
  qValue: number;
}

export interface BasketsResult {
  transactions: number;
  /** Different items, and lines with each item of a basket once. */
  items: number;
  lines: number;
  /** How many sets are frequent, of one item and more; and how many of each size. */
  itemsets: number;
  setsBySize: number[];
  closed: number;
  maximal: number;
  /** False where sets longer than allowed are too many to look at: the longest are then closed and maximal as far as is known. */
  exact: boolean;
  /** The 10,000 sets that most baskets hold. */
  sets: ListedSet[];
  ruleCount: number;
  significantCount: number;
  /** Ways to split the sets: so many rules were looked at. */
  tested: number;
  /** Pairs of frequent sets that could have made a rule: over so many is q adjusted. */
  family: number;
  /** The first `maxRules`, significant ones first, then by `sortBy`. */
  rules: BasketRule[];
  /** The first hundred rules of one item to another, significant ones first, then by leverage. */
  network: BasketRule[];
  /** The items that are most tied to others, and each pair of them that is frequent. */
  matrix: { items: string[]; cells: PairCell[] };
  crossSell: CrossSell[];
  /** Items that have at least one offer beside them. */
  crossSellItems: number;
  bundles: Bundle[];
  bundleCount: number;
  /** Every item that is named above. */
  catalogue: ItemFacts[];
  about: BasketAbout;
  definition: Params & { minCountUsed: number };
}

import type { BasketAbout, BasketRule, ItemFacts } from '../../core/baskets.ts';
import type { Params } from './params.ts';

export interface Offer extends ItemFacts {
  /** Confidence of the best rule; else the mean cosine to the basket's items; else the share of all baskets. */
  score: number;
  source: 'rule' | 'similar' | 'popular';
  /** Of the best rule; null without one. */
  confidence: number | null;
  lift: number | null;
  /** The rules that lead to it, the most confident first; at most five. */
  rules: BasketRule[];
  /** Items of the basket that it is often with, the nearest first; at most three. */
  near: { item: string; cosine: number }[];
}

export interface CompleteBasketResult {
  basket: ItemFacts[];
  /** Given, but in no basket of the log. */
  unknown: string[];
  items: Offer[];
  transactions: number;
  ruleCount: number;
  /** Pairs of frequent sets that could have made a rule: over so many is q adjusted. */
  family: number;
  about: BasketAbout;
  definition: Params & { minCountUsed: number };
}

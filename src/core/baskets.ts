/** What results about baskets share: as the computation makes it, and as words are made of it. */

/** What is known of an item. */
export interface ItemFacts {
  item: string;
  title: string | null;
  price: number | null;
  onHand: number | null;
  /** Baskets that hold it. */
  count: number;
}

/** Who has all of `if` has all of `then`, by item id. */
export interface BasketRule {
  if: string[];
  then: string[];
  /** Baskets with all of them. */
  count: number;
  support: number;
  confidence: number;
  lift: number;
  leverage: number;
  /** Infinity where `if` is never without `then`. */
  conviction: number;
  zhang: number;
  /** Fisher's exact test, one-sided; 0 below 1e-308. */
  pValue: number;
  /** Adjusted by Benjamini and Hochberg over all candidates. */
  qValue: number;
  significant: boolean;
}

/** What the baskets were read under, and what was left out. */
export interface BasketAbout {
  kind: 'order' | 'session' | 'user-day' | 'user';
  /** The property that names the orders; '' for other kinds. */
  by: string;
  pattern: { events: readonly string[]; where?: readonly unknown[] };
  zone: string;
  sessionGapMinutes: number;
  namedSessions: boolean;
  hasPrices: boolean;
  hasStock: boolean;
  /** Events that fit the pattern; of these without an item, without a basket, in a basket of nobody known, and with no quantity above zero. */
  events: number;
  noItem: number;
  noBasket: number;
  noUser: number;
  returned: number;
  /** Lines that repeat an item of their basket. */
  repeats: number;
}

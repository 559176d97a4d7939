/** How strong a correlation is called (Amplitude's Compass has these bounds). */
export type Strength = 'high' | 'moderate' | 'slight' | 'none';

/** One threshold of one event as a table: did it so often early on or not, and reached the goal or not. */
export interface Threshold {
  times: number;
  didAndReached: number;
  didOnly: number;
  reachedOnly: number;
  neither: number;
  mcc: number;
}

export interface Matched {
  /** Pairs of a user who did it and one most like them who did not; shares of each who reached the goal. */
  pairs: number;
  treated: number;
  did: number;
  didNot: number;
  difference: number;
  low: number;
  high: number;
  p: number;
  /** The largest standardised mean difference of a covariate before and after matching. */
  imbalanceBefore: number;
  imbalanceAfter: number;
  balance: { covariate: string; before: number; after: number }[];
}

export interface Driver extends Threshold {
  event: string;
  strength: Strength;
  oddsRatio: number;
  low: number;
  high: number;
  /** Of those who did it, and of all others, the share that reached the goal; did over all. */
  precision: number;
  otherwise: number;
  lift: number;
  /** Of those who reached the goal, the share that did it. */
  recall: number;
  /** For the best of all thresholds tried (Bonferroni), and q over the events (Benjamini–Hochberg). */
  p: number;
  q: number;
  tried: Threshold[];
  matched: Matched | null;
}

export interface DriversResult {
  users: number;
  /** Users whose horizon the log does not hold, left out. */
  immature: number;
  reached: number;
  drivers: Driver[];
  definition: { goal: string; early: string; horizon: string; most: number; events: number; behaviours: number };
}

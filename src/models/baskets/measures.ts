/** What a rule "who has A has C" is worth, from the number of baskets with A, with C, and with both. */
export interface Measures {
  /** Share of the baskets with both. */
  support: number;
  /** Share of the baskets with A that have C too. */
  confidence: number;
  /** Confidence as a multiple of the share of all baskets that have C (Brin et al. 1997). */
  lift: number;
  /** Share of baskets with both beyond what independence would bring (Piatetsky-Shapiro 1991). */
  leverage: number;
  /** How much more often "A without C" would be expected than it is (Brin et al. 1997); Infinity where it never is. */
  conviction: number;
  /** Association from −1 (never together) over 0 to 1 (Zhang 2000). */
  zhang: number;
}

/** Shares and products of them; `both` of `total` baskets hold A and C. */
export function measuresOf(both: number, antecedent: number, consequent: number, total: number): Measures {
  const [support, a, c] = [both / total, antecedent / total, consequent / total];
  const confidence = both / antecedent;
  const leverage = support - a * c;
  const most = Math.max(support * (1 - a), a * (c - support));
  return {
    support,
    confidence,
    lift: confidence / c,
    leverage,
    conviction: both === antecedent ? Infinity : (1 - c) / (1 - confidence),
    zhang: most === 0 ? 0 : leverage / most,
  };
}

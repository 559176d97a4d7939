/** How customers buy and fall away, with its parameters: x repeat purchases, the last at `recency`, observed until `age`. */
export interface PurchaseModel {
  /** The probability that a customer will ever buy again. */
  alive(x: number, recency: number, age: number): number;
  /** Purchases expected of a customer in the `t` after the observation's end. */
  expected(t: number, x: number, recency: number, age: number): number;
  /** Repeat purchases expected of a new customer in the first `t`. */
  mean(t: number): number;
  /** The probabilities of 0, 1, … `most` repeat purchases of a new customer in the first `t`. */
  counts(t: number, most: number): Float64Array;
}

/** log Γ(a + x) − log Γ(a) for x = 0 … most. */
export function risingLogs(a: number, most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let x = 0; x < most; x++) logs[x + 1] = logs[x]! + Math.log(a + x);
  return logs;
}

/** The probabilities of 0 … most events of a Poisson process whose rate is gamma distributed (negative binomial), over a time t. */
export function negativeBinomial(r: number, alpha: number, t: number, most: number): Float64Array {
  const chances = new Float64Array(most + 1);
  const share = t / (alpha + t);
  chances[0] = Math.exp(-r * Math.log1p(t / alpha));
  for (let x = 1; x <= most; x++) chances[x] = (chances[x - 1]! * (r + x - 1) * share) / x;
  return chances;
}

/**
 * The discounted sum of the purchases that come month by month within a horizon, each month's at its end (as lifetimes counts):
 * `expected(t)` is what is expected until t, `month` the length of a month in the same unit, `discount` the rate per month.
 */
export function discountedPurchases(
  expected: (t: number) => number,
  horizon: number,
  month: number,
  discount: number,
): number {
  let [sum, before] = [0, 0];
  for (let from = 0; from < horizon; from += month) {
    const to = Math.min(horizon, from + month);
    const until = expected(to);
    sum += (until - before) / (1 + discount) ** (to / month);
    before = until;
  }
  return sum;
}

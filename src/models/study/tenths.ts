/** A tenth of the rows by prediction, the highest first. */
export interface Tenth {
  decile: number;
  rows: number;
  predicted: number;
  observed: number | null;
}

/** Rows by falling prediction; ties in their order. */
const ranked = (predictions: ArrayLike<number>): Uint32Array =>
  Uint32Array.from({ length: predictions.length }, (_, row) => row).sort(
    (a, b) => predictions[b]! - predictions[a]! || a - b,
  );

/** As SQL's ntile(10): the first tenths get the rows left over. */
const bounds = (rows: number): number[] => {
  const [size, left] = [Math.floor(rows / 10), rows % 10];
  return Array.from({ length: 11 }, (_, n) => n * size + Math.min(n, left));
};

/** The tenth of each row, 1 (highest) … 10. */
export function tenthOf(predictions: ArrayLike<number>): Uint8Array {
  const tenths = new Uint8Array(predictions.length);
  const [order, at] = [ranked(predictions), bounds(predictions.length)];
  for (let n = 0; n < 10; n += 1) for (const row of order.subarray(at[n], at[n + 1])) tenths[row] = n + 1;
  return tenths;
}

function means(order: Uint32Array, values: ArrayLike<number>): number[] {
  const at = bounds(order.length);
  return Array.from({ length: 10 }, (_, n) => {
    const rows = order.subarray(at[n], at[n + 1]);
    return rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
  });
}

/** The tenths of the rows scored now, each beside what the same tenth of the rows judged came to. Empty ones are left out. */
export function tenths(scores: Float64Array, judged: Float64Array, labels: Float64Array): Tenth[] {
  const [order, at] = [ranked(scores), bounds(scores.length)];
  const predicted = means(order, scores);
  const observed = means(ranked(judged), labels);
  return predicted.flatMap((value, n) => {
    const rows = at[n + 1]! - at[n]!;
    return rows === 0
      ? []
      : [{ decile: n + 1, rows, predicted: value, observed: Number.isNaN(observed[n]!) ? null : observed[n]! }];
  });
}

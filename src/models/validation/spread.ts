/** Mean and sample standard deviation of each metric over the folds. */
export interface Spread {
  mean: Record<string, number>;
  sd: Record<string, number>;
}

/**
 * Over the folds in which a metric has a value (an AUC has none where only one class was asked); NaN where none has one, and the
 * standard deviation of a single one. A metric that some fold lacks altogether is left out.
 */
export function spreadOf(folds: readonly Record<string, number>[]): Spread {
  const spread: Spread = { mean: {}, sd: {} };
  for (const name of Object.keys(folds[0] ?? {})) {
    if (!folds.every((metrics) => name in metrics)) continue;
    const { mean, sd } = moments(folds.map((metrics) => metrics[name]!));
    spread.mean[name] = mean;
    spread.sd[name] = sd;
  }
  return spread;
}

/** Mean and sample standard deviation of the values that are numbers. */
export function moments(values: readonly number[]): { mean: number; sd: number } {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : NaN };
}

import { gammaQ } from './gamma.ts';

/** P(X > x) of the χ² distribution with `df` degrees of freedom; 1 where there are none. */
export const chiSquareSf = (x: number, df: number): number => (df > 0 ? gammaQ(df / 2, x / 2) : 1);

/** A χ² statistic with its degrees of freedom and p-value. */
export interface ChiSquare {
  statistic: number;
  df: number;
  p: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/**
 * Pearson's test of independence of a table of counts. Rows and columns without any count have no say. `yates`: the
 * continuity correction, for a table of two by two.
 */
export function chiSquareTest(table: readonly (readonly number[])[], yates = false): ChiSquare {
  const columns = (table[0] ?? []).map((_, column) => sumOf(table.map((row) => row[column]!)));
  const rows = table.map(sumOf);
  const total = sumOf(rows);
  const df = (rows.filter((sum) => sum > 0).length - 1) * (columns.filter((sum) => sum > 0).length - 1);
  if (!(df > 0)) return { statistic: 0, df: 0, p: 1 };
  let statistic = 0;
  for (const [row, counts] of table.entries()) {
    for (const [column, count] of counts.entries()) {
      const expected = (rows[row]! * columns[column]!) / total;
      if (expected === 0) continue;
      const off = Math.abs(count - expected);
      // The correction never passes the difference itself.
      const corrected = yates && df === 1 ? off - Math.min(0.5, off) : off;
      statistic += (corrected * corrected) / expected;
    }
  }
  return { statistic, df, p: chiSquareSf(statistic, df) };
}

/** Pearson's test of counts against the shares expected of them (any positive numbers; their sum is taken as the whole). */
export function chiSquareGoodness(counts: readonly number[], shares: readonly number[]): ChiSquare {
  const [total, whole] = [sumOf(counts), sumOf(shares)];
  const df = counts.length - 1;
  if (total === 0 || df < 1) return { statistic: 0, df: Math.max(0, df), p: 1 };
  const statistic = sumOf(
    counts.map((count, n) => {
      const expected = (total * shares[n]!) / whole;
      return (count - expected) ** 2 / expected;
    }),
  );
  return { statistic, df, p: chiSquareSf(statistic, df) };
}

import { logGamma } from '../../core/statistics.ts';

const MOST_TABLED = 1 << 20;

/** ln n! for n = 0, 1, … `most`, by compensated sums (Kahan 1965). */
function logFactorials(most: number): Float64Array {
  const table = new Float64Array(most + 1);
  let [sum, lost] = [0, 0];
  for (let n = 2; n <= most; n++) {
    const part = Math.log(n) - lost;
    const next = sum + part;
    lost = next - sum - part;
    table[n] = sum = next;
  }
  return table;
}

/**
 * Fisher's exact test, one-sided, of many tables over the same baskets: of `total` baskets `rows` hold one set and `columns` another;
 * how likely is it that `both` or more hold the two, were they independent (the tail of the hypergeometric distribution).
 */
export class TogetherTest {
  private readonly table: Float64Array;
  private readonly total: number;

  constructor(total: number) {
    this.total = total;
    this.table = logFactorials(Math.min(total, MOST_TABLED));
  }

  pValue(both: number, rows: number, columns: number): number {
    const lowest = Math.max(0, rows + columns - this.total);
    if (both <= lowest) return 1;
    return both > (rows * columns) / this.total
      ? Math.min(1, this.upper(both, rows, columns))
      : Math.max(0, 1 - this.lower(both - 1, rows, columns));
  }

  private upper(from: number, rows: number, columns: number): number {
    const rest = this.total - rows - columns;
    let term = this.chance(from, rows, columns);
    let sum = term;
    for (let k = from; k < Math.min(rows, columns) && term > sum * 1e-17; k++) {
      term *= ((rows - k) * (columns - k)) / ((k + 1) * (rest + k + 1));
      sum += term;
    }
    return sum;
  }

  private lower(from: number, rows: number, columns: number): number {
    const rest = this.total - rows - columns;
    let term = this.chance(from, rows, columns);
    let sum = term;
    for (let k = from; k > Math.max(0, -rest) && term > sum * 1e-17; k--) {
      term *= (k * (rest + k)) / ((rows - k + 1) * (columns - k + 1));
      sum += term;
    }
    return sum;
  }

  /** That exactly so many hold both. */
  private chance(both: number, rows: number, columns: number): number {
    const choose = (n: number, k: number) => this.log(n) - this.log(k) - this.log(n - k);
    const { total } = this;
    return Math.exp(choose(rows, both) + choose(total - rows, columns - both) - choose(total, columns));
  }

  private log(n: number): number {
    return n < this.table.length ? this.table[n]! : logGamma(n + 1);
  }
}

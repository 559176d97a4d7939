/** Some rows of numbers, sparse: row r has `offsets[r]` … `offsets[r + 1]`. */
export interface Deviations {
  rows: number;
  offsets: Uint32Array;
  column: Int32Array;
  /** How far the rating lies over its baseline. */
  value: Float64Array;
}

/** Sums over what two have in common, one place for each other row. */
export class CommonSums {
  readonly #product: Float64Array;
  readonly #own: Float64Array;
  readonly #other: Float64Array;
  readonly #count: Float64Array;

  constructor(rows: number) {
    this.#product = new Float64Array(rows);
    this.#own = new Float64Array(rows);
    this.#other = new Float64Array(rows);
    this.#count = new Float64Array(rows);
  }

  /**
   * How alike one row is to each other one: the Pearson correlation of the deviations from the baselines over the columns that both
   * have, shrunk by (n − 1) / (n − 1 + shrinkage) for n such columns (Koren 2010, section 2.2). The row is given by its columns and
   * values; `across` has the others column by column.
   */
  similarities(
    columns: ArrayLike<number>,
    values: ArrayLike<number>,
    across: Deviations,
    shrinkage: number,
  ): Float32Array {
    for (const sums of [this.#product, this.#own, this.#other, this.#count]) sums.fill(0);
    for (let n = 0; n < columns.length; n += 1) this.#add(columns[n]!, values[n]!, across);
    return Float32Array.from(this.#count, (count, row) => {
      const square = this.#own[row]! * this.#other[row]!;
      if (count < 2 || !(square > 0)) return 0;
      return ((count - 1) / (count - 1 + shrinkage)) * (this.#product[row]! / Math.sqrt(square));
    });
  }

  #add(column: number, own: number, { offsets, column: rows, value }: Deviations): void {
    for (let at = offsets[column]!; at < offsets[column + 1]!; at += 1) {
      const row = rows[at]!;
      const other = value[at]!;
      this.#product[row]! += own * other;
      this.#own[row]! += own * own;
      this.#other[row]! += other * other;
      this.#count[row]! += 1;
    }
  }
}

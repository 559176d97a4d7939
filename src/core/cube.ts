import type { Cells, CubeFilters, Dimension } from './cells.ts';
import { cellsOf, FAILS, PASSES, verdictsOf } from './cells.ts';

export type { CubeFilter, CubeFilters, Dimension } from './cells.ts';

/** Figures along each dimension under the filters on the others, and in all under all of them: what cross-filtering shows. */
export interface CubeFigures {
  total: number;
  by: Record<string, Float64Array>;
}

/**
 * Counts of a log by a few dimensions, or sums: small enough to be added up anew on each frame while a person brushes a chart. Made once,
 * of the rows of one GROUP BY. Exact, as counts can be added; users can't: presence.ts.
 */
export class Cube {
  readonly #cells: Cells;
  readonly #counts: Float64Array;

  /** `columns`: the code of each row in each dimension, by its name; `counts`: what each row adds. */
  constructor(
    dimensions: readonly Dimension[],
    columns: Readonly<Record<string, ArrayLike<number>>>,
    counts: ArrayLike<number>,
  ) {
    const { ofRow, ...cells } = cellsOf(dimensions, columns, counts.length);
    this.#cells = { ...cells, ofRow: new Int32Array() };
    this.#counts = new Float64Array(cells.length);
    for (let row = 0; row < counts.length; row++) this.#counts[ofRow[row]!]! += counts[row]!;
  }

  /** How many cells there are. */
  get length(): number {
    return this.#cells.length;
  }

  /** One pass over the cells. */
  sums(filters: CubeFilters = {}): CubeFigures {
    const { dimensions, codes, length } = this.#cells;
    const verdicts = verdictsOf(this.#cells, filters);
    const by = dimensions.map(({ size }) => new Float64Array(size));
    let total = 0;
    for (let cell = 0; cell < length; cell++) {
      const verdict = verdicts[cell]!;
      if (verdict === FAILS) continue;
      const count = this.#counts[cell]!;
      if (verdict === PASSES) total += count;
      for (let d = 0; d < codes.length; d++)
        if (verdict === PASSES || verdict === d + 1) by[d]![codes[d]![cell]!]! += count;
    }
    return named(dimensions, total, by);
  }
}

/** The figures by the dimensions' names. */
export const named = (dimensions: readonly Dimension[], total: number, by: readonly Float64Array[]): CubeFigures => ({
  total,
  by: Object.fromEntries(dimensions.map(({ name }, d) => [name, by[d]!])),
});

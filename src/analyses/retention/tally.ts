import { wilson } from '../../core/statistics.ts';
import type { Params } from './params.ts';
import type { RetentionCell, TotalCell } from './result.ts';
import type { Entry } from './walk.ts';

/** Counts of one cohort, of one group, or of all, by cell. */
export class Tally {
  size = 0;
  readonly returned: Float64Array;
  /** What the rate is over. */
  readonly base: Float64Array;
  /** All who could be observed. */
  readonly observable: Float64Array;
  readonly sums: Float64Array;
  readonly valued: Float64Array;

  constructor(
    cells: number,
    private readonly params: Params,
  ) {
    this.returned = new Float64Array(cells);
    this.base = new Float64Array(cells);
    this.observable = new Float64Array(cells);
    this.sums = new Float64Array(cells);
    this.valued = new Float64Array(cells);
  }

  add({ observed, returned, sums, valued }: Entry): void {
    this.size++;
    const measures = this.params.property !== '';
    for (let cell = 0; cell < observed; cell++) {
      this.observable[cell]!++;
      if (isBase(this.params, returned, cell)) {
        this.base[cell]!++;
        this.returned[cell]! += returned[cell]!;
      }
      if (!measures || !returned[cell]) continue;
      this.sums[cell]! += sums[cell]!;
      this.valued[cell]! += valued[cell]!;
    }
  }

  /** Adds what others have counted: users of theirs are not users of this one yet. */
  addAll(others: readonly Tally[]): this {
    for (const other of others) {
      this.size += other.size;
      for (const key of ['returned', 'base', 'observable', 'sums', 'valued'] as const)
        other[key].forEach((count, cell) => (this[key][cell]! += count));
    }
    return this;
  }

  cells(isPartial: (cell: number) => boolean): RetentionCell[] {
    return Array.from(this.returned, (_, cell) => this.cell(cell, isPartial(cell)));
  }

  private cell(index: number, partial: boolean): RetentionCell {
    const [returned, base, observable] = [this.returned[index]!, this.base[index]!, this.observable[index]!];
    const bounds = wilson(returned, base);
    const [sum, valued] = [this.sums[index]!, this.valued[index]!];
    const isMeasured = this.params.property !== '' && observable > 0;
    return {
      index,
      returned,
      observable: base,
      rate: base > 0 ? returned / base : null,
      low: bounds?.low ?? null,
      high: bounds?.high ?? null,
      partial: partial && observable > 0,
      sum: isMeasured ? sum : null,
      average: isMeasured && valued > 0 ? sum / valued : null,
      perUser: isMeasured ? sum / observable : null,
    };
  }
}

/** Whom the rate is over: everyone observable; or, measured against the cell before, those who had returned there. */
export const isBase = ({ reference }: Params, returned: Uint8Array, cell: number): boolean =>
  reference === 'total' || cell === 0 || returned[cell - 1] === 1;

/** The three averages of a column of cohorts; cohorts that cannot be observed there are left out. */
export function averages(
  cohorts: readonly { size: number; returned: number; observable: number }[],
): Pick<TotalCell, 'simple' | 'weighted' | 'pooled'> {
  const known = cohorts.filter(({ observable }) => observable > 0);
  if (known.length === 0) return { simple: null, weighted: null, pooled: null };
  const sum = (of: (each: (typeof known)[number]) => number) => known.reduce((all, each) => all + of(each), 0);
  return {
    simple: sum(({ returned, observable }) => returned / observable) / known.length,
    weighted: sum(({ size, returned }) => size * returned) / sum(({ size, observable }) => size * observable),
    pooled: sum(({ returned }) => returned) / sum(({ observable }) => observable),
  };
}

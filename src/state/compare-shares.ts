import type { Proportion } from '../contract/analysis.ts';
import { fisherExact, newcombe, twoProportionZ } from '../core/statistics.ts';

/** Where a cell of the two-by-two table is expected smaller, the normal approximation gives way to the exact test (Cochran 1954). */
const SMALL_CELL = 5;

export interface ShareDifference {
  /** The first share less the second, with its 95 % interval (Newcombe 1998), as shares. */
  difference: number;
  low: number;
  high: number;
  /** Two-sided. */
  p: number;
  test: 'z' | 'fisher';
}

function leastExpected(a: Proportion, b: Proportion): number {
  const [hits, trials] = [a.hits + b.hits, a.trials + b.trials];
  return (Math.min(hits, trials - hits) * Math.min(a.trials, b.trials)) / trials;
}

/** How two shares of independent samples differ; null where one is of nobody, or they are shares of different things. */
export function compareShares(a: Proportion, b: Proportion): ShareDifference | null {
  if (a.name !== b.name || a.trials === 0 || b.trials === 0) return null;
  const interval = newcombe(a.hits, a.trials, b.hits, b.trials);
  if (leastExpected(a, b) >= SMALL_CELL) {
    return { ...interval, p: twoProportionZ(a.hits, a.trials, b.hits, b.trials).p, test: 'z' };
  }
  const { p } = fisherExact(a.hits, a.trials - a.hits, b.hits, b.trials - b.hits);
  return { ...interval, p, test: 'fisher' };
}

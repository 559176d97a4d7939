/** Cutoffs that a model is asked about, and the last that it may have learnt from. */
export interface TimeWindow {
  /** Rows up to and with this cutoff teach. */
  trainTo: number;
  testFrom: number;
  testTo: number;
}

/**
 * Expanding windows over the distinct cutoffs (scikit-learn's TimeSeriesSplit, of cutoffs in place of rows): the last of them are
 * asked in `folds` blocks of equal length, each by what came before it. A row's label looks `gap` ahead of its cutoff, so rows
 * teach only if their cutoff is at least that long before the block. Fewer windows where there are fewer cutoffs; none for one cutoff.
 */
export function timeWindows(cutoffs: ArrayLike<number>, folds: number, gap = 0): TimeWindow[] {
  const distinct = Float64Array.from(new Set(Array.from(cutoffs))).sort();
  const blocks = Math.min(folds, distinct.length - 1);
  const length = Math.max(1, Math.floor(distinct.length / (blocks + 1)));
  const first = distinct.length - blocks * length;
  return Array.from({ length: Math.max(0, blocks) }, (_, block) => first + block * length).flatMap((from) => {
    const testFrom = distinct[from]!;
    const trainTo = distinct.subarray(0, from).findLast((cutoff) => cutoff + gap <= testFrom);
    return trainTo === undefined ? [] : [{ trainTo, testFrom, testTo: distinct[from + length - 1]! }];
  });
}

import { quantileSorted } from '../../core/statistics.ts';

export interface Scores {
  /** 1 … groups for each value; the greatest values have the highest. */
  scores: Uint8Array;
  /** The borders between the groups: a value above the n-th has at least the score n + 1. */
  cuts: number[];
}

/** Groups of as equal size as ties allow: equal values have equal scores, however many they are. */
function together(values: Float64Array, sorted: Float64Array, groups: number): Scores {
  const cuts = Array.from({ length: groups - 1 }, (_, n) => quantileSorted(sorted, (n + 1) / groups));
  const scores = Uint8Array.from(values, (value) => 1 + cuts.reduce((above, cut) => above + Number(value > cut), 0));
  return { scores, cuts };
}

/** Where a value that is there first stands among sorted ones. */
function firstPlace(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Groups of equal size: of equal values, those whose users' names come first have the lower scores. */
function split(values: Float64Array, sorted: Float64Array, groups: number): Scores {
  // How many of the values that begin at each place have had a rank. Numbers sort several times as fast as rows by their numbers.
  const taken = new Uint32Array(values.length);
  const scores = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const first = firstPlace(sorted, values[row]!);
    scores[row] = 1 + Math.floor(((first + taken[first]!++) * groups) / values.length);
  }
  const cuts = Array.from(
    { length: groups - 1 },
    (_, n) => sorted[Math.max(0, Math.ceil(((n + 1) * values.length) / groups) - 1)]!,
  );
  return { scores, cuts };
}

/** Scores by quantiles; `values` without NaN. */
export function quantileScores(values: Float64Array, groups: number, ties: 'together' | 'split'): Scores {
  const sorted = values.slice().sort();
  return ties === 'together' ? together(values, sorted, groups) : split(values, sorted, groups);
}

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

/** Groups of equal size: of equal values, those whose users' names come first have the lower scores. */
function split(order: Uint32Array, sorted: Float64Array, groups: number): Scores {
  const scores = new Uint8Array(order.length);
  for (let place = 0; place < order.length; place++) {
    scores[order[place]!] = 1 + Math.floor((place * groups) / order.length);
  }
  const cuts = Array.from(
    { length: groups - 1 },
    (_, n) => sorted[Math.max(0, Math.ceil(((n + 1) * order.length) / groups) - 1)]!,
  );
  return { scores, cuts };
}

/** Scores by quantiles; `values` without NaN, `order` their rows from the least on. */
export function quantileScores(
  values: Float64Array,
  order: Uint32Array,
  groups: number,
  ties: 'together' | 'split',
): Scores {
  const sorted = new Float64Array(order.length);
  for (let place = 0; place < order.length; place++) sorted[place] = values[order[place]!]!;
  return ties === 'together' ? together(values, sorted, groups) : split(order, sorted, groups);
}

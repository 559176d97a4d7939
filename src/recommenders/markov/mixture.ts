import type { Level } from './chains.ts';
import { runNumber } from './chains.ts';
import type { Transitions } from './transitions.ts';

export interface Chains {
  items: number;
  first: Transitions;
  levels: readonly Level[];
}

export interface Blend {
  /** So many of the last items are read one by one. */
  reach: number;
  /** Each item further back counts by this factor. */
  decay: number;
  /** As many observations as what a shorter run says counts for. */
  backOff: number;
}

/** A part of what foretells: a row of transitions, how much each of its counts adds, and the items that it is owed to. */
export interface Evidence {
  transitions: Transitions;
  row: number;
  factor: number;
  items: readonly number[];
}

/** The last items, each by itself: the nearer the more. */
function singles({ first }: Chains, read: Int32Array, { decay, backOff }: Blend): { parts: Evidence[]; rest: number } {
  const ages = Array.from(read, (_, at) => decay ** (read.length - 1 - at));
  const whole = ages.reduce((sum, age) => sum + age, 0);
  let rest = 0;
  const parts = Array.from(read, (item, at) => {
    const share = ages[at]! / whole;
    rest += (share * backOff) / (first.total[item]! + backOff);
    return { transitions: first, row: item, factor: share / (first.total[item]! + backOff), items: [item] };
  });
  return { parts, rest };
}

/**
 * What is foretold after some items: the longest run that is known, as far as it was seen often; what is left of that to shorter
 * runs, then to the last items one by one, and in the end, `rest`, to popularity (the hierarchical Dirichlet model of MacKay & Peto 1995).
 */
export function mixture(chains: Chains, read: Int32Array, blend: Blend): { parts: Evidence[]; rest: number } {
  const { levels, items } = chains;
  let { parts, rest } = singles(chains, read.subarray(-blend.reach), blend);
  for (let length = 2; length <= levels.length + 1 && length <= read.length; length += 1) {
    const run = read.subarray(read.length - length);
    const row = runNumber(levels, run, items);
    if (row < 0) break;
    const { transitions } = levels[length - 2]!;
    const seen = transitions.total[row]! + blend.backOff;
    const shorter = blend.backOff / seen;
    parts = parts.map((part) => ({ ...part, factor: part.factor * shorter }));
    parts.push({ transitions, row, factor: 1 / seen, items: [...run] });
    rest *= shorter;
  }
  return { parts, rest };
}

/** Adds what a part says of all items. */
export function addTo(scores: Float64Array, { transitions, row, factor }: Evidence): void {
  const { offsets, item, weight } = transitions;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at += 1) scores[item[at]!]! += factor * weight[at]!;
}

/** What a part says of one item. */
export function says({ transitions, row, factor }: Evidence, wanted: number): number {
  const { offsets, item, weight } = transitions;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at += 1) if (item[at] === wanted) return factor * weight[at]!;
  return 0;
}

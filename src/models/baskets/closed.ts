import type { Pause } from './fp-growth.ts';
import type { Itemsets, SetIndex } from './itemsets.ts';
import { sizeOf } from './itemsets.ts';

/** By set, 1 where it holds. */
export interface Kinds {
  /** No set with one item more is in as many baskets (Pasquier et al. 1999). */
  closed: Uint8Array;
  /** No set with one item more is frequent (Bayardo 1998). */
  maximal: Uint8Array;
}

const PART = 50_000;

/** Which sets are closed and which maximal among the sets given: all frequent ones up to a length; the longest are both. */
export async function kindsOf(sets: Itemsets, index: SetIndex, pause: Pause): Promise<Kinds> {
  const closed = new Uint8Array(sets.length).fill(1);
  const maximal = new Uint8Array(sets.length).fill(1);
  for (let set = 0; set < sets.length; set++) {
    const size = sizeOf(sets, set);
    const all = 2 ** size - 1;
    for (let n = 0; size > 1 && n < size; n++) {
      const part = index.find(set, all ^ (1 << n));
      maximal[part] = 0;
      if (sets.counts[part] === sets.counts[set]) closed[part] = 0;
    }
    if (set % PART === 0) await pause(set / sets.length);
  }
  return { closed, maximal };
}

import type { Histories } from '../data.ts';

/** The items that anybody had, numbered anew without gaps: a network has no weights for the others. */
export interface Vocabulary {
  /** The item of each number, ascending. */
  items: Int32Array;
  /** The number of each item; −1: nobody had it. */
  numbers: Int32Array;
}

/** The vocabulary of the items that count more than 0. */
export function vocabularyOf(counts: Float64Array): Vocabulary {
  const items = Int32Array.from(counts.keys()).filter((item) => counts[item]! > 0);
  const numbers = new Int32Array(counts.length).fill(-1);
  items.forEach((item, number) => (numbers[item] = number));
  return { items, numbers };
}

/** How often each item came. */
export function eventCounts({ item }: Histories, items: number): Float64Array {
  const counts = new Float64Array(items);
  for (const each of item) counts[each]! += 1;
  return counts;
}

/** The last `most` items of some that are in the vocabulary, by number. */
export function spelled({ numbers }: Vocabulary, items: Int32Array, most: number): Int32Array {
  const known = items.map((item) => numbers[item] ?? -1).filter((number) => number >= 0);
  return known.subarray(Math.max(0, known.length - most));
}

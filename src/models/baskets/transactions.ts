/** Baskets of items in rows: basket `n` holds `items` from `offsets[n]` up to `offsets[n + 1]`, each item once, ascending. */
export interface Transactions {
  /** How many baskets there are. */
  count: number;
  offsets: Uint32Array;
  items: Uint32Array;
  /** Items are the numbers below this. */
  itemCount: number;
}

/** The places of the entries in order of their key, entries of one key in the order they came. Counting sort: linear. */
function ordered(
  keys: ArrayLike<number>,
  most: number,
  places?: Uint32Array,
): { places: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(most + 1);
  for (let n = 0; n < keys.length; n++) starts[keys[n]! + 1]!++;
  for (let key = 0; key < most; key++) starts[key + 1]! += starts[key]!;
  const next = starts.slice();
  const sorted = new Uint32Array(keys.length);
  for (let n = 0; n < keys.length; n++) {
    const place = places ? places[n]! : n;
    sorted[next[keys[place]!]!++] = place;
  }
  return { places: sorted, starts };
}

/**
 * Entries (basket, item), in any order and with repeats, as baskets; an item counts once in a basket. Baskets and items are numbers
 * from 0 on.
 */
export function transactionsOf(
  baskets: ArrayLike<number>,
  entries: ArrayLike<number>,
  count: number,
  itemCount: number,
): Transactions {
  const byItem = ordered(entries, itemCount).places;
  const { places, starts } = ordered(baskets, count, byItem);
  const offsets = new Uint32Array(count + 1);
  const items = new Uint32Array(places.length);
  let size = 0;
  for (let basket = 0; basket < count; basket++) {
    for (let n = starts[basket]!; n < starts[basket + 1]!; n++) {
      const item = entries[places[n]!]!;
      if (size === offsets[basket] || items[size - 1] !== item) items[size++] = item;
    }
    offsets[basket + 1] = size;
  }
  return { count, offsets, items: items.slice(0, size), itemCount };
}

const counted = new WeakMap<Transactions, Uint32Array>();

/** In how many baskets each item is; counted once. */
export function itemCounts(transactions: Transactions): Uint32Array {
  const known = counted.get(transactions);
  if (known) return known;
  const counts = new Uint32Array(transactions.itemCount);
  for (const item of transactions.items) counts[item]!++;
  counted.set(transactions, counts);
  return counts;
}

/** The baskets of each item, ascending: item `i` is in `baskets` from `starts[i]` up to `starts[i + 1]`. */
export interface Holders {
  starts: Uint32Array;
  baskets: Uint32Array;
}

/** The same baskets by item. */
export function holdersOf({ count, offsets, items, itemCount }: Transactions): Holders {
  const starts = new Uint32Array(itemCount + 1);
  for (const item of items) starts[item + 1]!++;
  for (let item = 0; item < itemCount; item++) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const baskets = new Uint32Array(items.length);
  for (let basket = 0; basket < count; basket++)
    for (let n = offsets[basket]!; n < offsets[basket + 1]!; n++) baskets[next[items[n]!]!++] = basket;
  return { starts, baskets };
}

/** The least number of baskets whose share is at least this. */
export function leastCount(share: number, count: number): number {
  const near = Math.max(1, Math.floor(share * count) - 1);
  let least = near;
  while (least / count < share && least <= count) least++;
  return least;
}

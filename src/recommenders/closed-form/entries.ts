import type { Interactions } from '../data.ts';
import { byItem } from '../factors/by-item.ts';
import { countsOf } from '../popular.ts';

/** Interactions as the kernel reads them, of those items alone that anybody had, numbered anew. */
export interface Entries {
  /** The items' numbers in the data, ascending. */
  items: Int32Array;
  offsets: Int32Array;
  item: Int32Array;
  weight: Float64Array;
  /** The same entries item by item: where each stands above, and whose it is. */
  starts: Int32Array;
  places: Int32Array;
  owners: Int32Array;
}

/** Drops the items that nobody had, and finds each item's entries. */
export function entriesOf(interactions: Interactions): Entries {
  const counts = countsOf(interactions);
  const items = Int32Array.from(counts.keys()).filter((item) => counts[item]! > 0);
  const number = new Int32Array(counts.length);
  items.forEach((item, at) => (number[item] = at));
  // Who had an item, and, as if it were a weight, where it stands.
  const places = new Float64Array(interactions.item.length);
  for (let at = 0; at < places.length; at += 1) places[at] = at;
  const turned = byItem({ ...interactions, weight: places });
  return {
    items,
    offsets: new Int32Array(interactions.offsets),
    item: interactions.item.map((item) => number[item]!),
    weight: interactions.weight,
    starts: Int32Array.from([...items.map((item) => turned.offsets[item]!), interactions.item.length]),
    places: new Int32Array(turned.weight),
    owners: turned.user,
  };
}

/** What the entries take in the kernel's memory, part by part. */
export const sizesOf = ({ offsets, item, weight, starts, places, owners }: Entries): number[] =>
  [offsets, item, weight, starts, places, owners].map(({ byteLength }) => byteLength);

/** Copies them there. */
export function placeEntries(buffer: ArrayBufferLike, at: readonly number[], entries: Entries): void {
  const { offsets, item, weight, starts, places, owners } = entries;
  [offsets, item, weight, starts, places, owners].forEach((part, n) => {
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    new Uint8Array(buffer, at[n], part.byteLength).set(bytes);
  });
}

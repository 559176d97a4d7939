/** Sets of items with the number of baskets that hold them: set `n` has the items from `offsets[n]` up to `offsets[n + 1]`, ascending. */
export interface Itemsets {
  length: number;
  offsets: Uint32Array;
  items: Uint32Array;
  counts: Uint32Array;
}

const doubled = (values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const wider = new Uint32Array(values.length * 2);
  wider.set(values);
  return wider;
};

/** Takes sets one by one. */
export class ItemsetList {
  length = 0;
  private offsets = new Uint32Array(1024);
  private items = new Uint32Array(4096);
  private counts = new Uint32Array(1024);

  /** Adds the first `size` of the items, in any order. */
  add(items: ArrayLike<number>, size: number, count: number): void {
    if (this.length + 1 === this.offsets.length) {
      this.offsets = doubled(this.offsets);
      this.counts = doubled(this.counts);
    }
    const from = this.offsets[this.length]!;
    if (from + size > this.items.length) this.items = doubled(this.items);
    const kept = this.items;
    for (let n = 0; n < size; n++) {
      const item = items[n]!;
      let at = from + n;
      for (; at > from && kept[at - 1]! > item; at--) kept[at] = kept[at - 1]!;
      kept[at] = item;
    }
    this.counts[this.length++] = count;
    this.offsets[this.length] = from + size;
  }

  done(): Itemsets {
    const { length, offsets, items, counts } = this;
    return {
      length,
      offsets: offsets.slice(0, length + 1),
      items: items.slice(0, offsets[length]),
      counts: counts.slice(0, length),
    };
  }
}

export const sizeOf = ({ offsets }: Itemsets, set: number): number => offsets[set + 1]! - offsets[set]!;

export const itemsOf = ({ offsets, items }: Itemsets, set: number): Uint32Array =>
  items.subarray(offsets[set], offsets[set + 1]);

/** The sets that are no longer than this. */
export function upTo(sets: Itemsets, longest: number): Itemsets {
  const kept = new ItemsetList();
  for (let set = 0; set < sets.length; set++)
    if (sizeOf(sets, set) <= longest) kept.add(itemsOf(sets, set), sizeOf(sets, set), sets.counts[set]!);
  return kept.done();
}

/** Finds the subsets of sets, by a table of hashes with open addressing. */
export class SetIndex {
  private readonly table: Int32Array;
  private readonly sets: Itemsets;

  constructor(sets: Itemsets) {
    this.sets = sets;
    const room = 2 ** Math.ceil(Math.log2(2 * sets.length + 2));
    this.table = new Int32Array(room).fill(-1);
    for (let set = 0; set < sets.length; set++) {
      let at = this.hash(set, -1);
      while (this.table[at]! >= 0) at = (at + 1) & (room - 1);
      this.table[at] = set;
    }
  }

  /** The set of those items of a set whose bits are in the mask; −1 where it is not among the sets. */
  find(set: number, mask: number): number {
    const { table } = this;
    for (let at = this.hash(set, mask); table[at]! >= 0; at = (at + 1) & (table.length - 1))
      if (this.isPart(table[at]!, set, mask)) return table[at]!;
    return -1;
  }

  private hash(set: number, mask: number): number {
    const { offsets, items } = this.sets;
    let hash = 0x811c9dc5;
    for (let n = offsets[set]!, bits = mask; n < offsets[set + 1]!; n++, bits >>= 1)
      if (bits & 1) {
        hash = Math.imul(hash ^ items[n]!, 0x9e3779b1);
        hash ^= hash >>> 15;
      }
    return hash & (this.table.length - 1);
  }

  private isPart(candidate: number, set: number, mask: number): boolean {
    const { offsets, items } = this.sets;
    let at = offsets[candidate]!;
    const end = offsets[candidate + 1]!;
    for (let n = offsets[set]!, bits = mask; n < offsets[set + 1]!; n++, bits >>= 1) {
      if (!(bits & 1)) continue;
      if (at === end || items[at] !== items[n]) return false;
      at++;
    }
    return at === end;
  }
}

import { AppError } from '../../core/errors.ts';
import type { Itemsets } from './itemsets.ts';
import { ItemsetList } from './itemsets.ts';
import type { Transactions } from './transactions.ts';
import { itemCounts } from './transactions.ts';

export interface MiningOptions {
  /** In at least so many baskets. */
  minCount: number;
  /** At most so many items in a set. */
  maxLength: number;
  /** More sets than this are too many to keep. */
  most: number;
  /** Whether to look for a support that would do when there are too many; true by default. */
  suggest?: boolean;
}

/** Awaited between parts of the work: lets an abort arrive. */
export type Pause = (done: number) => Promise<void>;

type Emit = (ranks: Int32Array, size: number, count: number) => void;

const doubled = (values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(values.length * 2);
  wider.set(values);
  return wider;
};

/** Nodes visited between two pauses: some ten milliseconds. */
const PART = 1_000_000;

/**
 * FP-growth (Han, Pei and Yin 2000) over trees in flat arrays. A tree is built item by item, the commonest first: all paths that stand at
 * one node and go on with the item share a child, so no child is ever searched for, and the nodes of an item lie side by side. The trees
 * of a branch lie one above the other in the same arrays, as a stack, so memory is that of the deepest branch.
 */
class Miner {
  /** Of each node: the place of its item in the lists below, how many baskets go through it, the node above (−1: none). */
  private item = new Int32Array(1 << 12);
  private count = new Int32Array(1 << 12);
  private parent = new Int32Array(1 << 12);
  private nodes = 0;
  /** The child just made of a node, and for which item. */
  private made = new Int32Array(1 << 12);
  private stamp = new Int32Array(1 << 12).fill(-1);
  private stamps = 0;
  /** Of each item of each tree on the stack: its rank, its baskets, and where its nodes begin and end. */
  private readonly rank: Int32Array;
  private readonly baskets: Int32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private places = 0;
  /** Per depth: where the tree's items and nodes begin, and the item to be looked at next. */
  private readonly base: number[] = [];
  private readonly floor: number[] = [];
  private readonly cursor: number[] = [];
  private readonly prefix: Int32Array;
  /** Scratch by place: baskets and paths of a conditional tree, and the place in it. */
  private readonly weight: Int32Array;
  private readonly paths: Int32Array;
  private readonly into: Int32Array;
  private bucket = new Int32Array(1 << 12);
  private standing = new Int32Array(1 << 12);
  private walked = 0;
  /** In at least so many baskets; may be raised on the way. */
  least: number;
  private readonly options: MiningOptions;
  private readonly emit: Emit;

  constructor(options: MiningOptions, items: number, emit: Emit) {
    this.options = options;
    this.least = options.minCount;
    this.emit = emit;
    const depths = Math.min(options.maxLength, items) + 1;
    const room = Math.max(1, Math.min(depths * items, (items * (items + 1)) / 2 + items));
    [this.rank, this.baskets, this.first, this.last] = [0, 1, 2, 3].map(() => new Int32Array(room)) as Int32Array[] as [
      Int32Array,
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    [this.weight, this.paths, this.into] = [0, 1, 2].map(() => new Int32Array(room)) as [
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    this.prefix = new Int32Array(depths);
  }

  /** The tree of all baskets, given for each rank the baskets that hold it. */
  plant(holders: Int32Array, starts: Int32Array, baskets: number): void {
    const items = starts.length - 1;
    const standing = new Int32Array(baskets).fill(-1);
    const root = new Root();
    for (let rank = 0; rank < items; rank++) {
      this.begin(rank, starts[rank + 1]! - starts[rank]!);
      root.child = -1;
      for (let n = starts[rank]!; n < starts[rank + 1]!; n++)
        standing[holders[n]!] = this.grow(standing[holders[n]!]!, 1, root);
      this.close();
    }
    this.push(0, 0);
  }

  /** Goes on for a while; false when nothing is left. */
  run(): boolean {
    for (this.walked = 0; this.walked < PART;) {
      const depth = this.cursor.length - 1;
      if (depth < 0) return false;
      const at = --this.cursor[depth]!;
      if (at < this.base[depth]!) {
        this.places = this.base.pop()!;
        this.nodes = this.floor.pop()!;
        this.cursor.pop();
        continue;
      }
      this.walked++;
      if (this.baskets[at]! < this.least) continue;
      this.prefix[depth] = this.rank[at]!;
      this.emit(this.prefix, depth + 1, this.baskets[at]!);
      if (depth + 1 < this.options.maxLength) this.project(depth, at);
    }
    return true;
  }

  /** The share of the first tree's items that are done. */
  get done(): number {
    const all = this.base.length > 1 ? this.base[1]! : this.places;
    return this.cursor.length === 0 ? 1 : 1 - this.cursor[0]! / Math.max(1, all);
  }

  /** The tree of the baskets that hold the prefix; where no deeper set can follow, only the sets with one item more. */
  private project(depth: number, at: number): void {
    const [kept, entries] = this.weigh(depth, at);
    if (kept === 0) return;
    if (kept === 1 || depth + 2 === this.options.maxLength) {
      for (let place = this.base[depth]!; place < at; place++) {
        if (this.into[place]! < 0) continue;
        this.prefix[depth + 1] = this.rank[place]!;
        this.emit(this.prefix, depth + 2, this.weight[place]!);
      }
      return;
    }
    this.build(depth, at, entries);
  }

  /** Counts what stands above the nodes of an item: how many items are frequent there, and entries of these on all paths. */
  private weigh(depth: number, at: number): [kept: number, entries: number] {
    const { weight, paths, into, item, count, parent } = this;
    const from = this.base[depth]!;
    weight.fill(0, from, at);
    paths.fill(0, from, at);
    for (let node = this.first[at]!; node < this.last[at]!; node++) {
      const times = count[node]!;
      for (let above = parent[node]!; above >= 0; above = parent[above]!) {
        const place = item[above]!;
        weight[place]! += times;
        paths[place]!++;
        this.walked++;
      }
    }
    let [kept, entries] = [0, 0];
    for (let place = from; place < at; place++) {
      const isFrequent = weight[place]! >= this.least;
      into[place] = isFrequent ? kept++ : -1;
      if (isFrequent) entries += paths[place]!;
    }
    return [kept, entries];
  }

  private build(depth: number, at: number, entries: number): void {
    const [from, first, last] = [this.base[depth]!, this.first[at]!, this.last[at]!];
    while (this.bucket.length < entries) this.bucket = doubled(this.bucket);
    while (this.standing.length < last - first) this.standing = doubled(this.standing);
    const { bucket, standing, into, paths, item, parent } = this;
    // From here on `paths` says where the bucket of an item begins, and after the walk where it ends.
    let room = 0;
    for (let place = from; place < at; place++) {
      if (into[place]! < 0) continue;
      const size = paths[place]!;
      paths[place] = room;
      room += size;
    }
    for (let node = first; node < last; node++) {
      standing[node - first] = -1;
      for (let above = parent[node]!; above >= 0; above = parent[above]!) {
        const place = item[above]!;
        if (into[place]! >= 0) bucket[paths[place]!++] = node;
        this.walked++;
      }
    }
    const [places, nodes] = [this.places, this.nodes];
    const root = new Root();
    for (let place = from, n = 0; place < at; place++) {
      if (into[place]! < 0) continue;
      this.begin(this.rank[place]!, this.weight[place]!);
      root.child = -1;
      for (; n < paths[place]!; n++) {
        const path = bucket[n]! - first;
        standing[path] = this.grow(standing[path]!, this.count[bucket[n]!]!, root);
      }
      this.close();
    }
    this.push(places, nodes);
  }

  private begin(rank: number, baskets: number): void {
    this.rank[this.places] = rank;
    this.baskets[this.places] = baskets;
    this.first[this.places] = this.nodes;
    this.stamps++;
  }

  private close(): void {
    this.last[this.places++] = this.nodes;
  }

  /** The child of a node (−1: the root) for the item begun, one more time. */
  private grow(node: number, times: number, root: Root): number {
    const known = node < 0 ? root.child : this.stamp[node] === this.stamps ? this.made[node]! : -1;
    if (known >= 0) {
      this.count[known]! += times;
      return known;
    }
    const child = this.nodes++;
    if (child === this.item.length) this.widen();
    this.item[child] = this.places;
    this.count[child] = times;
    this.parent[child] = node;
    if (node < 0) root.child = child;
    else {
      this.stamp[node] = this.stamps;
      this.made[node] = child;
    }
    return child;
  }

  private widen(): void {
    this.item = doubled(this.item);
    this.count = doubled(this.count);
    this.parent = doubled(this.parent);
    this.made = doubled(this.made);
    this.stamp = doubled(this.stamp);
  }

  private push(places: number, nodes: number): void {
    this.base.push(places);
    this.floor.push(nodes);
    this.cursor.push(this.places);
  }
}

/** The root has one child for the item at hand. */
class Root {
  child = -1;
}

/** The frequent items, the commonest first, and the baskets of each. */
function ranked(transactions: Transactions, minCount: number) {
  const { count, offsets, items, itemCount } = transactions;
  const counts = itemCounts(transactions);
  const codes = Uint32Array.from(counts.keys()).filter((code) => counts[code]! >= minCount);
  codes.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const rankOf = new Int32Array(itemCount).fill(-1);
  const starts = new Int32Array(codes.length + 1);
  codes.forEach((code, rank) => {
    rankOf[code] = rank;
    starts[rank + 1] = starts[rank]! + counts[code]!;
  });
  const next = starts.slice();
  const holders = new Int32Array(starts[codes.length]!);
  for (let basket = 0; basket < count; basket++)
    for (let n = offsets[basket]!; n < offsets[basket + 1]!; n++) {
      const rank = rankOf[items[n]!]!;
      if (rank >= 0) holders[next[rank]!++] = basket;
    }
  return { codes, starts, holders };
}

type Ranked = ReturnType<typeof ranked>;

/** Tells every frequent set, or, where `emit` raises what is frequent (it returns how many baskets that now takes), those that stay so. */
async function mine(
  { codes, starts, holders }: Ranked,
  baskets: number,
  options: MiningOptions,
  emit: (codes: Uint32Array, size: number, count: number) => number,
  pause: Pause,
): Promise<void> {
  const found = new Uint32Array(Math.min(options.maxLength, codes.length) + 1);
  const miner = new Miner(options, codes.length, (ranks, size, count) => {
    for (let n = 0; n < size; n++) found[n] = codes[ranks[n]!]!;
    miner.least = emit(found, size, count);
  });
  if (codes.length > 0) miner.plant(holders, starts, baskets);
  while (miner.run()) await pause(miner.done);
}

/**
 * The least number of baskets at which there are no more sets than may be: whenever there are more, the rarest found so far are given up,
 * and what is no longer frequent is not looked for. Finds it in the pass that found too many, without a second one.
 */
class Rising {
  /** By number of baskets, the sets found that so many hold. */
  private readonly found: Uint32Array;
  private sets = 0;

  constructor(
    private readonly most: number,
    public least: number,
    baskets: number,
  ) {
    this.found = new Uint32Array(baskets + 1);
  }

  add(count: number): number {
    if (count < this.least) return this.least;
    this.found[count]!++;
    for (this.sets++; this.sets > this.most; this.least++) this.sets -= this.found[this.least]!;
    return this.least;
  }
}

/** A share in three digits, rounded up: what is printed then does. */
function shortShare(share: number): number {
  const scale = 10 ** (2 - Math.floor(Math.log10(share)));
  return Math.ceil(share * scale) / scale;
}

/** Nothing is frequent any more: what is left is not looked at. */
const NEVER = Infinity;

/**
 * All sets of at most `maxLength` items that at least `minCount` baskets hold. Throws `baskets.too-many` { most, support, enough }
 * where there are more than `most`: `enough` is a support (a share) at which there are not.
 */
export async function frequentItemsets(
  transactions: Transactions,
  options: MiningOptions,
  pause: Pause,
): Promise<Itemsets> {
  const list = new ItemsetList();
  const { minCount, most } = options;
  const baskets = transactions.count;
  let rising: Rising | null = null;
  const take = (codes: Uint32Array, size: number, count: number): number => {
    if (!rising) {
      list.add(codes, size, count);
      if (list.length <= most) return minCount;
      rising = new Rising(most, minCount, baskets);
      for (const each of list.done().counts) rising.add(each);
    } else rising.add(count);
    return options.suggest === false ? NEVER : rising.least;
  };
  await mine(ranked(transactions, minCount), baskets, options, take, pause);
  // What the callback has set is not seen by the compiler.
  const passed = rising as Rising | null;
  if (!passed) return list.done();
  throw new AppError('baskets.too-many', {
    most,
    support: minCount / baskets,
    enough: shortShare(passed.least / baskets),
  });
}

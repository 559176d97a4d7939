import { codeAt, type BinMatrix } from './bins.ts';
import type { Tree } from './ensemble.ts';

/** Words of 32 codes in a set. */
const WORDS = 8;

/** Nodes of a tree as it grows; kept and used again for the next one. */
export class Nodes {
  count = 0;
  /** Words of sets of categories that go left. */
  sets: number[] = [];
  feature = new Int32Array(64);
  threshold = new Float64Array(64);
  left = new Int32Array(64);
  right = new Int32Array(64);
  missingLeft = new Uint8Array(64);
  set = new Int32Array(64);
  depth = new Int32Array(64);
  /** The node's rows, in `Workspace.rows`. */
  from = new Int32Array(64);
  to = new Int32Array(64);
  g = new Float64Array(64);
  h = new Float64Array(64);
  /** Bounds of the node's value. */
  low = new Float64Array(64);
  high = new Float64Array(64);
  /** The best split of a leaf, once it was looked for: what it gains (0: none), its column, the last bin on the left. */
  gain = new Float64Array(64);
  column = new Int32Array(64);
  bin = new Int32Array(64);
  /** Midway between the values of the two leaves that the split would make. */
  middle = new Float64Array(64);
  /** Codes that go left, by leaf, where the split is of categories. */
  readonly flags = new Map<number, Uint8Array>();

  clear(): void {
    this.count = 0;
    this.sets = [];
    this.flags.clear();
  }

  /** A leaf of rows `from` … `to`. */
  add(from: number, to: number, depth: number, low: number, high: number): number {
    const node = this.count++;
    if (node >= this.feature.length) this.grow();
    this.feature[node] = -1;
    this.threshold[node] = 0;
    this.left[node] = -1;
    this.right[node] = -1;
    this.missingLeft[node] = 0;
    this.set[node] = -1;
    this.depth[node] = depth;
    this.from[node] = from;
    this.to[node] = to;
    this.low[node] = low;
    this.high[node] = high;
    this.gain[node] = 0;
    return node;
  }

  /** Keeps a set of codes (256 flags); gives its number. */
  addSet(flags: Uint8Array): number {
    const words = new Uint32Array(WORDS);
    flags.forEach((flag, code) => {
      if (flag) words[code >> 5]! |= 1 << (code & 31);
    });
    return this.sets.push(...words) / WORDS - 1;
  }

  /** The leaf of a row of the matrix that the tree was grown on. */
  leafOf(bins: BinMatrix, row: number): number {
    let node = 0;
    for (let column = this.feature[0]!; column >= 0; column = this.feature[node]!) {
      const code = codeAt(bins, row, column);
      const flags = this.set[node]! >= 0 ? this.flags.get(node) : undefined;
      const isLeft = flags
        ? flags[code] === 1
        : code === bins.counts[column]
          ? this.missingLeft[node] === 1
          : code <= this.bin[node]!;
      node = isLeft ? this.left[node]! : this.right[node]!;
    }
    return node;
  }

  /** By node the weight of its rows, 1 each where there are no weights. */
  coversOf(rows: Uint32Array, weights: Float64Array | undefined): Float64Array {
    const cover = new Float64Array(this.count);
    for (let node = this.count - 1; node >= 0; node -= 1) {
      const [from, to] = [this.from[node]!, this.to[node]!];
      if (!weights) cover[node] = to - from;
      else if (this.feature[node]! >= 0) cover[node] = cover[this.left[node]!]! + cover[this.right[node]!]!;
      else for (let at = from; at < to; at += 1) cover[node]! += weights[rows[at]!]!;
    }
    return cover;
  }

  /** The tree as it stands, with values and covers that the caller knows. */
  toTree(value: Float64Array, cover: Float64Array): Tree {
    return {
      feature: this.feature.slice(0, this.count),
      threshold: this.threshold.slice(0, this.count),
      left: this.left.slice(0, this.count),
      right: this.right.slice(0, this.count),
      missingLeft: this.missingLeft.slice(0, this.count),
      set: this.set.slice(0, this.count),
      sets: Uint32Array.from(this.sets),
      value,
      cover,
    };
  }

  private grow(): void {
    const wider = <A extends Int32Array | Float64Array | Uint8Array>(from: A): A => {
      const to = new (from.constructor as new (length: number) => A)(2 * from.length);
      to.set(from);
      return to;
    };
    this.feature = wider(this.feature);
    this.threshold = wider(this.threshold);
    this.left = wider(this.left);
    this.right = wider(this.right);
    this.missingLeft = wider(this.missingLeft);
    this.set = wider(this.set);
    this.depth = wider(this.depth);
    this.from = wider(this.from);
    this.to = wider(this.to);
    this.g = wider(this.g);
    this.h = wider(this.h);
    this.low = wider(this.low);
    this.high = wider(this.high);
    this.gain = wider(this.gain);
    this.column = wider(this.column);
    this.bin = wider(this.bin);
    this.middle = wider(this.middle);
  }
}

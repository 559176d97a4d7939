const LEAF = 16;

/**
 * The rows of a table in a tree of boxes, for questions about the rows within a distance. Equal in answer to looking at every row;
 * quick for up to about eight columns (Bentley 1975).
 */
export class KdTree {
  readonly data: Float64Array;
  readonly d: number;
  /** Rows in the tree's order; a node has those from `from` up to `to`. */
  readonly order: Int32Array;
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** The second child; the first comes right after its parent. 0: a leaf. */
  readonly right: number[] = [];
  readonly parent: number[] = [];
  /** The least and the greatest value of each column, node after node. */
  readonly low: number[] = [];
  readonly high: number[] = [];
  /** The leaf of each row. */
  readonly leafOf: Int32Array;

  constructor(data: Float64Array, d: number) {
    const n = data.length / d;
    this.data = data;
    this.d = d;
    this.order = Int32Array.from({ length: n }, (_, row) => row);
    this.leafOf = new Int32Array(n);
    this.#build(0, n, -1);
  }

  #build(from: number, to: number, parent: number): number {
    const node = this.from.length;
    this.from.push(from);
    this.to.push(to);
    this.parent.push(parent);
    this.right.push(0);
    const widest = this.#box(from, to);
    if (to - from <= LEAF || widest < 0) {
      for (let n = from; n < to; n++) this.leafOf[this.order[n]!] = node;
      return node;
    }
    const middle = (from + to) >> 1;
    this.#select(from, to - 1, middle, widest);
    this.#build(from, middle, node);
    this.right[node] = this.#build(middle, to, node);
    return node;
  }

  /** Notes the box of some rows; its widest column, or −1 where all rows are alike. */
  #box(from: number, to: number): number {
    let [widest, most] = [-1, 0];
    for (let c = 0; c < this.d; c++) {
      let [low, high] = [Infinity, -Infinity];
      for (let n = from; n < to; n++) {
        const value = this.data[this.order[n]! * this.d + c]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      this.low.push(low);
      this.high.push(high);
      if (high - low > most) [widest, most] = [c, high - low];
    }
    return widest;
  }

  /** Puts the row that stands at `middle` in order of a column there, smaller ones before it (Hoare's selection). */
  #select(left: number, right: number, middle: number, c: number): void {
    const { order, data, d } = this;
    while (left < right) {
      const pivot = data[order[(left + right) >> 1]! * d + c]!;
      let [i, j] = [left, right];
      while (i <= j) {
        while (data[order[i]! * d + c]! < pivot) i++;
        while (data[order[j]! * d + c]! > pivot) j--;
        if (i > j) break;
        const row = order[i]!;
        order[i++] = order[j]!;
        order[j--] = row;
      }
      if (middle <= j) right = j;
      else if (middle >= i) left = i;
      else return;
    }
  }

  /** The least and the greatest squared distance between a row and a node's box. */
  least(node: number, data: Float64Array, at: number): number {
    let sum = 0;
    for (let c = 0; c < this.d; c++) {
      const value = data[at + c]!;
      const below = this.low[node * this.d + c]! - value;
      const above = value - this.high[node * this.d + c]!;
      const out = below > 0 ? below : above > 0 ? above : 0;
      sum += out * out;
    }
    return sum;
  }

  greatest(node: number, data: Float64Array, at: number): number {
    let sum = 0;
    for (let c = 0; c < this.d; c++) {
      const value = data[at + c]!;
      const far = Math.max(value - this.low[node * this.d + c]!, this.high[node * this.d + c]! - value);
      sum += far * far;
    }
    return sum;
  }
}

import type { KdTree } from '../clustering/kd-tree.ts';

/** The k nearest rows found so far, the nearest first; among equals the one that comes first in the table. */
export class Nearest {
  readonly k: number;
  readonly rows: Int32Array;
  /** Squared. */
  readonly distances: Float64Array;
  found = 0;

  constructor(k: number) {
    this.k = k;
    this.rows = new Int32Array(k);
    this.distances = new Float64Array(k);
  }

  clear(): void {
    this.found = 0;
  }

  /** Nothing farther can be among the k. */
  get bound(): number {
    return this.found < this.k ? Infinity : this.distances[this.k - 1]!;
  }

  offer(row: number, distance: number): void {
    const { rows, distances, k } = this;
    let at = this.found < k ? this.found : k - 1;
    if (this.found === k && !comesBefore(distance, row, distances[at]!, rows[at]!)) return;
    for (; at > 0 && comesBefore(distance, row, distances[at - 1]!, rows[at - 1]!); at -= 1) {
      rows[at] = rows[at - 1]!;
      distances[at] = distances[at - 1]!;
    }
    rows[at] = row;
    distances[at] = distance;
    if (this.found < k) this.found += 1;
  }
}

const comesBefore = (distance: number, row: number, other: number, otherRow: number): boolean =>
  distance < other || (distance === other && row < otherRow);

/** The squared distance of two rows of `d` numbers, or more than `bound` as soon as it is more than that. */
function distanceWithin(a: Float64Array, i: number, b: Float64Array, j: number, d: number, bound: number): number {
  let sum = 0;
  const end = i + d;
  const whole = i + (d & ~7);
  while (i < whole) {
    const d0 = a[i]! - b[j]!;
    const d1 = a[i + 1]! - b[j + 1]!;
    const d2 = a[i + 2]! - b[j + 2]!;
    const d3 = a[i + 3]! - b[j + 3]!;
    const d4 = a[i + 4]! - b[j + 4]!;
    const d5 = a[i + 5]! - b[j + 5]!;
    const d6 = a[i + 6]! - b[j + 6]!;
    const d7 = a[i + 7]! - b[j + 7]!;
    sum += d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5 + (d6 * d6 + d7 * d7));
    if (sum > bound) return sum;
    i += 8;
    j += 8;
  }
  for (; i < end; i += 1, j += 1) sum += (a[i]! - b[j]!) ** 2;
  return sum;
}

/** Looks at each of `rows` from … to − 1. */
export function searchRows(
  data: Float64Array,
  d: number,
  [from, to]: readonly [number, number],
  query: Float64Array,
  at: number,
  nearest: Nearest,
): void {
  for (let row = from; row < to; row += 1) {
    const bound = nearest.bound;
    const distance = distanceWithin(query, at, data, row * d, d, bound);
    if (distance <= bound) nearest.offer(row, distance);
  }
}

/** Looks only into the boxes of a tree that can hold a nearer row; the answer is that of looking at each. */
export function searchTree(tree: KdTree, query: Float64Array, at: number, nearest: Nearest, node = 0): void {
  const { data, d, order, right } = tree;
  if (right[node] === 0) {
    for (let n = tree.from[node]!; n < tree.to[node]!; n += 1) {
      const row = order[n]!;
      const bound = nearest.bound;
      const distance = distanceWithin(query, at, data, row * d, d, bound);
      if (distance <= bound) nearest.offer(row, distance);
    }
    return;
  }
  const [one, other] = [node + 1, right[node]!];
  const [toOne, toOther] = [tree.least(one, query, at), tree.least(other, query, at)];
  const [first, second] = toOne <= toOther ? [one, other] : [other, one];
  if (Math.min(toOne, toOther) <= nearest.bound) searchTree(tree, query, at, nearest, first);
  if (Math.max(toOne, toOther) <= nearest.bound) searchTree(tree, query, at, nearest, second);
}

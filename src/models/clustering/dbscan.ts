import type { Matrix } from '../matrix.ts';
import { KdTree } from './kd-tree.ts';
import type { ClusterContext, Clustering } from './rows.ts';
import { bySize, pickRows, rowsOf, squaredDistance } from './rows.ts';

export interface DbscanOptions {
  /** How near a neighbour is, inclusive. */
  eps: number;
  /** Rows within eps, oneself included, that make a row a core. */
  minPoints: number;
}

export interface Dbscan extends Clustering {
  /** 1 where the row is a core. */
  cores: Uint8Array;
  /** Rows that belong to no group. */
  noise: number;
}

const ROWS_PER_STEP = 8192;

/** Whether at least so many rows lie within the distance: boxes wholly inside are counted as one. */
function hasNeighbours(tree: KdTree, at: number, eps2: number, wanted: number, stack: Int32Array): boolean {
  const { data, d } = tree;
  let found = 0;
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top]!;
    if (tree.least(node, data, at) > eps2) continue;
    const [from, to] = [tree.from[node]!, tree.to[node]!];
    if (tree.greatest(node, data, at) <= eps2) found += to - from;
    else if (tree.right[node]! > 0) {
      stack[top++] = tree.right[node]!;
      stack[top++] = node + 1;
    } else {
      for (let n = from; n < to; n++) if (squaredDistance(data, at, data, tree.order[n]! * d, d) <= eps2) found++;
    }
    if (found >= wanted) return true;
  }
  return false;
}

/** Which rows of a tree are still wanted: a node without any is not entered, so that every row is found once in all. */
class Unclaimed {
  readonly tree: KdTree;
  readonly left: Int32Array;
  readonly claimed: Uint8Array;
  readonly #stack: Int32Array;

  constructor(tree: KdTree, stack: Int32Array) {
    this.tree = tree;
    this.left = Int32Array.from(tree.from, (from, node) => tree.to[node]! - from);
    this.claimed = new Uint8Array(tree.order.length);
    this.#stack = stack;
  }

  claim(row: number): void {
    this.claimed[row] = 1;
    for (let node = this.tree.leafOf[row]!; node >= 0; node = this.tree.parent[node]!) this.left[node]!--;
  }

  /** Claims the wanted rows within the distance, and appends them to a list. */
  takeWithin(at: number, eps2: number, list: Int32Array, length: number): number {
    const { tree, left, claimed } = this;
    const { data, d, order } = tree;
    const stack = this.#stack;
    let top = 0;
    stack[top++] = 0;
    while (top > 0) {
      const node = stack[--top]!;
      if (left[node] === 0 || tree.least(node, data, at) > eps2) continue;
      if (tree.right[node]! > 0) {
        stack[top++] = tree.right[node]!;
        stack[top++] = node + 1;
        continue;
      }
      for (let n = tree.from[node]!; n < tree.to[node]!; n++) {
        const row = order[n]!;
        if (claimed[row] || squaredDistance(data, at, data, row * d, d) > eps2) continue;
        this.claim(row);
        list[length++] = row;
      }
    }
    return length;
  }
}

/**
 * DBSCAN (Ester, Kriegel, Sander and Xu, KDD 1996), exact: groups of cores that reach each other by steps of at most eps, and the rows
 * near them; a border row between two groups belongs to the one whose first core comes first in the table. Groups are numbered by size,
 * noise is −1. n log n in practice for up to about eight columns. Throws `model.no-rows`, `model.not-finite`.
 */
export async function dbscan(x: Matrix, { eps, minPoints }: DbscanOptions, context: ClusterContext): Promise<Dbscan> {
  const d = x.columns;
  const tree = new KdTree(rowsOf(x), d);
  const stack = new Int32Array(tree.from.length + 1);
  const cores = new Uint8Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    if (row % ROWS_PER_STEP === 0) await context.step((0.5 * row) / x.rows);
    if (hasNeighbours(tree, row * d, eps * eps, minPoints, stack)) cores[row] = 1;
  }
  const unclaimed = new Unclaimed(tree, stack);
  const labels = new Int32Array(x.rows).fill(-1);
  const queue = new Int32Array(x.rows);
  let k = 0;
  for (let row = 0; row < x.rows; row++) {
    if (row % ROWS_PER_STEP === 0) await context.step(0.5 + (0.5 * row) / x.rows);
    if (!cores[row] || unclaimed.claimed[row]) continue;
    unclaimed.claim(row);
    queue[0] = row;
    let length = 1;
    for (let n = 0; n < length; n++) {
      const member = queue[n]!;
      labels[member] = k;
      if (cores[member]) length = unclaimed.takeWithin(member * d, eps * eps, queue, length);
    }
    k++;
  }
  const ordered = bySize({ labels, k });
  return { ...ordered, cores, noise: ordered.labels.reduce((sum, label) => sum + Number(label < 0), 0) };
}

/** The nearest core of a tree within the distance, or −1. */
function nearestCore(tree: KdTree, data: Float64Array, at: number, eps2: number, stack: Int32Array): number {
  const { d } = tree;
  let nearest = -1;
  let least = eps2;
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top]!;
    if (tree.least(node, data, at) > least) continue;
    if (tree.right[node]! > 0) {
      stack[top++] = tree.right[node]!;
      stack[top++] = node + 1;
      continue;
    }
    for (let n = tree.from[node]!; n < tree.to[node]!; n++) {
      const row = tree.order[n]!;
      const distance = squaredDistance(data, at, tree.data, row * d, d);
      if (distance > least || (distance === least && nearest >= 0 && row > nearest)) continue;
      nearest = row;
      least = distance;
    }
  }
  return nearest;
}

/** Rows of another table by the groups of one: the group of the nearest core within eps, else noise. */
export function assignDbscan(x: Matrix, fitted: { x: Matrix; found: Dbscan; eps: number }): Int32Array {
  const { found, eps } = fitted;
  const cores = Int32Array.from({ length: fitted.x.rows }, (_, row) => row).filter((row) => found.cores[row] === 1);
  if (cores.length === 0) return new Int32Array(x.rows).fill(-1);
  const tree = new KdTree(rowsOf(pickRows(fitted.x, cores)), x.columns);
  const stack = new Int32Array(tree.from.length + 1);
  const data = rowsOf(x);
  return Int32Array.from({ length: x.rows }, (_, row) => {
    const core = nearestCore(tree, data, row * x.columns, eps * eps, stack);
    return core < 0 ? -1 : found.labels[cores[core]!]!;
  });
}

/** The distance from each row to its n-th nearest other row, ascending: where it bends upwards is a sensible eps. Quadratic. */
export function neighbourDistances(x: Matrix, n: number): Float64Array {
  const data = rowsOf(x);
  const d = x.columns;
  const wanted = Math.min(n, x.rows - 1);
  const all = new Float64Array(x.rows);
  const distances = new Float64Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    for (let other = 0; other < x.rows; other++) all[other] = squaredDistance(data, row * d, data, other * d, d);
    distances[row] = Math.sqrt(all.sort()[wanted] ?? 0);
  }
  return distances.sort();
}

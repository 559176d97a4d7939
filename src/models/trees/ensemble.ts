import type { Link } from '../estimator.ts';

/**
 * A binary tree as flat arrays, one entry per node; node 0 is the root, and children come after their parent. At a split, a row
 * goes left if x ≤ threshold, or, where `set` ≥ 0, if the bit of its category's code is set there; NaN (and a category never
 * seen) goes where `missingLeft` says.
 */
export interface Tree {
  /** The column asked; −1 at a leaf. */
  feature: Int32Array;
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  missingLeft: Uint8Array;
  /** Number of the set of codes that go left, in `sets`; −1 where the split is of a number. */
  set: Int32Array;
  /** Sets of codes, 8 words of 32 bits each: code c is bit c % 32 of word 8 · set + ⌊c / 32⌋. */
  sets: Uint32Array;
  /** What a leaf says (and a node would say, were it one). */
  value: Float64Array;
  /** Weight of the training rows that passed. */
  cover: Float64Array;
}

/** Trees whose values add up: score of output k = base[k] + Σ of `value` over the trees of that output. */
export interface TreeEnsemble {
  trees: readonly Tree[];
  /** The output that each tree adds to; shrinkage and averaging are in the values already. */
  output: Int32Array;
  base: Float64Array;
  link: Link;
}

/** The leaf in which a row ends. `x` is row-major; `at` is where the row begins. */
export function leafOf(tree: Tree, x: ArrayLike<number>, at: number): number {
  let node = 0;
  while (tree.feature[node]! >= 0)
    node = goesLeft(tree, node, x[at + tree.feature[node]!]!) ? tree.left[node]! : tree.right[node]!;
  return node;
}

/** Whether a value goes left at a split. */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  const set = tree.set[node]!;
  if (set < 0) return Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= tree.threshold[node]!;
  if (!(value >= 0 && value < 256)) return tree.missingLeft[node] === 1;
  return ((tree.sets[8 * set + (value >> 5)]! >>> (value & 31)) & 1) === 1;
}

/** Numbers per row that the ensemble gives. */
export const outputsOf = (ensemble: TreeEnsemble): number => ensemble.base.length;

/** Importance by column as shares of 1, the largest first; all 0 where no tree has a split. */
export function sharesOf(names: readonly string[], gains: ArrayLike<number>): { feature: string; weight: number }[] {
  let total = 0;
  for (let column = 0; column < names.length; column += 1) total += gains[column]!;
  return names
    .map((feature, column) => ({ feature, weight: total > 0 ? gains[column]! / total : 0 }))
    .sort((a, b) => b.weight - a.weight);
}

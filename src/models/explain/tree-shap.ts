import type { Matrix } from '../matrix.ts';
import type { Tree, TreeEnsemble } from '../trees/ensemble.ts';
import { goesLeft } from '../trees/ensemble.ts';
import { pairShap } from './pair-shap.ts';
import type { TreePaths } from './tree-paths.ts';
import { FAILED_BEFORE, FAILED_HERE, PASSED, treePaths } from './tree-paths.ts';

/** What each column adds to a score: `values[(row · columns + column) · outputs + output]`; with `base` of an output they give it. */
export interface Shap {
  values: Float64Array;
  base: Float64Array;
}

/** Products of nodes and quadrature points between two yields: some 10 ms. */
const WORK_A_STEP = 2e6;

/** All rows of a matrix, in order. */
export const allRows = (x: Pick<Matrix, 'rows'>): Uint32Array => Uint32Array.from({ length: x.rows }, (_, row) => row);

/** Shapley values of one tree for one row after another, added to `values` from `to` on, `stride` apart by column. */
function treeAdder(tree: Tree, paths: TreePaths, x: Matrix, values: Float64Array, stride: number) {
  const { points, splits, previous, ratio, share } = paths;
  const { feature, left, right } = tree;
  const worth = tree.value.map((value, node) => (feature[node]! < 0 ? value : 1));
  const passed = new Uint8Array(feature.length);
  const edge = new Int32Array(feature.length);
  const product = new Float64Array(feature.length * points).fill(1, 0, points);

  /** Notes whether the row passes the edge into a child, and where the edge's numbers are. */
  const enter = (child: number, goes: boolean) => {
    const before = previous[child]!;
    const could = before < 0 || passed[before] === 1;
    passed[child] = could && goes ? 1 : 0;
    const state = !could ? FAILED_BEFORE : goes ? PASSED : FAILED_HERE;
    edge[child] = (child * 3 + state) * points;
  };

  const down = (row: number) => {
    for (let at = 0; at < splits.length; at += 1) {
      const split = splits[at]!;
      const goes = goesLeft(tree, split, x.data[row * x.columns + feature[split]!]!);
      const l = left[split]!;
      const r = right[split]!;
      enter(l, goes);
      enter(r, !goes);
      const atLeft = edge[l]!;
      const atRight = edge[r]!;
      for (let point = 0; point < points; point += 1) {
        const above = product[split * points + point]!;
        product[l * points + point] = above * ratio[atLeft + point]!;
        product[r * points + point] = above * ratio[atRight + point]!;
      }
    }
  };

  const up = (to: number) => {
    for (let at = splits.length - 1; at >= 0; at -= 1) {
      const split = splits[at]!;
      const l = left[split]!;
      const r = right[split]!;
      const atLeft = edge[l]!;
      const atRight = edge[r]!;
      const worthLeft = worth[l]!;
      const worthRight = worth[r]!;
      let sum = 0;
      for (let point = 0; point < points; point += 1) {
        const belowLeft = product[l * points + point]! * worthLeft;
        const belowRight = product[r * points + point]! * worthRight;
        sum += share[atLeft + point]! * belowLeft + share[atRight + point]! * belowRight;
        // The product of a split is read by nobody any more: its place holds the sum of the leaves below.
        product[split * points + point] = belowLeft + belowRight;
      }
      values[to + feature[split]! * stride]! += sum;
    }
    product.fill(1, 0, points);
  };

  return (row: number, to: number) => {
    down(row);
    up(to);
  };
}

function* pathDependent(ensemble: TreeEnsemble, x: Matrix, rows: ArrayLike<number>): Generator<number, Shap> {
  const outputs = ensemble.base.length;
  const values = new Float64Array(rows.length * x.columns * outputs);
  const base = Float64Array.from(ensemble.base);
  let work = 0;
  for (const [number, tree] of ensemble.trees.entries()) {
    const output = ensemble.output[number]!;
    const paths = treePaths(tree);
    base[output]! += paths.expected;
    const add = treeAdder(tree, paths, x, values, outputs);
    for (let row = 0; row < rows.length; row += 1) {
      add(rows[row]!, row * x.columns * outputs + output);
      work += tree.feature.length * paths.points;
      if (work < WORK_A_STEP) continue;
      work = 0;
      yield (number + (row + 1) / rows.length) / ensemble.trees.length;
    }
  }
  return { values, base };
}

/**
 * As `treeShap`, in steps of some 10 ms: yields the share done. With a `background` the game is interventional (a column left out
 * takes the value of a background row; Σ over all of them), else path-dependent (the tree's own shares of training rows).
 */
export function treeShapSteps(
  ensemble: TreeEnsemble,
  x: Matrix,
  rows: ArrayLike<number> = allRows(x),
  background?: Matrix,
): Generator<number, Shap> {
  return background ? pairShap(ensemble, x, rows, background) : pathDependent(ensemble, x, rows);
}

/** Runs steps to their end at once. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Exact Shapley values of the scores of trees (before the link), for the rows named (all where left out). Path-dependent as in
 * Lundberg, Erion & Lee, “Consistent individualized feature attribution for tree ensembles” (2018); interventional where a
 * `background` is given (Lundberg et al., Nature Machine Intelligence 2, 2020).
 */
export const treeShap = (ensemble: TreeEnsemble, x: Matrix, rows?: ArrayLike<number>, background?: Matrix): Shap =>
  finish(treeShapSteps(ensemble, x, rows, background));

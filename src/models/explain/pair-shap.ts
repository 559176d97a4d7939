import { logGamma } from '../../core/statistics.ts';
import type { Matrix } from '../matrix.ts';
import type { Tree, TreeEnsemble } from '../trees/ensemble.ts';
import { goesLeft, leafOf } from '../trees/ensemble.ts';
import type { Shap } from './tree-shap.ts';

const PAIRS_A_STEP = 20_000;

/** Weight of one column of `own` among `own` + `other` that differ, as a leaf shares its value: (own − 1)! other! / (own + other)! */
function leafWeights(columns: number): Float64Array {
  const size = columns + 1;
  const weights = new Float64Array(size * size);
  for (let own = 1; own < size; own += 1) {
    for (let other = 0; own + other < size; other += 1) {
      weights[own * size + other] = Math.exp(logGamma(own) + logGamma(other + 1) - logGamma(own + other + 1));
    }
  }
  return weights;
}

const FREE = 0;
const OF_ROW = 1;
const OF_BACKGROUND = 2;

/**
 * One row against one background row in one tree. Where the two part at a feature, leaves below one side count with the row's
 * value, below the other with the background's; a feature keeps its side further down.
 */
function pairAdder(tree: Tree, columns: number, weights: Float64Array, values: Float64Array, stride: number) {
  const size = columns + 1;
  const side = new Uint8Array(columns);
  let [toRow, toBackground] = [0, 0];
  let rowLeft: Uint8Array = new Uint8Array(0);
  let backgroundLeft: Uint8Array = rowLeft;
  let to = 0;

  /** Leaves in `toRow` and `toBackground` what each column of either side gets from the leaves below. */
  const visit = (node: number, ofRow: number, ofBackground: number): void => {
    const feature = tree.feature[node]!;
    if (feature < 0) {
      toRow = tree.value[node]! * weights[ofRow * size + ofBackground]!;
      toBackground = tree.value[node]! * weights[ofBackground * size + ofRow]!;
      return;
    }
    const [row, other] = [rowLeft[node]!, backgroundLeft[node]!];
    if (row === other || side[feature] !== FREE) {
      const goes = side[feature] === OF_BACKGROUND ? other : row;
      return visit(goes ? tree.left[node]! : tree.right[node]!, ofRow, ofBackground);
    }
    side[feature] = OF_ROW;
    visit(row ? tree.left[node]! : tree.right[node]!, ofRow + 1, ofBackground);
    const [rowSide, rowSideBackground] = [toRow, toBackground];
    side[feature] = OF_BACKGROUND;
    visit(other ? tree.left[node]! : tree.right[node]!, ofRow, ofBackground + 1);
    side[feature] = FREE;
    values[to + feature * stride]! += rowSide - toBackground;
    toRow += rowSide;
    toBackground += rowSideBackground;
  };

  return (row: Uint8Array, background: Uint8Array, at: number) => {
    [rowLeft, backgroundLeft, to] = [row, background, at];
    visit(0, 0, 0);
  };
}

/** By row, by node: whether the row would go left there. */
function directions(tree: Tree, x: Matrix, rows: ArrayLike<number>): Uint8Array[] {
  return Array.from({ length: rows.length }, (_, at) =>
    Uint8Array.from(tree.feature, (feature, node) =>
      feature >= 0 && goesLeft(tree, node, x.data[rows[at]! * x.columns + feature]!) ? 1 : 0,
    ),
  );
}

/** Interventional Shapley values of trees: the mean over background rows; in steps that yield the share done. */
export function* pairShap(
  ensemble: TreeEnsemble,
  x: Matrix,
  rows: ArrayLike<number>,
  background: Matrix,
): Generator<number, Shap> {
  const outputs = ensemble.base.length;
  const values = new Float64Array(rows.length * x.columns * outputs);
  const base = new Float64Array(outputs);
  const weights = leafWeights(x.columns);
  const everyone = Uint32Array.from({ length: background.rows }, (_, row) => row);
  let pairs = 0;
  for (const [number, tree] of ensemble.trees.entries()) {
    const output = ensemble.output[number]!;
    const others = directions(tree, background, everyone);
    for (const row of everyone) base[output]! += tree.value[leafOf(tree, background.data, row * background.columns)]!;
    const add = pairAdder(tree, x.columns, weights, values, outputs);
    for (let row = 0; row < rows.length; row += 1) {
      const [own] = directions(tree, x, [rows[row]!]);
      for (const other of others) add(own!, other, row * x.columns * outputs + output);
      pairs += others.length;
      if (pairs < PAIRS_A_STEP) continue;
      pairs = 0;
      yield (number + (row + 1) / rows.length) / ensemble.trees.length;
    }
  }
  return {
    values: values.map((sum) => sum / background.rows),
    base: base.map((sum, output) => ensemble.base[output]! + sum / background.rows),
  };
}

import type { Link } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { leafOf, outputsOf, type Tree, type TreeEnsemble } from './ensemble.ts';

/** Rows whose values stay near while tree after tree asks them. */
const BLOCK = 512;

/** The leaves of rows `from` … `to` in one tree, without sets of categories. */
function numberLeaves(tree: Tree, x: Matrix, from: number, to: number, leaves: Int32Array): void {
  const { feature, threshold, left, right, missingLeft } = tree;
  const { data, columns } = x;
  for (let row = from; row < to; row += 1) {
    const at = row * columns;
    let node = 0;
    for (let column = feature[0]!; column >= 0; column = feature[node]!) {
      const value = data[at + column]!;
      if (value <= threshold[node]!) node = left[node]!;
      else node = value === value || missingLeft[node] === 0 ? right[node]! : left[node]!;
    }
    leaves[row - from] = node;
  }
}

function anyLeaves(tree: Tree, x: Matrix, from: number, to: number, leaves: Int32Array): void {
  for (let row = from; row < to; row += 1) leaves[row - from] = leafOf(tree, x.data, row * x.columns);
}

/**
 * The scores of all rows before the link, row after row with all outputs of each: base plus the trees' values, added in their
 * order. Trees that share their arrays but for the values are walked through once.
 */
export function scoresOf(ensemble: TreeEnsemble, x: Matrix): Float64Array {
  const outputs = outputsOf(ensemble);
  const scores = new Float64Array(x.rows * outputs);
  for (let at = 0; at < scores.length; at += 1) scores[at] = ensemble.base[at % outputs]!;
  const leaves = new Int32Array(BLOCK);
  for (let from = 0; from < x.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, x.rows);
    let walked: Tree | undefined;
    ensemble.trees.forEach((tree, index) => {
      if (tree.feature !== walked?.feature) {
        (tree.sets.length > 0 ? anyLeaves : numberLeaves)(tree, x, from, to, leaves);
        walked = tree;
      }
      const { value } = tree;
      let at = from * outputs + ensemble.output[index]!;
      for (let row = from; row < to; row += 1, at += outputs) scores[at]! += value[leaves[row - from]!]!;
    });
  }
  return scores;
}

function softmax(scores: Float64Array, outputs: number): void {
  for (let from = 0; from < scores.length; from += outputs) {
    const row = scores.subarray(from, from + outputs);
    const most = Math.max(...row);
    let sum = 0;
    for (let k = 0; k < outputs; k += 1) sum += row[k] = Math.exp(row[k]! - most);
    for (let k = 0; k < outputs; k += 1) row[k]! /= sum;
  }
}

/** 1 / (1 + e⁻ᶻ) without overflow. */
export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** Scores through the link, in place. */
export function applyLink(scores: Float64Array, link: Link, outputs: number): Float64Array {
  if (link === 'softmax') softmax(scores, outputs);
  else if (link === 'logit') for (let at = 0; at < scores.length; at += 1) scores[at] = sigmoid(scores[at]!);
  else if (link === 'log') for (let at = 0; at < scores.length; at += 1) scores[at] = Math.exp(scores[at]!);
  return scores;
}

/** The predictions of all rows: `scoresOf` through the link. */
export const predictEnsemble = (ensemble: TreeEnsemble, x: Matrix): Float64Array =>
  applyLink(scoresOf(ensemble, x), ensemble.link, outputsOf(ensemble));

import type { Tree } from '../trees/ensemble.ts';
import { gaussLegendre } from './gauss-legendre.ts';

/** What a child's own feature did on the way: passed both before and here, failed here, or failed before. */
export const PASSED = 0;
export const FAILED_HERE = 1;
export const FAILED_BEFORE = 2;
const STATES = 3;

/**
 * A tree prepared for path-dependent Shapley values: by child node, state and quadrature point (index
 * (node · 3 + state) · points + point), what the edge into the node multiplies the path's product by, and the share of the
 * leaves below that it gives to its feature.
 */
export interface TreePaths {
  points: number;
  /** The nodes that split, each after its parent. */
  splits: Int32Array;
  /** By node: the nearest node above whose edge asked the same feature; −1 where there is none. */
  previous: Int32Array;
  ratio: Float64Array;
  share: Float64Array;
  /** What the tree says on average over its training rows. */
  expected: number;
}

/** Share of the training rows at a node that go to one of its children; a half each where nobody passed. */
function shareOf(tree: Tree, parent: number, child: number): number {
  const cover = tree.cover[parent]!;
  return cover > 0 ? tree.cover[child]! / cover : 0.5;
}

interface Structure {
  parent: Int32Array;
  previous: Int32Array;
  /** By node: share of rows that pass all conditions on the feature of the edge into it, root to here. */
  pass: Float64Array;
  mostFeatures: number;
  expected: number;
}

function structureOf(tree: Tree): Structure {
  const nodes = tree.feature.length;
  const parent = new Int32Array(nodes).fill(-1);
  const previous = new Int32Array(nodes).fill(-1);
  const pass = new Float64Array(nodes).fill(1);
  const reach = new Float64Array(nodes).fill(1);
  const features = new Int32Array(nodes);
  let [mostFeatures, expected] = [0, 0];
  for (let node = 0; node < nodes; node += 1) {
    if (tree.feature[node]! < 0) {
      expected += reach[node]! * tree.value[node]!;
      mostFeatures = Math.max(mostFeatures, features[node]!);
      continue;
    }
    const before = sameFeatureAbove(tree, parent, node);
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      const share = shareOf(tree, node, child);
      parent[child] = node;
      previous[child] = before;
      pass[child] = share * (before < 0 ? 1 : pass[before]!);
      reach[child] = share * reach[node]!;
      features[child] = features[node]! + (before < 0 ? 1 : 0);
    }
  }
  return { parent, previous, pass, mostFeatures, expected };
}

/** The nearest node at or above `split` that was reached by asking the feature that `split` asks. */
function sameFeatureAbove(tree: Tree, parent: Int32Array, split: number): number {
  let node = split;
  while (parent[node]! >= 0 && tree.feature[parent[node]!] !== tree.feature[split]) node = parent[node]!;
  return parent[node]! < 0 ? -1 : node;
}

/**
 * Prepares a tree. A leaf's value as a game of the features on its path is v · Π (t · passed + (1 − t) · share that passes) when
 * each feature joins with probability t; a Shapley value is the integral over t of its derivative (Owen, “Multilinear
 * extensions of games”, 1972), a polynomial, so Gauss–Legendre quadrature is exact, and all leaves below an edge are added up
 * before they are multiplied.
 */
export function treePaths(tree: Tree): TreePaths {
  const { parent, previous, pass, mostFeatures, expected } = structureOf(tree);
  const nodes = parent.length;
  const points = Math.max(1, Math.ceil(mostFeatures / 2));
  const quadrature = gaussLegendre(points);
  const ratio = new Float64Array(nodes * STATES * points);
  const share = new Float64Array(nodes * STATES * points);
  for (let node = 1; node < nodes; node += 1) {
    const before = previous[node]!;
    const passBefore = before < 0 ? 1 : pass[before]!;
    for (let state = 0; state < STATES; state += 1) {
      if (state === FAILED_BEFORE && before < 0) continue;
      const here = state === PASSED ? 1 : 0;
      const above = state === FAILED_BEFORE ? 0 : 1;
      for (let point = 0; point < points; point += 1) {
        const t = quadrature.points[point]!;
        const factor = t * here + (1 - t) * pass[node]!;
        const factorAbove = t * above + (1 - t) * passBefore;
        const at = (node * STATES + state) * points + point;
        // A factor of 0 (no training row came this way, nor does this one) makes all below count nothing.
        ratio[at] = factorAbove > 0 ? factor / factorAbove : 0;
        share[at] =
          quadrature.weights[point]! *
          ((factor > 0 ? (here - pass[node]!) / factor : 0) -
            (factorAbove > 0 ? (above - passBefore) / factorAbove : 0));
      }
    }
  }
  const splits = Int32Array.from({ length: nodes }, (_, node) => node).filter((node) => tree.feature[node]! >= 0);
  return { points, splits, previous, ratio, share, expected };
}

import type { Tree } from '../trees/ensemble.ts';

/**
 * Minimal cost-complexity pruning (Breiman et al. 1984): the smallest subtree that minimises impurity + alpha · leaves. By node
 * its impurity, as a share of the whole: what it would add to the tree's impurity as a leaf. Returns which nodes end as leaves.
 */
export function prunedLeaves(tree: Tree, impurity: Float64Array, alpha: number): Uint8Array {
  const nodes = tree.feature.length;
  const cost = new Float64Array(nodes);
  const isLeaf = new Uint8Array(nodes);
  // Children come after their parent.
  for (let node = nodes - 1; node >= 0; node -= 1) {
    const asLeaf = impurity[node]! + alpha;
    const below = tree.feature[node]! < 0 ? Infinity : cost[tree.left[node]!]! + cost[tree.right[node]!]!;
    // What rounding leaves of equal costs is no difference.
    isLeaf[node] = asLeaf <= below * (1 + 1e-12) ? 1 : 0;
    cost[node] = Math.min(asLeaf, below);
  }
  return isLeaf;
}

/** Old numbers of the nodes that are still reached, parents first. */
export function keptNodes(tree: Tree, isLeaf: Uint8Array): Int32Array {
  const reached = new Uint8Array(isLeaf.length);
  reached[0] = 1;
  for (let node = 0; node < isLeaf.length; node += 1) {
    if (!reached[node] || isLeaf[node]) continue;
    reached[tree.left[node]!] = 1;
    reached[tree.right[node]!] = 1;
  }
  return Int32Array.from(isLeaf.keys()).filter((node) => reached[node] === 1);
}

/** The tree of the nodes kept alone. */
export function prunedTree(tree: Tree, isLeaf: Uint8Array, kept: Int32Array): Tree {
  const renumbered = new Int32Array(isLeaf.length).fill(-1);
  kept.forEach((node, at) => (renumbered[node] = at));
  const child = (of: Int32Array) => kept.map((node) => (isLeaf[node] ? -1 : renumbered[of[node]!]!));
  return {
    feature: kept.map((node) => (isLeaf[node] ? -1 : tree.feature[node]!)),
    threshold: Float64Array.from(kept, (node) => (isLeaf[node] ? 0 : tree.threshold[node]!)),
    left: child(tree.left),
    right: child(tree.right),
    missingLeft: Uint8Array.from(kept, (node) => tree.missingLeft[node]!),
    set: kept.map((node) => (isLeaf[node] ? -1 : tree.set[node]!)),
    sets: tree.sets,
    value: Float64Array.from(kept, (node) => tree.value[node]!),
    cover: Float64Array.from(kept, (node) => tree.cover[node]!),
  };
}

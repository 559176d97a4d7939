import type { Examples } from '../trees/labels.ts';
import type { Nodes } from '../trees/nodes.ts';
import type { Workspace } from '../trees/workspace.ts';

const entropy = (p: number): number => (p > 0 ? -p * Math.log2(p) : 0);

/** By node the impurity of its classes times its share of the weight; `values` are probabilities by output. */
function ofClasses(nodes: Nodes, values: Float64Array[], criterion: 'gini' | 'entropy'): Float64Array {
  const all = nodes.h[0]!;
  return Float64Array.from({ length: nodes.count }, (_, node) => {
    const shares = values.map((value) => value[node]!);
    const p = shares.length === 1 ? [shares[0]!, 1 - shares[0]!] : shares;
    const impurity =
      criterion === 'gini'
        ? 1 - p.reduce((sum, each) => sum + each * each, 0)
        : p.reduce((sum, each) => sum + entropy(each), 0);
    return (impurity * nodes.h[node]!) / all;
  });
}

/** The same of a number: squared distances to the node's mean; `value` is that mean beyond `base`. */
function ofNumber(nodes: Nodes, value: Float64Array, base: number, examples: Examples, space: Workspace): Float64Array {
  return Float64Array.from({ length: nodes.count }, (_, node) => {
    let sum = 0;
    for (let at = nodes.from[node]!; at < nodes.to[node]!; at += 1) {
      const row = space.rows[at]!;
      sum += space.h[row]! * (examples.y[row]! - base - value[node]!) ** 2;
    }
    return sum / nodes.h[0]!;
  });
}

/** What each node adds to the tree's impurity, were it a leaf. */
export function impurities(
  nodes: Nodes,
  values: Float64Array[],
  base: Float64Array,
  criterion: 'gini' | 'entropy',
  examples: Examples,
  space: Workspace,
): Float64Array {
  return examples.classes > 1
    ? ofClasses(nodes, values, criterion)
    : ofNumber(nodes, values[0]!, base[0]!, examples, space);
}

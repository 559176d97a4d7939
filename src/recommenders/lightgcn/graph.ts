import type { Pairs } from '../embeddings/pairs.ts';
import type { SparseMatrix } from '../embeddings/sparse.ts';

/**
 * Users and items as one graph, users first: an edge for each pair, weighing 1 / √(degree of the user · degree of the item). The
 * matrix is symmetric.
 */
export function graphOf({ users, items, offsets, user, item }: Pairs): SparseMatrix {
  const degrees = new Float64Array(items);
  for (const each of item) degrees[each]! += 1;
  const nodes = users + items;
  const starts = new Uint32Array(nodes + 1);
  starts.set(offsets);
  for (let at = 0; at < items; at += 1) starts[users + at + 1] = starts[users + at]! + degrees[at]!;
  const edges = 2 * item.length;
  const graph: SparseMatrix = {
    rows: nodes,
    columns: nodes,
    offsets: starts,
    column: new Int32Array(edges),
    value: new Float32Array(edges),
  };
  const next = starts.slice(users, nodes);
  for (let pair = 0; pair < item.length; pair += 1) {
    const [who, what] = [user[pair]!, item[pair]!];
    const weight = 1 / Math.sqrt((offsets[who + 1]! - offsets[who]!) * degrees[what]!);
    const back = next[what]!++;
    graph.column[pair] = users + what;
    graph.column[back] = who;
    graph.value[pair] = weight;
    graph.value[back] = weight;
  }
  return graph;
}

import type { Transition, TransitionsResult } from './result.ts';

/** The weight that the graph shows; null where the transition has none, a time at the start say. */
export function weightOf(edge: Transition, weight: TransitionsResult['definition']['weight']): number | null {
  return weight === 'perCase' ? edge.count / edge.cases : edge[weight];
}

/** The edges within the thresholds and the nodes that they link: places in the result's lists. */
export function drawn({ nodes, edges, definition }: TransitionsResult): { nodes: number[]; edges: number[] } {
  const places = [...nodes.keys()];
  const events = places.filter((n) => nodes[n]!.kind === 'event' && nodes[n]!.users >= definition.minUsers);
  const common = events.sort((a, b) => nodes[b]!.users - nodes[a]!.users || nodes[b]!.count - nodes[a]!.count || a - b);
  const start = places.filter((n) => nodes[n]!.kind === 'start');
  const end = places.filter((n) => nodes[n]!.kind === 'end');
  const kept = [...start, ...common.slice(0, definition.nodes), ...end];
  const isKept = new Set(kept);
  const weight = (n: number) => weightOf(edges[n]!, definition.weight) ?? -1;
  const fits = (n: number) =>
    isKept.has(edges[n]!.from) && isKept.has(edges[n]!.to) && weight(n) >= Math.max(0, definition.minWeight);
  const shown = [...edges.keys()].filter(fits).sort((a, b) => weight(b) - weight(a) || a - b);
  const heaviest = shown.slice(0, definition.edges);
  const linked = new Set(heaviest.flatMap((n) => [edges[n]!.from, edges[n]!.to]));
  return { nodes: kept.filter((n) => linked.has(n)), edges: heaviest };
}

import type { Cases } from '../../core/paths.ts';
import { Spans, seconds } from '../../core/paths.ts';

/** Directly-follows counts by from × size + to, the last two nodes the start and the end of a case; and how often activities repeat. */
export interface Follows {
  size: number;
  count: Uint32Array;
  cases: Uint32Array;
  nodeCount: Uint32Array;
  nodeCases: Uint32Array;
  reworked: Uint32Array;
  quantiles(edge: number): (number | null)[];
}

/** Every pair of neighbours of a case, its start and end among them, with the place of the second. */
export function walkCase(
  { events, offsets }: Cases,
  n: number,
  size: number,
  visit: (from: number, to: number, at: number) => void,
): void {
  const last = offsets[n + 1]!;
  let from = size - 2;
  for (let at = offsets[n]!; at < last; at++) {
    visit(from, events[at]!, at);
    from = events[at]!;
  }
  visit(from, size - 1, last);
}

/** Counts what directly follows what. */
export async function followsOf(cases: Cases, nodes: number, step: (done: number) => Promise<void>): Promise<Follows> {
  const size = nodes + 2;
  const make = (length: number) => new Uint32Array(length);
  const [count, edgeCases, nodeCount, nodeCases, reworked] = [
    make(size * size),
    make(size * size),
    make(size),
    make(size),
    make(size),
  ];
  const [seenEdge, seen, seenTwice] = [make(size * size), make(size), make(size)];
  let stamp = 0;
  const visit = (from: number, to: number): void => {
    const edge = from * size + to;
    count[edge]!++;
    nodeCount[to]!++;
    if (seenEdge[edge] !== stamp) edgeCases[edge]!++;
    seenEdge[edge] = stamp;
    if (seen[to] !== stamp) nodeCases[to]!++;
    else if (seenTwice[to] !== stamp) {
      reworked[to]!++;
      seenTwice[to] = stamp;
    }
    seen[to] = stamp;
  };
  for (let n = 0; n < cases.count; n++) {
    if ((n & 8191) === 0) await step(n / cases.count);
    stamp = n + 1;
    walkCase(cases, n, size, visit);
  }
  nodeCount[nodes] = cases.count;
  nodeCases[nodes] = cases.count;
  const spans = new Spans(
    count.map((times, edge) => (edge % size === nodes + 1 || Math.floor(edge / size) === nodes ? 0 : times)),
  );
  const time = (from: number, to: number, at: number): void => {
    if (from !== nodes && to !== nodes + 1)
      spans.add(from * size + to, seconds(cases.times[at]! - cases.times[at - 1]!));
  };
  for (let n = 0; n < cases.count; n++) walkCase(cases, n, size, time);
  return {
    size,
    count,
    cases: edgeCases,
    nodeCount,
    nodeCases,
    reworked,
    quantiles: (edge) => spans.quantiles(edge, [0.5, 0.95]),
  };
}

import type { Cases } from '../../core/paths.ts';
import { Spans, seconds } from '../../core/paths.ts';

/** Counts by pair of nodes, from × size + to; the last two nodes are the start and the end of a path. */
export interface Counts {
  size: number;
  start: number;
  end: number;
  count: Uint32Array;
  cases: Uint32Array;
  users: Uint32Array;
  nodeCount: Uint32Array;
  nodeCases: Uint32Array;
  nodeUsers: Uint32Array;
}

/** Every transition of a case in order, its start and end among them, with the place of the event it leads to. */
export function walkCase(
  cases: Cases,
  n: number,
  size: number,
  visit: (from: number, to: number, at: number) => void,
): void {
  const [first, last] = [cases.offsets[n]!, cases.offsets[n + 1]!];
  let from = size - 2;
  for (let at = first; at < last; at++) {
    const to = cases.events[at]!;
    visit(from, to, at);
    from = to;
  }
  visit(from, size - 1, last);
}

/** Counts transitions, the paths and the users that have each. Paths of one user stand together. */
export async function countTransitions(
  cases: Cases,
  nodes: number,
  step: (done: number) => Promise<void>,
): Promise<Counts> {
  const size = nodes + 2;
  const make = (length: number) => new Uint32Array(length);
  const counts: Counts = {
    ...{ size, start: nodes, end: nodes + 1 },
    ...{ count: make(size * size), cases: make(size * size), users: make(size * size) },
    ...{ nodeCount: make(size), nodeCases: make(size), nodeUsers: make(size) },
  };
  const seen = { edgeCase: make(size * size), edgeUser: make(size * size), nodeCase: make(size), nodeUser: make(size) };
  let [owner, ownerNumber, caseNumber] = [-1, 0, 0];
  const visit = (from: number, to: number): void => {
    const edge = from * size + to;
    counts.count[edge]!++;
    counts.nodeCount[to]!++;
    if (seen.nodeCase[to] !== caseNumber) {
      seen.nodeCase[to] = caseNumber;
      counts.nodeCases[to]!++;
    }
    if (seen.nodeUser[to] !== ownerNumber) {
      seen.nodeUser[to] = ownerNumber;
      counts.nodeUsers[to]!++;
    }
    if (seen.edgeCase[edge] === caseNumber) return;
    seen.edgeCase[edge] = caseNumber;
    counts.cases[edge]!++;
    if (seen.edgeUser[edge] === ownerNumber) return;
    seen.edgeUser[edge] = ownerNumber;
    counts.users[edge]!++;
  };
  for (let n = 0; n < cases.count; n++) {
    if ((n & 8191) === 0) await step(n / cases.count);
    caseNumber = n + 1;
    if (cases.owners[n] !== owner) ownerNumber++;
    owner = cases.owners[n]!;
    walkCase(cases, n, size, visit);
  }
  // Every path begins once: the start is no event that something leads to.
  counts.nodeCount[counts.start] = cases.count;
  counts.nodeCases[counts.start] = cases.count;
  counts.nodeUsers[counts.start] = ownerNumber;
  return counts;
}

/** Median and 95 % quantile of the seconds between the events of each pair. */
export function transitionTimes(
  cases: Cases,
  { size, count, start, end }: Counts,
): (edge: number) => (number | null)[] {
  const timed = count.map((n, edge) => (Math.floor(edge / size) === start || edge % size === end ? 0 : n));
  const spans = new Spans(timed);
  const visit = (from: number, to: number, at: number): void => {
    if (from !== start && to !== end) spans.add(from * size + to, seconds(cases.times[at]! - cases.times[at - 1]!));
  };
  for (let n = 0; n < cases.count; n++) walkCase(cases, n, size, visit);
  return (edge) => spans.quantiles(edge, [0.5, 0.95]);
}

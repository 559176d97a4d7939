import type { Cases } from '../../core/paths.ts';

/** The paths aligned: path `n` is case `cases[n]`, whose event `centres[n]` stands at the step 0. */
export interface Aligned {
  cases: Uint32Array;
  centres: Uint32Array;
}

/** The first centre of each case that has one; its first event where no centre is asked for (-1). */
export function align({ count, offsets, events }: Cases, centre: number): Aligned {
  const cases = new Uint32Array(count);
  const centres = new Uint32Array(count);
  let found = 0;
  for (let n = 0; n < count; n++) {
    let at = offsets[n]!;
    if (centre >= 0) while (at < offsets[n + 1]! && events[at] !== centre) at++;
    if (at === offsets[n + 1]) continue;
    cases[found] = n;
    centres[found++] = at;
  }
  return { cases: cases.subarray(0, found), centres: centres.subarray(0, found) };
}

/** The rows of a matrix: nodes by code, then what is not begun, and what is over. */
export const rowsFor = (nodes: number) => ({ before: nodes, over: nodes + 1, all: nodes + 2 });

/** The row in which a path is so many events after its centre. */
export function rowAt(
  { offsets, events }: Cases,
  { cases, centres }: Aligned,
  n: number,
  step: number,
  nodes: number,
): number {
  const at = centres[n]! + step;
  const found = cases[n]!;
  if (at < offsets[found]!) return nodes;
  return at >= offsets[found + 1]! ? nodes + 1 : events[at]!;
}

/** Paths and users by row × steps + step, over the paths that are asked for. Paths of one user stand together. */
export async function countCells(
  cases: Cases,
  aligned: Aligned,
  steps: readonly number[],
  nodes: number,
  fold: (row: number) => number,
  isCounted: (owner: number) => boolean,
  step: (done: number) => Promise<void>,
): Promise<{ paths: Uint32Array; users: Uint32Array; total: number; people: number }> {
  const size = rowsFor(nodes).all + 1;
  const counts = {
    paths: new Uint32Array(size * steps.length),
    users: new Uint32Array(size * steps.length),
    total: 0,
    people: 0,
  };
  const seen = new Int32Array(size * steps.length).fill(-1);
  let last = -1;
  for (let n = 0; n < aligned.cases.length; n++) {
    if ((n & 8191) === 0) await step(n / aligned.cases.length);
    const owner = cases.owners[aligned.cases[n]!]!;
    if (!isCounted(owner)) continue;
    counts.total++;
    if (owner !== last) counts.people++;
    last = owner;
    for (let column = 0; column < steps.length; column++) {
      const cell = fold(rowAt(cases, aligned, n, steps[column]!, nodes)) * steps.length + column;
      counts.paths[cell]!++;
      if (seen[cell] !== owner) counts.users[cell]!++;
      seen[cell] = owner;
    }
  }
  return counts;
}

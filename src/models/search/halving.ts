import { codesOf } from '../validation/folds.ts';
import { shuffled } from '../validation/shuffled.ts';
import type { Observation } from './tpe.ts';

/** Of so many, one goes on to the next rung, with so many times the rows. */
const ETA = 3;
/** Fewer rows to learn from tell too little of what more would. */
const LEAST_ROWS = 300;

/** How many points each rung tries, and what share of the training rows teaches there; the last: all. */
export interface Rung {
  points: number;
  share: number;
}

/** Points of each of `rungs` rungs, if the first tries `first`. */
const ladder = (first: number, rungs: number): Rung[] =>
  Array.from({ length: rungs }, (_, rung) => ({
    points: Math.max(1, Math.floor(first / ETA ** rung)),
    share: ETA ** (rung + 1 - rungs),
  }));

const trialsOf = (rungs: readonly Rung[]): number => rungs.reduce((sum, { points }) => sum + points, 0);

/** The most points that a ladder can begin with. */
function widest(trials: number, rungs: number): number {
  let first = 1;
  while (trialsOf(ladder(first + 1, rungs)) <= trials) first += 1;
  return first;
}

/**
 * Rungs of successive halving (Jamieson and Talwalkar 2016) that take no more than so many trials in all: as many rungs as the
 * rows allow, as try each of the `candidates` on the first, and as leave a third of each rung's points for the next. Else one,
 * with all rows.
 */
export function rungsOf(trials: number, candidates: number, trainRows: number): Rung[] {
  const byRows = 1 + Math.max(0, Math.floor(Math.log(trainRows / LEAST_ROWS) / Math.log(ETA) + 1e-9));
  for (let rungs = byRows; rungs > 1; rungs -= 1) {
    const first = widest(trials, rungs);
    if (first >= Math.max(candidates, ETA ** (rungs - 1))) return ladder(first, rungs);
  }
  return ladder(trials, 1);
}

/** The places of the best of a rung, the best first: those that go on. Among equals the earlier. */
export function promoted(observed: readonly Observation[], points: number): number[] {
  const order = [...observed.keys()].sort((a, b) => observed[b]!.goodness - observed[a]!.goodness || a - b);
  return order.slice(0, points);
}

/**
 * A share of rows, of each label alike (`labels` by row of the table; none: of all), rising. The rows of a smaller share are among
 * those of a larger one.
 */
export function someRows(
  rows: Uint32Array,
  share: number,
  labels: ArrayLike<number> | undefined,
  seed: number,
): Uint32Array {
  if (share >= 1) return rows;
  const { codes, count } = codesOf(labels ? Array.from(rows, (row) => labels[row]!) : new Uint8Array(rows.length));
  const left = new Float64Array(count);
  for (const code of codes) left[code]! += 1;
  // One at least, so that no label is lost; the order is that of one shuffle for all shares.
  for (let code = 0; code < count; code += 1) left[code] = Math.max(1, Math.round(left[code]! * share));
  const kept: number[] = [];
  for (const at of shuffled(rows.length, seed)) {
    if (left[codes[at]!]! <= 0) continue;
    left[codes[at]!]! -= 1;
    kept.push(rows[at]!);
  }
  return Uint32Array.from(kept).sort();
}

import type { Numbers } from './checks.ts';
import { AppError } from '../errors.ts';

/** Sums of the first n of many counts, each changed in O(log n) (Fenwick 1994). */
class Fenwick {
  readonly #tree: Float64Array;

  constructor(length: number) {
    this.#tree = new Float64Array(length + 1);
  }

  add(at: number): void {
    for (let node = at + 1; node < this.#tree.length; node += node & -node) this.#tree[node]! += 1;
  }

  /** Of the places before `to`. */
  sum(to: number): number {
    let total = 0;
    for (let node = to; node > 0; node -= node & -node) total += this.#tree[node]!;
    return total;
  }
}

/** Each value's place among the distinct values, from the lowest. */
function ranksOf(values: Numbers): Uint32Array {
  const distinct = Float64Array.from(new Set(Array.from(values))).sort();
  return Uint32Array.from(values, (value) => {
    let [low, high] = [0, distinct.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/**
 * Harrell's concordance (1996): among pairs of which one is known to have had the event first, the share in which that one was
 * given the higher risk, a tie of risks counting half. Who is censored at the time of another's event outlived it; two events at
 * one time say nothing. NaN without a pair. O(n log n). Throws `metrics.wrong-length`, `metrics.not-a-number`.
 */
export function concordance(times: Numbers, events: Numbers, risk: Numbers): number {
  assertSurvival(times, events, risk);
  const ranks = ranksOf(risk);
  // From the latest time on, so that those who outlived a time have been counted; at one time the censored before the events.
  const order = Uint32Array.from({ length: times.length }, (_, row) => row).sort(
    (a, b) => times[b]! - times[a]! || Number(events[a]! > 0) - Number(events[b]! > 0),
  );
  const later = new Fenwick(times.length);
  let [counted, agree, pairs] = [0, 0, 0];
  for (let from = 0, to: number; from < order.length; from = to) {
    const event = events[order[from]!]! > 0;
    const time = times[order[from]!]!;
    const same = (row: number) => times[row] === time && events[row]! > 0 === event;
    for (to = from; to < order.length && same(order[to]!); to += 1) {
      if (!event) continue;
      const lower = later.sum(ranks[order[to]!]!);
      agree += (lower + later.sum(ranks[order[to]!]! + 1)) / 2;
      pairs += counted;
    }
    for (let at = from; at < to; at += 1) later.add(ranks[order[at]!]!);
    counted += to - from;
  }
  return agree / pairs;
}

function assertSurvival(times: Numbers, events: Numbers, risk: Numbers): void {
  if (times.length !== risk.length || events.length !== risk.length) {
    throw new AppError('metrics.wrong-length', {
      labels: Math.min(times.length, events.length),
      predictions: risk.length,
      each: 1,
    });
  }
  for (let row = 0; row < risk.length; row += 1) {
    if (Number.isNaN(risk[row]!) || Number.isNaN(times[row]!))
      throw new AppError('metrics.not-a-number', { row: row + 1 });
  }
}

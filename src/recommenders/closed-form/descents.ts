import type { Call, Threads } from '../../models/parallel/threads.ts';
import { kernelThreads } from '../../models/parallel/threads.ts';
import type { Interactions } from '../data.ts';
import type { Entries } from './entries.ts';
import { entriesOf, placeEntries, sizesOf } from './entries.ts';
import { gramKernel, spans } from './forms.ts';

/** Items of one call, and calls of one round, whose weights are read before the next. */
const ITEMS_A_CALL = 8;
const CALLS_A_ROUND = 16;
/** A coordinate that moves by no more changes no score; so many sweeps are more than any real item took. */
const TOLERANCE = 1e-6;
const MOST_SWEEPS = 200;
/** The Gram matrix's share of the work. */
const COUNTED = 0.1;

export interface Penalty {
  /** On the sum of the weights, and on half the sum of their squares. */
  l1: number;
  l2: number;
}

/** Where the parts lie in the kernel's memory. */
interface Ground {
  threads: Threads;
  entries: Entries;
  columns: number;
  gram: number;
  weights: number;
  left: number;
  at: number[];
}

async function groundOf(entries: Entries, count?: number): Promise<Ground> {
  const columns = entries.items.length + (entries.items.length % 2);
  const row = 8 * columns;
  const own = [entries.items.length * row, CALLS_A_ROUND * ITEMS_A_CALL * row, CALLS_A_ROUND * row];
  const threads = await kernelThreads(gramKernel, [...own, ...sizesOf(entries)], count);
  const [gram, weights, left, ...at] = threads.places as [number, number, number];
  placeEntries(threads.buffer, at, entries);
  return { threads, entries, columns, gram, weights, left, at };
}

function callsOfRound(ground: Ground, from: number, to: number, { l1, l2 }: Penalty): Call[] {
  const { gram, columns, weights, left } = ground;
  return spans(from, to, Math.ceil((to - from) / ITEMS_A_CALL)).map(([first, end], n) => {
    const own = weights + 8 * columns * (first - from);
    return ['descend', gram, columns, first, end, l1, l2, TOLERANCE, MOST_SWEEPS, own, left + 8 * columns * n];
  });
}

/**
 * For each item that anybody had, in their order, the weights w ≥ 0 of such items, its own being 0, that make
 * ½ ‖x − Xw‖² + l1 Σw + ½ l2 ‖w‖² least; `take` is given its number in the data, the items' numbers, and their weights. Throws the
 * abort of `step`, which is given the share that is done.
 */
export async function descents(
  interactions: Interactions,
  penalty: Penalty,
  take: (item: number, others: Int32Array, weights: Float64Array) => void,
  step: (share: number) => Promise<void>,
  count?: number,
): Promise<void> {
  const ground = await groundOf(entriesOf(interactions), count);
  const { threads, entries, columns, gram, weights, at } = ground;
  const { items } = entries;
  try {
    const counting = spans(0, items.length, CALLS_A_ROUND);
    await threads.run(
      counting.map(([from, to]) => ['gramRows', gram, columns, from, to, ...at]),
      (done) => step((COUNTED * done) / counting.length),
    );
    const round = CALLS_A_ROUND * ITEMS_A_CALL;
    for (let from = 0; from < items.length; from += round) {
      const to = Math.min(items.length, from + round);
      const share = (done: number) => COUNTED + (1 - COUNTED) * ((from + done) / items.length);
      const calls = callsOfRound(ground, from, to, penalty);
      await threads.run(calls, (done) => step(share(((to - from) * done) / calls.length)));
      for (let n = from; n < to; n += 1) {
        take(items[n]!, items, new Float64Array(threads.buffer, weights + 8 * columns * (n - from), items.length));
      }
    }
  } finally {
    threads.end();
  }
}

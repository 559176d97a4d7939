import type { Histories } from '../data.ts';
import type { Part } from '../sequences/runs.ts';
import type { Transitions } from './transitions.ts';
import { Pairs } from './transitions.ts';

/** What follows runs of two or more items: the run's number by its beginning's number · items + its last item. */
export interface Level {
  keys: Float64Array;
  transitions: Transitions;
}

const HOUR = 3_600_000;
/** A run seen once says no more than its last item does. */
const LEAST = 2;

/** How transitions are counted. */
export interface Counting {
  /** Items so far behind count too, each place further by the factor `decay`. */
  reach: number;
  decay: number;
  /** An item so long after counts half; 0: time does not matter. */
  halfLifeHours: number;
}

/** How much an item counts as what follows another one that stood some places and some milliseconds before. */
function strength({ decay, halfLifeHours }: Counting, places: number, elapsed: number): number {
  const late = halfLifeHours > 0 && elapsed > 0 ? 2 ** (-elapsed / (halfLifeHours * HOUR)) : 1;
  return decay ** (places - 1) * late;
}

/** From each item to those that came after it in the same part of the log. */
export async function firstOrder(
  { item, time }: Histories,
  parts: readonly Part[],
  items: number,
  counting: Counting,
  step: (share: number) => Promise<void>,
): Promise<Transitions> {
  const pairs = new Pairs();
  let since = 0;
  for (const [number, [from, to]] of parts.entries()) {
    for (let at = from; at < to; at += 1) {
      for (let next = at + 1; next < to && next - at <= counting.reach; next += 1) {
        pairs.add(item[at]!, item[next]!, strength(counting, next - at, time[next]! - time[at]!));
      }
    }
    since += to - from;
    if (since < PAUSE) continue;
    since = 0;
    await step(number / parts.length);
  }
  return pairs.transitions(items, items);
}

/** Others have a turn after so many events. */
const PAUSE = 50_000;

/** The number of the run that ends at each event, where it came often enough; −1 elsewhere. One item is its own number. */
interface Runs {
  numbers: Int32Array;
  keys: Float64Array;
}

/** Runs longer by one than those given. */
function longer({ item }: Histories, parts: readonly Part[], before: Int32Array, items: number): Runs {
  const counts = new Map<number, number>();
  const each = (visit: (at: number, key: number) => void): void => {
    for (const [from, to] of parts) {
      for (let at = from + 1; at < to; at += 1) {
        if (before[at - 1]! >= 0) visit(at, before[at - 1]! * items + item[at]!);
      }
    }
  };
  each((_, key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  const keys = Float64Array.from([...counts].filter(([, count]) => count >= LEAST).map(([key]) => key)).sort();
  const numbers = new Int32Array(item.length).fill(-1);
  const known = new Map(Array.from(keys, (key, number) => [key, number]));
  each((at, key) => (numbers[at] = known.get(key) ?? -1));
  return { numbers, keys };
}

/** What follows runs of 2 … `order` items. */
export function higherOrders(histories: Histories, parts: readonly Part[], items: number, order: number): Level[] {
  const levels: Level[] = [];
  let numbers = firstNumbers(histories, parts);
  for (let length = 2; length <= order; length += 1) {
    const runs = longer(histories, parts, numbers, items);
    const pairs = new Pairs();
    for (const [from, to] of parts) {
      for (let at = from; at + 1 < to; at += 1) {
        if (runs.numbers[at]! >= 0) pairs.add(runs.numbers[at]!, histories.item[at + 1]!, 1);
      }
    }
    levels.push({ keys: runs.keys, transitions: pairs.transitions(runs.keys.length, items) });
    numbers = runs.numbers;
  }
  return levels;
}

/** Events outside all parts end no run. */
function firstNumbers({ item }: Histories, parts: readonly Part[]): Int32Array {
  const numbers = new Int32Array(item.length).fill(-1);
  for (const [from, to] of parts) numbers.set(item.subarray(from, to), from);
  return numbers;
}

/** The place of a key; −1 where it is not there. */
function find(keys: Float64Array, key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? low : -1;
}

/** The number of a run of items among those of its length; −1: it was not seen often enough. */
export function runNumber(levels: readonly Level[], run: Int32Array, items: number): number {
  let number = run[0]!;
  for (let at = 1; at < run.length && number >= 0; at += 1) {
    number = find(levels[at - 1]!.keys, number * items + run[at]!);
  }
  return number;
}

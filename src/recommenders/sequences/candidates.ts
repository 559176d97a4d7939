import type { Random } from '../../core/random.ts';

/** The items among which those that came are to be told, in a batch: column by column, and what is added to each one's score. */
export interface Candidates {
  items: Int32Array;
  correction: Float32Array;
  /** The column of each item that came. */
  columns: Int32Array;
}

/** How often items are drawn. */
export interface Draws {
  /** Each item's share of all that came: so it is in a batch of its own. */
  shares: Float64Array;
  /** Running sums of the shares to the power `alpha`, 1 at the end: by these further items are drawn. */
  running: Float64Array;
  negatives: number;
}

/** Draws by popularity to the power `alpha`: 0 is uniform, 1 as the items came (Hidasi & Karatzoglou 2018). */
export function drawsOf(counts: Float64Array, negatives: number, alpha: number): Draws {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const powers = counts.map((count) => count ** alpha);
  const whole = powers.reduce((sum, power) => sum + power, 0);
  let sum = 0;
  return {
    negatives,
    shares: counts.map((count) => count / total),
    running: powers.map((power) => (sum += power) / whole),
  };
}

/** The first item whose running sum is above a number. */
function drawn(running: Float64Array, at: number): number {
  let [low, high] = [0, running.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (running[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The items that came in a batch, each once, and others drawn by popularity. The correction −ln(chance to be among them) makes
 * the softmax over them that over all items (Jean et al. 2015).
 */
export function candidatesOf({ shares, running, negatives }: Draws, came: Int32Array, random: Random): Candidates {
  const column = new Map<number, number>();
  const take = (item: number): void => {
    if (!column.has(item)) column.set(item, column.size);
  };
  came.forEach(take);
  for (let n = 0; n < negatives; n += 1) take(drawn(running, random()));
  const items = Int32Array.from(column.keys());
  return {
    items,
    correction: Float32Array.from(items, (item) => {
      const own = running[item]! - (item > 0 ? running[item - 1]! : 0);
      return -Math.log(-Math.expm1(-(came.length * shares[item]! + negatives * own)));
    }),
    columns: came.map((item) => column.get(item)!),
  };
}

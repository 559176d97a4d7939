import type { Random } from '../../core/random.ts';

/** Up to `count` of some rows, drawn without replacement (Fisher–Yates), in ascending order. */
export function sampleRows(rows: ArrayLike<number>, count: number, random: Random): Uint32Array {
  const pool = Uint32Array.from(rows);
  if (pool.length <= count) return pool;
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(random() * (pool.length - at));
    [pool[at], pool[other]] = [pool[other]!, pool[at]!];
  }
  return pool.slice(0, count).sort();
}

/** 0, 1, …, count − 1. */
export const rowNumbers = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

/** Numbers in random order, as a new array (Fisher–Yates). */
export function shuffled(rows: Uint32Array, random: Random): Uint32Array {
  const order = rows.slice();
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

import type { Matrix } from '../../models/matrix.ts';

const ROWS_AT_ONCE = 64;

/** The nearest rows of each row by inner product, itself left out; ties by the lower row. Brute force. */
export async function nearestRows(
  { data, rows, columns }: Matrix,
  count: number,
  step: (done: number) => Promise<void>,
): Promise<Int32Array[]> {
  const found: Int32Array[] = [];
  const products = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_AT_ONCE === 0) await step(row / rows);
    for (let other = 0; other < rows; other++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += data[row * columns + c]! * data[other * columns + c]!;
      products[other] = sum;
    }
    products[row] = -Infinity;
    const order = Int32Array.from(products.keys());
    order.sort((a, b) => products[b]! - products[a]! || a - b);
    found.push(order.slice(0, Math.min(count, rows - 1)));
  }
  return found;
}

/** The share of rows whose nearest is of the same group, and the share if groups were dealt out by chance. */
export function purityOf(nearest: readonly Int32Array[], group: Int32Array): { purity: number; chance: number } {
  const rows = nearest.length;
  const same = nearest.filter(([first], row) => first !== undefined && group[first] === group[row]).length;
  const sizes = new Map<number, number>();
  for (const each of group) sizes.set(each, (sizes.get(each) ?? 0) + 1);
  const pairs = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
  return { purity: rows > 0 ? same / rows : 0, chance: rows > 1 ? pairs / (rows * (rows - 1)) : 0 };
}

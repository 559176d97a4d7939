import type { Explanation } from './explain-rows.ts';
import type { Cell } from './mixed-rows.ts';

/** One column's part in one row's score; a view puts it into words. */
export interface Reason {
  column: string;
  value: Cell;
  /** Added to the score. */
  effect: number;
  direction: 'raises' | 'lowers';
}

/** The `top` columns that move a row's score most, the strongest first; `row` counts among the rows explained. No effect, no reason. */
export function reasons(explanation: Explanation, row: number, top: number, output = 0): Reason[] {
  const { columns, cells, values, outputs } = explanation;
  return columns
    .map((column, at): Reason => {
      const effect = values[(row * columns.length + at) * outputs + output]!;
      const value = cells[row * columns.length + at]!;
      return { column, value, effect, direction: effect > 0 ? 'raises' : 'lowers' };
    })
    .filter(({ effect }) => effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, top);
}

import type { StudyResult } from '../../contract/learning.ts';
import type { LearningColumn, LearningTable } from '../../core/learning-table.ts';
import { rocAuc } from '../../core/metrics.ts';

/** A single column that ranks labels this well knows the answer rather than tells it. */
export const TOO_GOOD = 0.98;
/** On fewer rows a column may do so by chance. */
const FEWEST = 50;

/** A column as one score: itself, or the share of label 1 in each level. Missing values lie in the middle. */
function scoresOf(column: LearningColumn, y: ArrayLike<number>): Float64Array {
  const rows = y.length;
  if (column.kind === 'number')
    return column.values.slice(0, rows).map((value) => (Number.isFinite(value) ? value : 0));
  const [sums, counts] = [new Float64Array(column.levels.length + 1), new Float64Array(column.levels.length + 1)];
  for (let row = 0; row < rows; row += 1) {
    sums[column.codes[row]! + 1]! += y[row]!;
    counts[column.codes[row]! + 1]! += 1;
  }
  return Float64Array.from(
    { length: rows },
    (_, row) => sums[column.codes[row]! + 1]! / counts[column.codes[row]! + 1]!,
  );
}

/** Every value of its own: a level tells its row, and so its label, without knowing anything. */
const isIdentifier = (column: LearningColumn, rows: number) =>
  column.kind === 'category' && column.levels.length > rows / 4;

/** The columns that tell a label of two by themselves (AUC at least 0.98 either way): planted leaks, copies of the label. */
export function tooGood(table: LearningTable, y: ArrayLike<number>): StudyResult['flags'] {
  if (y.length < FEWEST) return [];
  return table.columns
    .filter((column) => !isIdentifier(column, y.length))
    .map((column) => {
      const auc = rocAuc(y, scoresOf(column, y));
      return { feature: column.name, kind: 'too-good' as const, value: Math.max(auc, 1 - auc) };
    })
    .filter(({ value }) => value >= TOO_GOOD);
}

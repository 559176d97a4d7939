import type { Matrix } from '../matrix.ts';
import { matrixOf } from '../matrix.ts';

/** For tests: a column with mean 0 and (population) standard deviation 1. */
function standard(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / sd);
}

/**
 * The Telco table as its references have it: one-hot with every level, numbers as they are, a blank total as 0, all columns
 * standardised; label 1 is churn.
 */
export function telcoTable(csv: string, names: readonly string[]): { x: Matrix; y: number[] } {
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  const keys = header!.split(',');
  const records = lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [keys[at]!, value])));
  const columns = names.map((name) => {
    if (name in records[0]!) return standard(records.map((record) => Number(record[name]!.trim() || 0)));
    const at = name.indexOf('_');
    return standard(records.map((record) => Number(record[name.slice(0, at)] === name.slice(at + 1))));
  });
  return { x: matrixOf(names, columns, records.length), y: records.map((record) => Number(record['Churn'] === 'Yes')) };
}

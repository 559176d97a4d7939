import type { Table } from 'apache-arrow';
import { numbers, strings } from '../../core/columns.ts';
import { meanAndVariance } from '../../core/statistics.ts';
import type { SparseRows } from '../data.ts';

/** Of each text attribute, the most common levels that at least two users share; a level of one user says nothing of others. */
const LEVELS = 50;

/** One column: what it has for each user, 0 for nothing. */
interface Column {
  name: string;
  values: Float64Array;
}

function levelsOf(values: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, LEVELS)
    .map(([level]) => level);
}

function categoryColumns(name: string, values: readonly (string | null)[]): Column[] {
  return levelsOf(values).map((level) => ({
    name: `${name} = ${level}`,
    values: Float64Array.from(values, (value) => (value === level ? 1 : 0)),
  }));
}

/** Mean 0 and deviation 1 over the users that have it; unknown is the mean. */
function numberColumns(name: string, values: Float64Array): Column[] {
  const { mean, variance } = meanAndVariance(values.filter(Number.isFinite));
  const scale = Math.sqrt(variance);
  if (!(scale > 0)) return [];
  return [{ name, values: values.map((value) => (Number.isFinite(value) ? (value - mean) / scale : 0)) }];
}

function sparse(columns: readonly Column[], rows: number): SparseRows {
  const [column, value]: [number[], number[]] = [[], []];
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    columns.forEach(({ values }, n) => {
      if (values[row] === 0) return;
      column.push(n);
      value.push(values[row]!);
    });
    offsets[row + 1] = column.length;
  }
  const names = columns.map(({ name }) => name);
  return { rows, columns: names, offsets, column: Int32Array.from(column), value: Float64Array.from(value) };
}

/** What the table of people says of each beside the name: text as columns of 0 and 1, numbers on one scale; undefined where it says nothing. */
export function attributesOf(people: Table): SparseRows | undefined {
  const columns = people.schema.fields
    .filter(({ name }) => name !== 'user')
    .flatMap(({ name, type }) =>
      String(type) === 'Float64'
        ? numberColumns(name, numbers(people, name))
        : categoryColumns(name, strings(people, name)),
    );
  return columns.length > 0 ? sparse(columns, people.numRows) : undefined;
}

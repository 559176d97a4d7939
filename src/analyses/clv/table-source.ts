import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

type Column = Dataset['tables'][number]['columns'][number];

/** A table by name. Throws `survival.unknown-table`. */
function tableOf(name: string, { tables }: Dataset): Dataset['tables'][number] {
  const found = tables.find((table) => table.name === name);
  if (found) return found;
  throw new AppError('survival.unknown-table', { table: name, known: tables.map((table) => table.name).join(', ') });
}

/** Names in common use, for columns that nobody named. */
const USUAL = {
  customer: ['customer', 'customer_id', 'user', 'id'],
  frequency: ['frequency', 'x'],
  recency: ['recency', 't_x'],
  T: ['t', 'age'],
  monetary: ['monetary', 'monetary_value', 'zbar'],
} as const;

/** The column named, or one of its usual names where none is; null where there is none. Throws `survival.unknown-column`. */
function columnOf(role: keyof typeof USUAL, params: Params, data: Dataset): Column | null {
  const { name, columns } = tableOf(params.table, data);
  const wanted = params[role];
  const usual: readonly string[] = USUAL[role];
  const found = columns.find((column) =>
    wanted === '' ? usual.includes(column.name.toLowerCase()) : column.name === wanted,
  );
  if (found || (wanted === '' && (role === 'customer' || role === 'monetary'))) return found ?? null;
  throw new AppError('survival.unknown-column', {
    table: name,
    column: wanted || role,
    known: columns.map((column) => column.name).join(', '),
  });
}

/** Whether the table says how much customers spend. */
export const hasMonetary = (params: Params, data: Dataset): boolean => columnOf('monetary', params, data) !== null;

/** One row for each row of the summary table: "user", frequency, recency, age, monetary, later (none is known). */
export function tableCustomers(params: Params, data: Dataset, sql: Dialect): string {
  const number = (role: 'frequency' | 'recency' | 'T' | 'monetary') => {
    const column = columnOf(role, params, data);
    if (!column) return '0e0';
    if (/CHAR|TEXT|BLOB|DATE|TIME|\[|STRUCT|MAP/.test(column.type))
      throw new AppError('survival.not-a-number', { column: column.name, type: column.type });
    return `CAST(${sql.identifier(column.name)} AS DOUBLE)`;
  };
  const customer = columnOf('customer', params, data);
  const user = customer ? sql.identifier(customer.name) : 'row_number() OVER ()';
  return `SELECT CAST(${user} AS VARCHAR) AS "user", ${number('frequency')} AS frequency, ${number('recency')} AS recency,
  ${number('T')} AS age, coalesce(${number('monetary')}, 0e0) AS monetary, 0e0 AS later
FROM ${sql.identifier(params.table)}`;
}

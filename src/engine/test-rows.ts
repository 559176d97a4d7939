import type { Table } from 'apache-arrow';

/** A result as plain columns by name, for comparing. */
export const columnsOf = (table: Table): Record<string, unknown[]> =>
  Object.fromEntries(
    table.schema.fields.map((field, i) => [field.name, Array.from(table.getChildAt(i) ?? [], (value) => plain(value))]),
  );

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

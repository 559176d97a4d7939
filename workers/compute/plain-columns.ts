import type { Table, Vector } from 'apache-arrow';

type Columns = Record<string, unknown[]>;

/** The answer of an analysis that is SQL alone: its tables as plain columns, by query name. */
export const plainColumns = (tables: Record<string, Table>): Record<string, Columns> =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, columnsOf(table)]));

const columnsOf = (table: Table): Columns =>
  Object.fromEntries(table.schema.fields.map((field, i) => [field.name, valuesOf(table.getChildAt(i))]));

const valuesOf = (vector: Vector | null): unknown[] => (vector ? Array.from(vector, plainValue) : []);

/** Lists become arrays. An Arrow vector would not survive being posted. */
const plainValue = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && Symbol.iterator in value
    ? Array.from(value as Iterable<unknown>, plainValue)
    : value;

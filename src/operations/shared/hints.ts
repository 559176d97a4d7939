import * as v from 'valibot';

/** What a parameter that names columns is chosen of. */
export type ColumnHint =
  | 'column'
  | 'column:text'
  | 'column:number'
  | 'column:time'
  /** Of the table that the parameter `table` names. */
  | 'table-column';

/** One column by name; empty where none is chosen. */
export const column = (values: ColumnHint = 'column') => v.optional(v.pipe(v.string(), v.metadata({ values })), '');

/** Several columns, in order. */
export const columns = (values: ColumnHint = 'column') =>
  v.optional(v.pipe(v.array(v.string()), v.metadata({ values })), () => []);

/** Another table of the project. */
export const otherTable = v.optional(v.pipe(v.string(), v.metadata({ values: 'table' })), '');

/** A text that the user writes. */
export const text = (initial = '') => v.optional(v.string(), initial);

/** Pairs of names or values; each side may be chosen of columns. */
export const pairs = (hints: { values?: ColumnHint; to?: ColumnHint } = {}) =>
  v.optional(v.pipe(v.array(v.object({ from: v.string(), to: v.string() })), v.metadata({ ...hints })), () => []);

export interface Pair {
  from: string;
  to: string;
}

import type { Table } from 'apache-arrow';
import { numbers, strings } from '../../core/columns.ts';

/** The values of the breakdown: those shown, and where each event belongs. */
export interface Groups {
  /** In order; null is no value. One past the last stands for all others. */
  values: (string | null)[];
  /** The group of a value's number. */
  of(value: number): number;
}

export function groupsOf(table: Table): Groups {
  const values = strings(table, 'value');
  const places = new Map(Array.from(numbers(table, 'b'), (value, place) => [value, place]));
  return { values, of: (value) => places.get(value) ?? values.length };
}

import type { Table } from 'apache-arrow';
import { numbers, strings } from '../../core/columns.ts';
import type { Catalogue } from '../data.ts';

const TEXTS = ['title', 'category', 'text'] as const;
const NUMBERS = ['price', 'stock'] as const;

/** What is known of the items, from the table of the catalogue: the columns that it has. */
export function catalogueOf(table: Table): Catalogue {
  const has = (name: string): boolean => table.schema.fields.some((field) => field.name === name);
  return {
    ids: strings(table, 'id').map(String),
    ...Object.fromEntries(TEXTS.filter(has).map((name) => [name, strings(table, name)])),
    ...Object.fromEntries(NUMBERS.filter(has).map((name) => [name, numbers(table, name)])),
  };
}

import type { TableInfo } from '../contract/import.ts';
import type { Mapping } from '../contract/project.ts';
import type { ArrowSource } from './arrow-values.ts';
import { quoteIdentifier } from '../core/quote.ts';
import type { Workspace } from './workspace.svelte.ts';

/** A table of the project, as the pages see it. */
export type TableEntry = TableInfo;

const previewRows = 200;
/** More columns than anybody scrolls through; the grid draws each of them. */
export const previewColumns = 200;

/** The first rows of a table, or (`raw`) of what was imported before its cleaning steps. */
export async function previewTable(
  workspace: Workspace,
  { name, columns }: Pick<TableEntry, 'name' | 'columns'>,
  schema: 'main' | 'raw' = 'main',
): Promise<ArrowSource> {
  const wanted = columns.length > previewColumns ? columns.slice(0, previewColumns) : [];
  const list = wanted.length > 0 ? wanted.map((column) => quoteIdentifier(column.name)).join(', ') : '*';
  const query = `SELECT ${list} FROM ${schema}.${quoteIdentifier(name)} LIMIT ${previewRows}`;
  const [ipc, { arrowSource }] = await Promise.all([workspace.engine.query(query), import('./arrow-values.ts')]);
  return arrowSource(ipc);
}

/** The role of a column: the first field of any view that is this column. */
export function roleOf(mapping: Mapping, table: string, column: string): string | undefined {
  for (const view of Object.values(mapping)) {
    if (view.table !== table) continue;
    const role = Object.entries(view).find(([name, field]) => field === column && name !== 'table' && name !== 'where');
    if (role) return role[0];
  }
  return undefined;
}

export { quoteIdentifier };

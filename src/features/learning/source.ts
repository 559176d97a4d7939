import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { identifierOf } from '../../core/identifier.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import { hasField } from '../events.ts';
import type { LearningParams } from './params.ts';

/** A column of a table to learn from, as SQL. */
export interface TableColumn {
  name: string;
  kind: 'number' | 'boolean' | 'time' | 'text';
  /** Over the table's columns. */
  expression: string;
}

/** A table with a label: one row is one case. */
export interface TableSource {
  kind: 'table';
  /** As the user knows it; '' for the users' mapping. */
  table: string;
  /** The table's name in SQL. */
  from: string;
  /** The rows that count. */
  where: string;
  /** The order of the input. */
  order: string;
  /** The name of a row's case, VARCHAR. */
  user: string;
  label: TableColumn;
  features: TableColumn[];
}

export type Source = { kind: 'events' } | TableSource;

/** Names that a label bears where nobody says which column it is. */
const LABEL = /^(label|is_?churn|churn(ed)?|target|converted|outcome|class|exited|revenue|标签|流失|是否流失|类别)$/i;

const KINDS = {
  text: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
  timestamp: 'time',
} as const;

/** ENUM and UUID are text, too; lists, structures and blobs are nothing to learn from. */
function kindOf(type: string): TableColumn['kind'] | undefined {
  const known = columnTypeOf(type);
  if (known !== undefined) return KINDS[known as keyof typeof KINDS];
  return /^(ENUM|UUID)/.test(type) ? 'text' : undefined;
}

function tableColumns(name: string, data: Dataset, sql: Dialect): TableColumn[] {
  const table = data.tables.find((each) => each.name === name);
  if (!table) {
    throw new AppError('learning.unknown-table', {
      table: name,
      known: data.tables.map((each) => each.name).join(', '),
    });
  }
  return table.columns.flatMap((column) => {
    const kind = kindOf(column.type);
    const bare = sql.identifier(column.name);
    const expression = column.type === 'DATE' ? `CAST(${bare} AS TIMESTAMP)` : bare;
    return kind ? [{ name: column.name, kind, expression }] : [];
  });
}

/** The users' view: its label under the name of the role, and the table's other columns. */
const userColumns = (data: Dataset, sql: Dialect): TableColumn[] =>
  data.properties
    .filter(({ view }) => view === 'users')
    .map(({ column, kind }) => ({ name: column, kind, expression: sql.identifier(column) }));

const known = (columns: readonly TableColumn[]): string =>
  columns
    .slice(0, 50)
    .map(({ name }) => name)
    .join(', ');

function columnNamed(name: string, columns: readonly TableColumn[]): TableColumn {
  const found = columns.find((column) => column.name === name || `users.${column.name}` === name);
  if (!found) throw new AppError('learning.unknown-column', { column: name, known: known(columns) });
  return found;
}

function labelOf({ label }: LearningParams, columns: readonly TableColumn[]): TableColumn {
  if (label !== '') return columnNamed(label, columns);
  const guessed = columns.find(({ name }) => LABEL.test(name));
  if (!guessed) throw new AppError('learning.no-label', { known: known(columns) });
  return guessed;
}

function chosen({ features }: LearningParams, columns: readonly TableColumn[], label: TableColumn): TableColumn[] {
  const asked = features.length > 0 ? features.map((name) => columnNamed(name, columns)) : columns;
  return [...new Set(asked)].filter((column) => column !== label);
}

function tableSource(params: LearningParams, data: Dataset, sql: Dialect): TableSource {
  const columns = tableColumns(params.table, data, sql);
  const label = labelOf(params, columns);
  const identifier = identifierOf(columns, label.name);
  const others = params.features.length > 0 ? columns : columns.filter((column) => column !== identifier);
  return {
    kind: 'table',
    table: params.table,
    from: `main.${sql.identifier(params.table)}`,
    where: 'TRUE',
    order: 'rowid',
    user: `CAST(${identifier?.expression ?? 'rowid'} AS VARCHAR)`,
    label,
    features: chosen(params, others, label),
  };
}

function usersSource(params: LearningParams, data: Dataset, sql: Dialect): TableSource {
  const columns = userColumns(data, sql);
  const label = labelOf(params, columns);
  const features = chosen(params, columns, label);
  const rows = { from: sql.view('users'), where: '"user" IS NOT NULL', order: '"row"' };
  return { kind: 'table', table: '', ...rows, user: '"user"', label, features };
}

/**
 * Where the rows come from: the table named; else the users' table where a label of it is asked for or nothing else has one; else the log.
 * Throws `learning.unknown-table`, `learning.unknown-column`, `learning.no-label`, `learning.nothing`.
 */
export function sourceOf(params: LearningParams, data: Dataset, sql: Dialect): Source {
  if (params.table !== '') return tableSource(params, data, sql);
  const hasLog = hasField(data, 'user') && hasField(data, 'time');
  if (hasLog && params.label === '') return { kind: 'events' };
  if (data.views.users) return usersSource(params, data, sql);
  if (hasLog) throw new AppError('learning.no-users', { label: params.label });
  throw new AppError('learning.nothing');
}

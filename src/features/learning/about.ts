import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { everyNth } from './guard.ts';
import type { Plan } from './plan.ts';
import { kindsOf } from './sequences.ts';
import type { TableSource } from './source.ts';

type Values = Record<string, number | string | null>;

const typed = (value: number | string | null, sql: Dialect): string =>
  `CAST(${sql.literal(value)} AS ${typeof value === 'string' ? 'VARCHAR' : 'DOUBLE'})`;

const row = (values: Values, sql: Dialect): string =>
  `SELECT ${Object.entries(values)
    .map(([name, value]) => `${typed(value, sql)} AS ${sql.identifier(name)}`)
    .join(', ')}`;

/**
 * What `aboutOf` (core/learning.ts) reads: a row for each cutoff with its role (`train`, `test`, `score`); for a table one row, whose role is `table`.
 */
export function aboutEvents({ train, test, score, ...spans }: Plan, data: Dataset, sql: Dialect): string {
  const roles = [
    ...train.map((cutoff) => ['train', cutoff] as const),
    ['test', test] as const,
    ['score', score] as const,
  ];
  const rest = { ...spans, kinds: kindsOf(data), nth: everyNth(data), zone: data.settings.zone, table: '', label: '' };
  return roles.map(([role, cutoff]) => row({ role, cutoff, ...rest }, sql)).join('\nUNION ALL\n');
}

export function aboutTable({ table, label }: TableSource, data: Dataset, sql: Dialect): string {
  const none = { cutoff: null, horizon: null, gap: null, history: null, end: null, kinds: 0, nth: 1 };
  return row({ role: 'table', ...none, zone: data.settings.zone, table, label: label.name }, sql);
}

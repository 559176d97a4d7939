import type { Table } from 'apache-arrow';
import { numbers } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import type { ClusterContext } from '../../models/clustering/rows.ts';
import type { Choice } from './choose.ts';
import { chooseK } from './choose.ts';
import type { Grouping } from './group.ts';
import { groupRows } from './group.ts';
import { part } from './progress.ts';
import type { Params } from './params.ts';
import type { FeatureTable } from './table.ts';
import { featureTable } from './table.ts';
import type { Walk } from './walk.ts';
import { sessionCounts, walkOf } from './walk.ts';

export type Tables = Record<'users' | 'legend' | 'timeline' | 'names' | 'about', Table>;

export interface Fit {
  table: FeatureTable;
  walk: Walk;
  choice: Choice | null;
  grouping: Grouping;
}

const RESTARTS = 10;
/** With fewer users there is nothing to tell apart. */
const LEAST_USERS = 4;

async function fitAnew(tables: Tables, params: Params, context: ClusterContext): Promise<Fit> {
  if (tables.users.numRows === 0) throw new AppError('segments.no-users');
  await context.step(0);
  const walk = walkOf(tables);
  const counted = params.features.includes('activity') && numbers(tables.about, 'sessions_mapped')[0] === 0;
  const sessions = counted ? sessionCounts(walk, tables.users.numRows) : null;
  const table = featureTable(tables.users, tables.legend, sessions, params.scaling);
  const x = table.scaled;
  if (x.rows < LEAST_USERS || x.columns === 0) {
    const grouping = { labels: new Int32Array(x.rows), k: 1, fit: x.rows, bic: null };
    return { table, walk, choice: null, grouping };
  }
  const isOpen = params.k === 0 && params.algorithm !== 'dbscan';
  const choice = isOpen ? await chooseK(x, params, part(context, 0, 0.5)) : null;
  const k = choice?.k ?? Math.max(1, Math.min(params.k, x.rows));
  return { table, walk, choice, grouping: await groupRows(x, k, params, RESTARTS, part(context, 0.5, 1)) };
}

/** The last fit of a table: a click on a mark need not group anew. */
const known = new WeakMap<Table, { key: string; fit: Fit }>();

/** Groups the users as the parameters and the seed say; what only words and maps depend on makes no difference. */
export async function fitOf(tables: Tables, params: Params, context: ClusterContext): Promise<Fit> {
  const key = JSON.stringify([{ ...params, rounds: 0, map: '' }, context.seed]);
  const last = known.get(tables.users);
  if (last?.key === key) return last.fit;
  const fit = await fitAnew(tables, params, context);
  known.set(tables.users, { key, fit });
  return fit;
}

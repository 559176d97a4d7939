import { tableFromArrays, tableToIPC } from 'apache-arrow';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { Mapping, Settings } from '../contract/project.ts';
import { columnKey, viewStatements } from '../sql/canonical.ts';
import type { TestProject } from './test-project.ts';
import { datasetOf, SETTINGS } from './test-project.ts';

/** An event with an item; the time is ISO or epoch ms. */
export type ShopRow = readonly [user: string, time: string | number, event: string, item: string | null];

const MAPPING: Mapping = {
  events: { table: 'log', user: 'user', time: 'time', event: 'event', item: 'item' },
  items: { table: 'goods', item: 'item', title: 'title', category: 'category', price: 'price' },
};

/** What is known of an item. */
export type Good = readonly [item: string, title: string, category: string, price: number];

/** What is known of a user, who need not be in the log. */
export type Person = readonly [user: string, plan: string];

async function emptied(database: NodeDatabase): Promise<void> {
  for (const view of ['events', 'items', 'users']) await database.query(`DROP VIEW IF EXISTS canonical.${view}`);
  for (const table of ['log', 'goods', 'people']) await database.query(`DROP TABLE IF EXISTS ${table}`);
}

/** For tests: a project with a log of items, and a catalogue and people where they are given; in place of what was in the database, where one is handed on. */
export async function shopProject(
  rows: readonly ShopRow[],
  goods: readonly Good[] = [],
  settings: Partial<Settings> = {},
  used?: NodeDatabase,
  people: readonly Person[] = [],
): Promise<TestProject> {
  const database = used ?? (await openNodeDatabase());
  if (used) await emptied(used);
  const insert = (name: string, columns: Record<string, Float64Array | (string | null)[]>) =>
    database.insert(name, tableToIPC(tableFromArrays(columns), 'stream'), true);
  await insert('log', {
    user: rows.map(([user]) => user),
    time: Float64Array.from(rows, ([, time]) => (typeof time === 'number' ? time : Date.parse(time))),
    event: rows.map(([, , event]) => event),
    item: rows.map(([, , , item]) => item),
  });
  const columns: Record<string, Record<string, string>> = {
    log: { user: 'VARCHAR', time: 'DOUBLE', event: 'VARCHAR', item: 'VARCHAR' },
  };
  if (goods.length > 0) {
    await insert('goods', {
      item: goods.map(([item]) => item),
      title: goods.map(([, title]) => title),
      category: goods.map(([, , category]) => category),
      price: Float64Array.from(goods, ([, , , price]) => price),
    });
    columns['goods'] = { item: 'VARCHAR', title: 'VARCHAR', category: 'VARCHAR', price: 'DOUBLE' };
  }
  if (people.length > 0) {
    await insert('people', { user: people.map(([user]) => user), plan: people.map(([, plan]) => plan) });
    columns['people'] = { user: 'VARCHAR', plan: 'VARCHAR' };
  }
  const mapping: Mapping = {
    ...(goods.length > 0 ? MAPPING : { events: MAPPING.events! }),
    ...(people.length > 0 && { users: { table: 'people', user: 'user' } }),
  };
  for (const statement of viewStatements(mapping, columns, { [columnKey('log', 'time')]: 'ms' } as const)) {
    await database.query(statement);
  }
  return { database, data: await datasetOf(database, mapping, { ...SETTINGS, ...settings }, columns) };
}

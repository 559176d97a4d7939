import type { NodeDatabase } from '../../../workers/database/node.ts';
import type { Dataset, Mapping, Settings } from '../../contract/project.ts';
import type { ColumnTypes } from '../../sql/canonical.ts';
import { viewStatements } from '../../sql/canonical.ts';
import { datasetOf } from '../../analyses/test-project.ts';
import { duckdb } from '../../sql/duckdb.ts';

/** For tests: a small log with properties, items, users and reviews in the real engine. */
export interface TestEvent {
  user: string;
  ms: number;
  event: string | null;
  item: string | null;
  value: number | null;
  device: string | null;
  vip: boolean | null;
  speed: number | null;
  /** A time among the properties, epoch ms. */
  since: number | null;
}

export interface TestReview {
  user: string;
  ms: number;
  rating: number | null;
  label?: string | null;
  text?: string;
}

export interface TestWorld {
  events: readonly TestEvent[];
  reviews?: readonly TestReview[];
  /** By item. */
  categories?: Readonly<Record<string, string>>;
  users?: readonly { user: string; plan: string | null; age: number | null }[];
  session?: 'device';
}

const COLUMNS: ColumnTypes = {
  log: {
    user: 'VARCHAR',
    time: 'TIMESTAMP',
    event: 'VARCHAR',
    item: 'VARCHAR',
    value: 'DOUBLE',
    device: 'VARCHAR',
    vip: 'BOOLEAN',
    speed: 'DOUBLE',
    since: 'TIMESTAMP',
  },
  goods: { item: 'VARCHAR', category: 'VARCHAR' },
  people: { user: 'VARCHAR', plan: 'VARCHAR', age: 'BIGINT' },
  opinions: { user: 'VARCHAR', time: 'TIMESTAMP', rating: 'DOUBLE', label: 'VARCHAR', text: 'VARCHAR' },
};

const sqlText = (value: string | number | boolean | null): string => duckdb.literal(value);
const sqlTime = (ms: number | null): string => (ms === null ? 'NULL' : duckdb.timestamp(ms));

async function fill(database: NodeDatabase, table: string, rows: readonly string[]): Promise<void> {
  const columns = Object.entries(COLUMNS[table]!).map(([name, type]) => `"${name}" ${type}`);
  await database.query(`CREATE OR REPLACE TABLE ${table} (${columns.join(', ')})`);
  if (rows.length > 0) await database.query(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
}

const tuple = (values: readonly string[]): string => `(${values.join(', ')})`;

/** Makes these the database's only tables. */
export async function loadWorld(
  database: NodeDatabase,
  { events, reviews = [], categories = {}, users = [], session }: TestWorld,
  settings: Settings,
): Promise<Dataset> {
  await fill(
    database,
    'log',
    events.map((e) =>
      tuple([
        sqlText(e.user),
        sqlTime(e.ms),
        ...[e.event, e.item, e.value, e.device, e.vip, e.speed].map(sqlText),
        sqlTime(e.since),
      ]),
    ),
  );
  await fill(
    database,
    'goods',
    Object.entries(categories).map((pair) => tuple(pair.map(sqlText))),
  );
  await fill(
    database,
    'people',
    users.map((u) => tuple([u.user, u.plan, u.age].map(sqlText))),
  );
  await fill(
    database,
    'opinions',
    reviews.map((r) =>
      tuple([sqlText(r.user), sqlTime(r.ms), ...[r.rating, r.label ?? null, r.text ?? 'text'].map(sqlText)]),
    ),
  );
  const mapping: Mapping = {
    events: {
      table: 'log',
      user: 'user',
      time: 'time',
      event: 'event',
      item: 'item',
      value: 'value',
      ...(session && { session }),
    },
    items: { table: 'goods', item: 'item', category: 'category' },
    users: { table: 'people', user: 'user' },
    reviews: { table: 'opinions', user: 'user', time: 'time', rating: 'rating', label: 'label', text: 'text' },
  };
  for (const statement of viewStatements(mapping, COLUMNS)) await database.query(statement);
  return datasetOf(database, mapping, settings, COLUMNS);
}

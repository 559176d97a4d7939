import { openNodeDatabase } from '../../workers/database/node.ts';
import type { Mapping } from '../contract/project.ts';
import { viewStatements } from '../sql/canonical.ts';
import type { TestProject } from './test-project.ts';
import { SETTINGS, datasetOf } from './test-project.ts';

/** One wide table that can play every view, so that an analysis may require any field. */
const COLUMNS = {
  user: 'VARCHAR',
  time: 'TIMESTAMP',
  event: 'VARCHAR',
  item: 'VARCHAR',
  session: 'VARCHAR',
  number: 'DOUBLE',
  text: 'VARCHAR',
};

const MAPPING: Mapping = {
  events: {
    table: 'world',
    user: 'user',
    time: 'time',
    event: 'event',
    item: 'item',
    value: 'number',
    quantity: 'number',
    price: 'number',
    session: 'session',
  },
  items: { table: 'world', item: 'item', title: 'text', category: 'event', price: 'number', text: 'text' },
  users: { table: 'world', user: 'user', label: 'event' },
  reviews: { table: 'world', text: 'text', user: 'user', item: 'item', time: 'time', rating: 'number', label: 'event' },
  exposures: {
    table: 'world',
    user: 'user',
    time: 'time',
    variant: 'event',
    action: 'item',
    propensity: 'number',
    reward: 'number',
  },
  stock: {
    table: 'world',
    item: 'item',
    onHand: 'number',
    time: 'time',
    onOrder: 'number',
    leadTimeDays: 'number',
    unitCost: 'number',
  },
};

/** A log of so many users over two hundred days, forty events each, a third of the users leaving after four months, some events without a name. */
export async function worldOf(users: number): Promise<TestProject> {
  const database = await openNodeDatabase();
  const columns = Object.entries(COLUMNS).map(([name, type]) => `"${name}" ${type}`);
  await database.query(`CREATE TABLE world (${columns.join(', ')})`);
  await database.query(`INSERT INTO world SELECT 'user ' || u, TIMESTAMP '2024-01-01' + INTERVAL (((u * 7919 + n * n * 10007) % CASE WHEN u % 3 = 0 THEN 2880 ELSE 4800 END) * 3600) SECOND,
    CASE WHEN (u + n) % 50 = 0 THEN NULL ELSE ['view', 'add', 'buy', 'it''s "odd"'][1 + (u * 31 + n * 17) % 4] END,
    'item ' || ((u + n) % 12), 'session ' || (n // 5), (u * n % 13) + 0.5, 'words ' || n
    FROM (SELECT unnest(range(${users})) AS u), (SELECT unnest(range(40)) AS n)`);
  for (const statement of viewStatements(MAPPING, { world: COLUMNS })) await database.query(statement);
  return {
    database,
    data: await datasetOf(database, MAPPING, { ...SETTINGS, zone: 'America/New_York' }, { world: COLUMNS }),
  };
}

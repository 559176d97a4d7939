import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { SETTINGS, datasetOf, queryTable } from '../../analyses/test-project.ts';
import type { Dataset, Mapping } from '../../contract/project.ts';
import type { SignalParams } from '../../contract/recommending.ts';
import { signalEntries } from '../../contract/recommending.ts';
import type { SignalTables } from '../../recommenders/reading/reading.ts';
import { learningDataOf, profileOf } from '../../recommenders/reading/reading.ts';
import { viewStatements } from '../../sql/canonical.ts';
import { duckdb } from '../../sql/duckdb.ts';
import type { SignalQuery } from './queries.ts';
import { signalQueries } from './queries.ts';

const DAY = 86_400_000;

const COLUMNS = {
  log: {
    who: 'VARCHAR',
    at: 'TIMESTAMP',
    what: 'VARCHAR',
    thing: 'VARCHAR',
    visit: 'VARCHAR',
    stars: 'DOUBLE',
    paid: 'DOUBLE',
  },
  goods: { thing: 'VARCHAR', name: 'VARCHAR', kind: 'VARCHAR', words: 'VARCHAR' },
  depot: { thing: 'VARCHAR', counted: 'TIMESTAMP', left: 'DOUBLE' },
  people: { who: 'VARCHAR', plan: 'VARCHAR', age: 'BIGINT', mark: 'VARCHAR' },
  opinions: { who: 'VARCHAR', thing: 'VARCHAR', at: 'TIMESTAMP', stars: 'DOUBLE', words: 'VARCHAR' },
};

const events: NonNullable<Mapping['events']> = { table: 'log', user: 'who', time: 'at', event: 'what', item: 'thing' };
const full: Mapping = {
  events: { ...events, value: 'stars', price: 'paid' },
  items: { table: 'goods', item: 'thing', title: 'name', category: 'kind', text: 'words' },
  users: { table: 'people', user: 'who', label: 'mark' },
  reviews: { table: 'opinions', user: 'who', item: 'thing', time: 'at', rating: 'stars', text: 'words' },
  stock: { table: 'depot', item: 'thing', onHand: 'left', time: 'counted' },
};

let database: NodeDatabase;

beforeAll(async () => {
  database = await openNodeDatabase();
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const defined = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
    await database.query(`CREATE TABLE ${table} (${defined.join(', ')})`);
  }
  // Users by name: Ann 0, Bo 1, Cy 2 (no item), Nobody 3 (in the users' table alone), user 4. Items: a 0, b 1, c 2 (catalogue only), d 3, e 4 (stock only).
  await database.query(`INSERT INTO log VALUES
    ('Bo', '2024-01-03', 'buy', 'b', 'x', 4, 10), ('Ann', '2024-01-02', 'view', 'b', 'x', 2, 20),
    ('Ann', '2024-01-01', 'view', 'a', 'x', 3, 7), ('Ann', '2024-01-02', 'buy', 'b', 'y', 5, 30),
    ('Cy', '2024-01-05', 'login', NULL, NULL, NULL, NULL), ('user', '2024-01-04', 'buy', 'd', NULL, 'NaN', NULL),
    (NULL, '2024-01-01', 'buy', 'z', NULL, 1, 1), ('Ann', NULL, 'buy', 'z', NULL, 1, 1)`);
  await database.query(
    `INSERT INTO goods VALUES ('b', 'Bread', 'food', 'fresh'), ('b', 'Other', 'none', 'late'), ('c', ' Cup ', NULL, 'blue'), (NULL, 'x', 'x', 'x')`,
  );
  await database.query(
    `INSERT INTO depot VALUES ('b', '2024-01-01', 9), ('b', '2024-01-02', 3), ('b', '2024-01-02', 4), ('e', NULL, 5)`,
  );
  await database.query(
    `INSERT INTO people VALUES ('user', 'free', 30, 'x'), ('Ann', 'free', 40, 'y'), ('Ann', 'paid', 90, 'y'), ('Bo', 'paid', NULL, 'z'), ('Nobody', 'paid', 1, 'z')`,
  );
  await database.query(
    `INSERT INTO opinions VALUES ('Zoe', 'q', '2024-02-01', 1, 'w'), ('Zoe', 'q', '2024-02-03', 5, 'w'), ('Abe', 'p', '2024-02-02', NULL, 'w'), ('Kim', 'p', NULL, 2, 'w')`,
  );
}, 60_000);

async function under(mapping: Mapping): Promise<Dataset> {
  for (const statement of viewStatements(mapping, COLUMNS)) await database.query(statement);
  return datasetOf(database, mapping, SETTINGS, COLUMNS);
}

const paramsOf = (given: Partial<SignalParams>): SignalParams => v.parse(v.object(signalEntries), given);

async function read(mapping: Mapping, given: Partial<SignalParams> = {}) {
  const params = paramsOf(given);
  const queries = signalQueries(params, await under(mapping), duckdb);
  const tables = {} as SignalTables;
  for (const [name, query] of Object.entries(queries)) {
    tables[name as SignalQuery] = await queryTable(database, query as string);
  }
  return { tables, ...learningDataOf(tables, params) };
}

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: Error) => error.name,
  );

describe('signals of a log', () => {
  it('have users and items by the rank of their names, in order of time and row', async () => {
    const { data, people } = await read(full);
    expect(people).toEqual(['Ann', 'Bo', 'Cy', 'Nobody', 'user']);
    expect(data.catalogue.ids).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([...data.histories.offsets]).toEqual([0, 3, 4, 4, 4, 5]);
    expect([...data.histories.item]).toEqual([0, 1, 1, 1, 3]);
    expect([...data.histories.time]).toEqual([1, 2, 2, 3, 4].map((day) => Date.UTC(2024, 0, day)));
    expect(data.end).toBe(Date.UTC(2024, 0, 5));
    // A day apart each, but for Ann's two of one moment: sessions of the 30-minute rule.
    expect([...data.histories.session]).toEqual([0, 1, 1, 2, 3]);
    expect([...data.interactions.item]).toEqual([0, 1, 1, 3]);
    expect([...data.interactions.weight]).toEqual([1, 1, 1, 1]);
  });

  it('carry what the catalogue, the prices paid, the stock and the users say', async () => {
    const { data } = await read(full);
    const { title, category, text, price, stock } = data.catalogue;
    expect(title).toEqual([null, 'Bread', 'Cup', null, null]);
    expect(category).toEqual([null, 'food', null, null, null]);
    expect(text).toEqual([null, 'fresh', 'blue', null, null]);
    // The median of 10, 20 and 30; of the last count of b, both places.
    expect([...price!]).toEqual([7, 20, NaN, NaN, NaN]);
    expect([...stock!]).toEqual([NaN, 7, NaN, NaN, 5]);
    // Age has mean 23⅔ and deviation √410⅓ over the three that have it.
    const { columns, offsets, column, value } = data.attributes!;
    expect(columns).toEqual(['users.plan = free', 'users.plan = paid', 'users.age']);
    expect([...offsets]).toEqual([0, 2, 3, 3, 5, 7]);
    expect([...column]).toEqual([0, 2, 1, 1, 2, 0, 2]);
    expect([...value].map((each) => Number(each.toFixed(6)))).toEqual([1, 0.806318, 1, 1, -1.118972, 1, 0.312654]);
  });

  it('count by the weights of their events, and only those', async () => {
    const weights = [
      { event: 'view', weight: 1 },
      { event: 'buy', weight: 2.5 },
    ];
    const once = await read(full, { events: weights });
    expect([...once.data.interactions.weight]).toEqual([1, 2.5, 2.5, 2.5]);
    const summed = await read(full, { events: weights, repeats: 'sum' });
    expect([...summed.data.interactions.weight]).toEqual([1, 3.5, 2.5, 2.5]);
    const log = await read(full, { events: weights, repeats: 'log' });
    expect([...log.data.interactions.weight]).toEqual([2, 4.5, 3.5, 3.5].map(Math.log));
    const bought = await read(full, {
      events: [
        { event: 'buy', weight: 1 },
        { event: 'view', weight: 0 },
      ],
    });
    expect([...bought.data.interactions.item]).toEqual([1, 1, 3]);
    // Counted back from the end, 5 January: 4, 3, 2 and 1 days.
    const halved = await read(full, { halfLife: '1d' });
    expect([...halved.data.interactions.weight]).toEqual([1 / 16, 1 / 8, 1 / 4, 1 / 2]);
  });

  it('leave out who has too few, again and again', async () => {
    const { data } = await read(full, { minPerUser: 1, minPerItem: 2 });
    expect([...data.interactions.item]).toEqual([1, 1]);
    const none = await read(full, { minPerUser: 2, minPerItem: 2 });
    expect(none.data.interactions.item).toHaveLength(0);
    expect(none.data.interactions.users).toBe(5);
  });

  it('are ratings from the value, another property or the reviews, the last one each', async () => {
    const rated = await read(full, { feedback: 'ratings' });
    expect([...rated.data.interactions.item]).toEqual([0, 1, 1]);
    expect([...rated.data.interactions.weight]).toEqual([3, 5, 4]);
    const paid = await read(full, { feedback: 'ratings', rating: 'price' });
    expect([...paid.data.interactions.weight]).toEqual([7, 30, 10]);
    const reviewed = await read({ ...full, events }, { feedback: 'ratings' });
    expect(reviewed.people).toEqual(['Ann', 'Bo', 'Nobody', 'Zoe', 'user']);
    expect(reviewed.data.catalogue.ids).toEqual(['b', 'c', 'e', 'q']);
    expect([...reviewed.data.interactions.weight]).toEqual([5]);
    expect(reviewed.data.end).toBe(Date.UTC(2024, 1, 3));
    const opinions: Mapping = {
      reviews: { table: 'opinions', user: 'who', item: 'thing', rating: 'stars', text: 'words' },
    };
    const undated = await read(opinions, { feedback: 'ratings' });
    expect(undated.people).toEqual(['Kim', 'Zoe']);
    expect([...undated.data.interactions.weight]).toEqual([2, 5]);
    expect([...undated.data.interactions.time, undated.data.end]).toEqual([NaN, NaN, NaN]);
  });

  it('know the sessions that the log names; an event without one stands alone', async () => {
    const { data } = await read({ events: { ...events, session: 'visit' } });
    const { session } = data.histories;
    expect(session[0]).toBe(session[1]);
    expect(new Set(session).size).toBe(4);
    // Ann's last session is y: the last of her three events.
    expect(profileOf(data, 0)).toMatchObject({ user: 0, session: 2 });
    expect([...profileOf(data, 0).history]).toEqual([0, 1, 1]);
    expect(data.attributes).toBeUndefined();
    expect(Object.keys(data.catalogue)).toEqual(['ids']);
  });

  it('are refused where no item or no rating is mapped, or an event is not there', async () => {
    const { item: _, ...bare } = events;
    expect(await codeOf(read({ events: bare }))).toBe('recommend.no-items');
    expect(await codeOf(read({ events }, { feedback: 'ratings' }))).toBe('recommend.no-ratings');
    expect(await codeOf(read(full, { feedback: 'ratings', rating: 'item' }))).toBe('params.not-a-number');
    expect(await codeOf(read(full, { events: [{ event: 'stare', weight: 1 }] }))).toBe('params.unknown-event');
  });

  it('are the same for the same parameters, and no signal is no error', async () => {
    const data = await under(full);
    expect(signalQueries(paramsOf({}), data, duckdb)).toEqual(
      signalQueries(paramsOf({ halfLife: '3d' }), data, duckdb),
    );
    const { data: silent } = await read(full, { events: [{ event: 'login', weight: 1 }] });
    expect(silent.interactions.item).toHaveLength(0);
    expect(silent.interactions.offsets).toHaveLength(6);
    expect(silent.end - Date.UTC(2024, 0, 1)).toBe(4 * DAY);
  });
});

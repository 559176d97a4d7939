import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import { SETTINGS, datasetOf, rowsOf } from '../analyses/test-project.ts';
import { shopProject } from '../analyses/test-shop.ts';
import type { NameKind } from '../contract/population.ts';
import type { Mapping } from '../contract/project.ts';
import { viewStatements } from '../sql/canonical.ts';
import { duckdb } from '../sql/duckdb.ts';
import { namesSql } from './names.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

describe('what may be named', () => {
  const day = (n: number) => n * 86_400_000;

  it('items with titles, users and categories: those of the log by how often, then those that are only listed', async () => {
    const { data } = await shopProject(
      [
        ['ann', day(1), 'view', 'b'],
        ['ann', day(2), 'view', 'b'],
        ['bo', day(3), 'view', 'x'],
        ['bo', day(4), 'visit', null],
        ['bo', day(5), 'visit', null],
      ],
      [
        ['a', 'Apple', 'fruit', 1],
        ['b', ' Bread ', 'bakery', 2],
        ['c', 'Cherry', 'fruit', 3],
      ],
      {},
      database,
      [['zoe', 'free']],
    );
    const named = async (kind: NameKind, most = 9) => {
      const rows = await rowsOf(database, namesSql(kind, data, duckdb, most));
      return rows.map(({ key, title, often }) => [key, title, often]);
    };
    expect(await named('item')).toEqual([
      ['b', 'Bread', 2],
      ['x', null, 1],
      ['a', 'Apple', 0],
      ['c', 'Cherry', 0],
    ]);
    expect(await named('item', 1)).toEqual([['b', 'Bread', 2]]);
    expect(await named('user')).toEqual([
      ['bo', null, 3],
      ['ann', null, 2],
      ['zoe', null, 0],
    ]);
    expect(await named('category')).toEqual([
      ['fruit', null, 2],
      ['bakery', null, 1],
    ]);
  });

  it('those of the reviews where there is no log, and nothing where nothing is mapped', async () => {
    const columns = { opinions: { who: 'VARCHAR', thing: 'VARCHAR', stars: 'DOUBLE' } };
    await database.query(
      `CREATE TABLE opinions AS SELECT * FROM (VALUES ('kim', 'p', 2e0), ('abe', 'q', 3e0), ('kim', 'q', 4e0)) AS t(who, thing, stars)`,
    );
    const reviews: Mapping = { reviews: { table: 'opinions', user: 'who', item: 'thing', rating: 'stars' } };
    const keys = async (mapping: Mapping, kind: NameKind) => {
      for (const statement of viewStatements(mapping, columns)) await database.query(statement);
      const data = await datasetOf(database, mapping, SETTINGS, columns);
      const rows = await rowsOf(database, namesSql(kind, data, duckdb, 9));
      return rows.map(({ key }) => key);
    };
    expect(await keys(reviews, 'item')).toEqual(['q', 'p']);
    expect(await keys(reviews, 'user')).toEqual(['kim', 'abe']);
    expect(await keys(reviews, 'category')).toEqual([]);
    expect(await keys({}, 'item')).toEqual([]);
  });
});

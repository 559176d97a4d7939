import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import type { Column } from '../shared/columns.ts';
import { ROW, needs, ownColumns } from '../shared/columns.ts';
import { otherTable, pairs } from '../shared/hints.ts';
import { inOrder } from '../shared/select.ts';
import { otherNeeds, otherSql, tableOf } from '../shared/tables.ts';
import { matched } from './match.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** The other table, and which of its columns fill which of ours; those not named go by their own name. */
const params = v.object({
  table: otherTable,
  pairs: pairs({ values: 'table-column', to: 'column' }),
  others: v.optional(v.picklist(['leave', 'add']), 'leave'),
});

const empty = (columns: readonly Column[], sql: Dialect): string =>
  columns.map(({ name, type }) => `, CAST(NULL AS ${type}) AS ${sql.identifier(name)}`).join('');

/** Their rows as ours, numbered after the last of them. */
function theirRows(
  input: Shape,
  other: Shape,
  sources: ReadonlyMap<string, string>,
  added: readonly Column[],
  sql: Dialect,
): string {
  const filled = ownColumns(input).map(({ name, type }) => {
    const source = sources.get(name);
    return `, CAST(${source === undefined ? 'NULL' : `__t.${sql.identifier(source)}`} AS ${type})`;
  });
  const more = added.map(({ name }) => `, __t.${sql.identifier(name)}`);
  const last = `(SELECT coalesce(max(${sql.identifier(ROW)}), -1) FROM input)`;
  return `SELECT ${last} + row_number() OVER ()${[...filled, ...more].join('')} FROM ${otherSql(other.name, sql)} __t`;
}

/** The rows of another table come after those of this one. */
export default defineOperation<typeof params, TextKey>({
  id: 'union',
  version: 1,
  group: 'tables',
  params,
  needs: ({ table, pairs }) => [
    ...needs(pairs.map(({ to }) => to)),
    ...otherNeeds(
      table,
      pairs.map(({ from }) => from),
    ),
  ],
  sql({ table, pairs, others }, input, sql, tables) {
    const other = tableOf(tables, table, 'union');
    const { sources, rest } = matched(pairs, input, other);
    const added = others === 'add' ? rest : [];
    const row = sql.identifier(ROW);
    const ours = `SELECT ${row}, * EXCLUDE (${row})${empty(added, sql)} FROM input`;
    const unfilled = ownColumns(input).length - sources.size;
    return {
      select: `SELECT * FROM (\n${ours}\nUNION ALL\n${theirRows(input, other, sources, added, sql)}\n)\n${inOrder(sql)}`,
      touched: 'FALSE',
      figures: `SELECT CAST(count(*) AS DOUBLE) AS added, ${unfilled}e0 AS unfilled, ${rest.length - added.length}e0 AS unused FROM ${otherSql(table, sql)}`,
    };
  },
  describe: ({ table }, text) => text('step', { table }),
  texts,
});

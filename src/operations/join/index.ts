import * as v from 'valibot';
import { defineOperation } from '../../contract/operation.ts';
import type { StepSql } from '../../contract/operation.ts';
import { ROW, needs, required } from '../shared/columns.ts';
import { columns, otherTable, pairs, text } from '../shared/hints.ts';
import { otherNeeds, tableOf } from '../shared/tables.ts';
import { broughtColumns } from './brought.ts';
import type { Link } from './link.ts';
import { linkOf } from './link.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** The other table, the columns that must agree, and what it brings (none named: all but its keys). */
const params = v.object({
  table: otherTable,
  keys: pairs({ values: 'column', to: 'table-column' }),
  kind: v.optional(v.picklist(['left', 'inner']), 'left'),
  columns: columns('table-column'),
  prefix: text(),
  partners: v.optional(v.picklist(['all', 'first']), 'all'),
});

type Params = v.InferOutput<typeof params>;

/** Rows that are dropped, get values, or are repeated. */
function touched({ kind, partners }: Params, brings: boolean, { row, counts }: Link): string {
  const withAtLeast = (least: number) => `${row} IN (SELECT __row FROM (${counts}) WHERE __n >= ${least})`;
  if (kind === 'inner' && brings) return 'TRUE';
  const repeated = partners === 'all' ? withAtLeast(2) : 'FALSE';
  if (kind === 'left') return brings ? withAtLeast(1) : repeated;
  return `NOT ${withAtLeast(1)} OR ${repeated}`;
}

const figures = ({
  counts,
  lonely,
}: Link): string => `SELECT CAST(count(*) FILTER (WHERE __n > 0) AS DOUBLE) AS matched,
  CAST(count(*) FILTER (WHERE __n = 0) AS DOUBLE) AS unmatched,
  CAST(count(*) FILTER (WHERE __n > 1) AS DOUBLE) AS several,
  CAST(coalesce(max(__n), 0) AS DOUBLE) AS most,
  (SELECT CAST(count(*) AS DOUBLE) FROM ${lonely}) AS others
FROM (${counts})`;

/** Each row gets the columns of its partners in another table; a row with several partners is repeated. */
export default defineOperation<typeof params, TextKey>({
  id: 'join',
  version: 1,
  group: 'tables',
  params,
  needs: ({ table, keys, columns }) => [
    ...needs(keys.map(({ from }) => from)),
    ...otherNeeds(table, [...keys.map(({ to }) => to), ...columns]),
  ],
  sql(params, input, sql, tables): StepSql {
    const other = tableOf(tables, params.table, 'join');
    const keys = required(params.keys, 'join', 'keys');
    const brought = broughtColumns(params, input, other);
    const link = linkOf(keys, { input, other, brought, firstOnly: params.partners === 'first' }, sql);
    const row = sql.identifier(ROW);
    const made = brought.map(({ as }, n) => `, __other.__c${n} AS ${sql.identifier(as)}`).join('');
    return {
      select: `SELECT input.${row}, input.* EXCLUDE (${row})${made}
FROM input ${params.kind === 'left' ? 'LEFT JOIN' : 'JOIN'} (${link.partners}) __other ON ${link.on}
ORDER BY input.${row}, __other.__at`,
      touched: touched(params, brought.length > 0, link),
      figures: figures(link),
    };
  },
  describe: ({ table, keys, kind }, text) =>
    text(kind, { table, keys: keys.map(({ from, to }) => (from === to ? from : `${from} = ${to}`)).join(', ') }),
  texts,
});

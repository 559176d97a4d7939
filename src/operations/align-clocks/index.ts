import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { ROW, columnOf, needs, required } from '../shared/columns.ts';
import { column, text } from '../shared/hints.ts';
import { selectRows } from '../shared/select.ts';
import { equalsText } from '../shared/values.ts';
import { secondsOf } from './offset.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** The time column, how far it is shifted, and of which source: rows whose column holds that value, or all. */
const params = v.object({
  column: column('column:time'),
  offset: text(),
  where: column(),
  value: text(),
});

type Params = v.InferOutput<typeof params>;

function isShifted({ column, where, value }: Params, input: Shape, sql: Dialect): string {
  const some = `input.${sql.identifier(column)} IS NOT NULL`;
  if (!where) return some;
  return `(${some} AND coalesce(${equalsText(columnOf(input, where), value, sql)}, FALSE))`;
}

/** Rows that come at another place once all are sorted by time. */
const moved = (own: string, shifted: string, row: string): string => `SELECT CAST(count(*) AS DOUBLE) FROM (
  SELECT row_number() OVER (ORDER BY __old NULLS LAST, __row) <> row_number() OVER (ORDER BY __new NULLS LAST, __row) AS __moved
  FROM (SELECT input.${row} AS __row, ${own} AS __old, ${shifted} AS __new FROM input)
) WHERE __moved`;

/** The clock of one source is put right by a fixed offset. */
export default defineOperation<typeof params, TextKey>({
  id: 'align-clocks',
  version: 1,
  group: 'tables',
  params,
  needs: ({ column, where }) => [...needs([column], ['timestamp']), ...needs([where])],
  sql(params, input, sql) {
    const { name } = columnOf(input, required(params.column, 'align-clocks', 'column'));
    const seconds = secondsOf(required(params.offset, 'align-clocks', 'offset'));
    const hit = isShifted(params, input, sql);
    const own = `input.${sql.identifier(name)}`;
    const shifted = `CASE WHEN ${hit} THEN ${sql.addSeconds(own, seconds)} ELSE ${own} END`;
    return {
      select: selectRows(sql, { replace: [{ name, sql: shifted }] }),
      touched: seconds === 0 ? 'FALSE' : hit,
      figures: `SELECT (${moved(own, shifted, sql.identifier(ROW))}) AS moved`,
    };
  },
  describe: ({ column, offset, where, value }, text) =>
    text(where ? 'step.where' : 'step', { column, offset: offset.trim(), where, value }),
  texts,
});

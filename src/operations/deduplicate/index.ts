import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { ROW, columnOf, needs, ownColumns } from '../shared/columns.ts';
import { columns } from '../shared/hints.ts';
import { inOrder, selectRows } from '../shared/select.ts';
import { listed } from '../shared/words.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** By which columns rows are the same (none named: all of them), and which of them stays. */
const params = v.object({
  columns: columns(),
  keep: v.optional(v.picklist(['first', 'last']), 'first'),
});

type Params = v.InferOutput<typeof params>;

/** One row's number and count for each set of rows that are the same; missing values are the same as each other. */
function groups({ columns, keep }: Params, input: Shape, sql: Dialect): string {
  const chosen = columns.map((name) => columnOf(input, name));
  const keys = (chosen.length > 0 ? chosen : ownColumns(input)).map(({ name }) => sql.identifier(name));
  const row = sql.identifier(ROW);
  return `SELECT ${keep === 'first' ? 'min' : 'max'}(${row}) AS __kept, count(*) AS __size FROM input GROUP BY ${keys.join(', ')}`;
}

/** Of rows that are the same, in all columns or in those named, one is left. */
export default defineOperation<typeof params, TextKey>({
  id: 'deduplicate',
  version: 1,
  group: 'rows',
  params,
  needs: ({ columns }) => needs(columns),
  sql(params, input, sql) {
    const same = groups(params, input, sql);
    const isKept = `${sql.identifier(ROW)} IN (SELECT __kept FROM (${same}))`;
    return {
      select: selectRows(sql, { tail: `WHERE ${isKept}\n${inOrder(sql)}` }),
      touched: `NOT ${isKept}`,
      figures: `SELECT CAST(count(*) AS DOUBLE) AS sets, CAST(coalesce(max(__size), 0) AS DOUBLE) AS most FROM (${same}) WHERE __size > 1`,
    };
  },
  describe(params, text) {
    const last = params.keep === 'last' ? '.last' : '';
    return params.columns.length > 0
      ? text(`step${last}`, { columns: listed(params.columns, text) })
      : text(`step.all${last}`);
  },
  texts,
});

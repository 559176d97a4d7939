import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import { hasWindow } from '../../sql/expression.ts';
import { ROW } from '../shared/columns.ts';
import { userExpression } from '../shared/expression.ts';
import { text } from '../shared/hints.ts';
import { inOrder, selectRows } from '../shared/select.ts';
import { counted } from '../shared/values.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** The condition in SQL, and what becomes of the rows for which it is true. */
const params = v.object({
  condition: text(),
  action: v.optional(v.picklist(['keep', 'drop']), 'keep'),
});

/** True for the rows that the condition finds; a window may not stand in WHERE, so it is computed beneath. */
function found(condition: string, sql: Dialect): string {
  if (!hasWindow(condition)) return `coalesce(CAST(${condition} AS BOOLEAN), FALSE)`;
  const row = sql.identifier(ROW);
  const judged = `SELECT ${row} AS __row, CAST(${condition} AS BOOLEAN) AS __found FROM input`;
  return `${row} IN (SELECT __row FROM (${judged}) WHERE __found)`;
}

/** Keeps the rows for which a condition is true, or drops them. Where it is unknown (null) it is not true. */
export default defineOperation<typeof params, TextKey>({
  id: 'filter',
  version: 1,
  group: 'rows',
  params,
  needs: () => [],
  sql({ condition: written, action }, _input, sql) {
    const condition = userExpression(written, 'filter', 'condition');
    const isFound = found(condition, sql);
    const stays = action === 'keep' ? isFound : `NOT ${isFound}`;
    const goes = action === 'keep' ? `NOT ${isFound}` : isFound;
    const order = hasWindow(written) ? `\n${inOrder(sql)}` : '';
    return {
      select: selectRows(sql, { tail: `WHERE ${stays}${order}` }),
      touched: goes,
      figures: `SELECT ${counted('__found IS NULL')} AS unknown FROM (SELECT CAST(${condition} AS BOOLEAN) AS __found FROM input)`,
    };
  },
  describe: ({ condition, action }, text) => text(action, { condition: condition.trim() }),
  texts,
});

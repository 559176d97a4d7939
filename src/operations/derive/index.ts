import * as v from 'valibot';
import { defineOperation } from '../../contract/operation.ts';
import { hasWindow } from '../../sql/expression.ts';
import { checkNewName, ownColumns, required } from '../shared/columns.ts';
import { userExpression } from '../shared/expression.ts';
import { text } from '../shared/hints.ts';
import { differs, inOrder, selectRows } from '../shared/select.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** The column's name and the expression in SQL that makes it. A column that is there already is replaced. */
const params = v.object({ name: text(), expression: text() });

/** A column calculated from the others of its row. */
export default defineOperation<typeof params, TextKey>({
  id: 'derive',
  version: 1,
  group: 'columns',
  params,
  needs: () => [],
  sql({ name, expression: written }, input, sql) {
    required(name, 'derive', 'name');
    const names = ownColumns(input).map((column) => column.name);
    const expression = userExpression(written, 'derive', 'expression');
    const tail = hasWindow(written) ? inOrder(sql) : '';
    const made = [{ name, sql: expression }];
    if (names.includes(name)) {
      const own = `CAST(${sql.identifier(name)} AS VARCHAR)`;
      return {
        select: selectRows(sql, { replace: made, tail }),
        touched: differs(`CAST(${expression} AS VARCHAR)`, own),
      };
    }
    checkNewName(name, names);
    return { select: selectRows(sql, { add: made, tail }), touched: `${expression} IS NOT NULL` };
  },
  describe: ({ name, expression }, text) => text('step', { name, expression: expression.trim() }),
  texts,
});

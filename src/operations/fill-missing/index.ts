import { defineOperation } from '../../contract/operation.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Column } from '../shared/columns.ts';
import { columnOf, needs, required } from '../shared/columns.ts';
import { isPatched, patched, patchedOr } from '../shared/patch.ts';
import { counted } from '../shared/values.ts';
import { fillings, known } from './methods.ts';
import type { Params } from './params.ts';
import { isNumeric, isOrdered, params } from './params.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** How many values stay missing: there was nothing to fill them from. */
const left = (column: Column, params: Params, patch: string, sql: Dialect): string =>
  `SELECT ${counted(`${known(column, params, sql)} IS NULL`)} - (SELECT ${counted()} FROM (${patch})) AS unfilled FROM input`;

/** Missing values are filled with a constant, a figure of the column (and group), or from the rows before and after. */
export default defineOperation<typeof params, TextKey>({
  id: 'fill-missing',
  version: 1,
  group: 'values',
  params,
  needs: (params) => [
    ...needs([params.column], isNumeric(params) ? ['integer', 'number'] : undefined),
    ...needs([isOrdered(params) ? params.order : '', params.method === 'constant' ? '' : params.group]),
  ],
  sql(params, input, sql) {
    const column = columnOf(input, required(params.column, 'fill-missing', 'column'));
    const patch = fillings(column, params, input, sql);
    return {
      select: patched(sql, patch, { column: column.name, value: patchedOr(sql.identifier(column.name)) }),
      touched: isPatched(sql, patch),
      figures: left(column, params, patch, sql),
    };
  },
  describe(params, text) {
    const { column, method, value, group, order } = params;
    const key = (isOrdered(params) && order ? `${method}.ordered` : method) as TextKey;
    const step = text(key, { column, value, order });
    return group && method !== 'constant' ? text('grouped', { step, group }) : step;
  },
  texts,
});

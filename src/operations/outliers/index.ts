import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape, StepSql } from '../../contract/operation.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Column } from '../shared/columns.ts';
import { checkNewName, columnOf, needs, ownColumns, required } from '../shared/columns.ts';
import { isPatched, patched, patchedOr } from '../shared/patch.ts';
import { inOrder, selectRows } from '../shared/select.ts';
import { counted } from '../shared/values.ts';
import { judged } from './bounds.ts';
import type { Params } from './params.ts';
import { params, thresholdOf } from './params.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

const flagName = ({ into, column }: Params): string => into || `${column}_outlier`;

/** The nearest value within the bounds that a column of this type can hold. */
function nearest({ type }: Column): string {
  const isWhole = columnTypeOf(type) === 'integer';
  const [low, high] = isWhole ? ['ceil(__low)', 'floor(__high)'] : ['__low', '__high'];
  return `CAST(CASE WHEN __v < __low THEN ${low} ELSE ${high} END AS ${type})`;
}

function outcome(params: Params, input: Shape, column: Column, patch: string, sql: Dialect): string {
  const own = sql.identifier(column.name);
  if (params.action === 'cap') return patched(sql, patch, { column: column.name, value: patchedOr(own) });
  if (params.action === 'drop') return selectRows(sql, { tail: `WHERE NOT ${isPatched(sql, patch)}\n${inOrder(sql)}` });
  const names = ownColumns(input).map(({ name }) => name);
  checkNewName(flagName(params), names);
  return patched(sql, patch, { column: flagName(params), value: '__patch.__row IS NOT NULL', add: true });
}

function step(params: Params, input: Shape, sql: Dialect): StepSql {
  const column = columnOf(input, required(params.column, 'outliers', 'column'));
  const rows = judged(params, input, sql);
  const patch = `SELECT __row, ${nearest(column)} AS __value FROM (${rows}) WHERE __v < __low OR __v > __high`;
  return {
    select: outcome(params, input, column, patch, sql),
    touched: isPatched(sql, patch),
    figures: `SELECT ${counted('__v < __low')} AS below, ${counted('__v > __high')} AS above, ${counted('__low IS NULL')} AS unjudged FROM (${rows})`,
  };
}

/** Values far from the others of their column (and group) are marked, drawn in to the bound, or dropped with their rows. */
export default defineOperation<typeof params, TextKey>({
  id: 'outliers',
  version: 1,
  group: 'rows',
  params,
  needs: ({ column, group }) => [...needs([column], ['integer', 'number']), ...needs([group])],
  sql: step,
  describe(params, text) {
    const { column, group, method, action } = params;
    const rule = text(`rule.${method}`, { threshold: thresholdOf(params) });
    const step = text(action, { column, rule });
    return group ? text('grouped', { step, group }) : step;
  },
  texts,
});

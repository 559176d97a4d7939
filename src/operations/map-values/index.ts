import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Column } from '../shared/columns.ts';
import { columnOf, needs, required } from '../shared/columns.ts';
import { column, pairs, text } from '../shared/hints.ts';
import { differs, selectRows } from '../shared/select.ts';
import { equalsText, fits, valueOf } from '../shared/values.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** Which values become which; an empty text on the right makes the value missing. */
const params = v.object({
  column: column(),
  pairs: pairs(),
  others: v.optional(v.picklist(['keep', 'missing', 'value']), 'keep'),
  value: text(),
});

type Params = v.InferOutput<typeof params>;

/** The column keeps its type where all new values fit it, and becomes text otherwise. */
function newType({ type }: Column, { pairs, others, value }: Params): string {
  const made = [...pairs.map(({ to }) => to), ...(others === 'value' ? [value] : [])].filter((to) => to !== '');
  const stays = columnTypeOf(type) !== undefined && made.every((to) => fits({ name: '', type }, to));
  return stays ? type : 'VARCHAR';
}

function mapped(target: Column, params: Params, sql: Dialect): string {
  const type = newType(target, params);
  const made = (to: string) => (to === '' ? `CAST(NULL AS ${type})` : valueOf({ name: '', type }, to, sql));
  const own = `input.${sql.identifier(target.name)}`;
  const kept = type === target.type ? own : `CAST(${own} AS ${type})`;
  const others = { keep: kept, missing: `CAST(NULL AS ${type})`, value: made(params.value) }[params.others];
  const cases = params.pairs.map(({ from, to }) => `WHEN ${equalsText(target, from, sql)} THEN ${made(to)}`);
  // What is missing stays missing: filling it is another step.
  return `CASE WHEN ${own} IS NULL THEN NULL ${cases.join(' ')} ELSE ${others} END`;
}

/** Values of a column become others, by a list. */
export default defineOperation<typeof params, TextKey>({
  id: 'map-values',
  version: 1,
  group: 'values',
  params,
  needs: ({ column }) => needs([column]),
  sql(params, input, sql) {
    const target = columnOf(input, required(params.column, 'map-values', 'column'));
    if (params.others === 'keep') required(params.pairs, 'map-values', 'pairs');
    const made = mapped(target, params, sql);
    const own = `CAST(input.${sql.identifier(target.name)} AS VARCHAR)`;
    return {
      select: selectRows(sql, { replace: [{ name: target.name, sql: made }] }),
      touched: differs(`CAST(${made} AS VARCHAR)`, own),
    };
  },
  describe: ({ column, pairs, others, value }, text) => text(`step.${others}`, { column, count: pairs.length, value }),
  texts,
});

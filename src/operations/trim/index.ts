import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { BLANK_RUN, trimmedSql } from '../shared/blanks.ts';
import { columnOf, columnsOfType, needs } from '../shared/columns.ts';
import { columns } from '../shared/hints.ts';
import type { Made } from '../shared/select.ts';
import { anyDiffers, selectRows } from '../shared/select.ts';
import { listed } from '../shared/words.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** Which columns, and how far; no column named means every text column. */
const params = v.object({
  columns: columns('column:text'),
  inner: v.optional(v.boolean(), false),
  empty: v.optional(v.picklist(['keep', 'missing']), 'keep'),
});

type Params = v.InferOutput<typeof params>;

function trimmed(name: string, { inner, empty }: Params, sql: Dialect): Made {
  const ends = trimmedSql(sql.identifier(name), sql);
  const runs = inner ? `regexp_replace(${ends}, ${sql.literal(BLANK_RUN)}, ' ', 'g')` : ends;
  return { name, sql: empty === 'missing' ? `nullif(${runs}, '')` : runs };
}

function changes(params: Params, input: Shape, sql: Dialect): Made[] {
  const chosen = params.columns.map((name) => columnOf(input, name));
  const targets = chosen.length > 0 ? chosen : columnsOfType(input, 'text');
  return targets.map(({ name }) => trimmed(name, params, sql));
}

/** Blanks at both ends of a text, of every script's kind, are cut off. */
export default defineOperation<typeof params, TextKey>({
  id: 'trim',
  version: 1,
  group: 'values',
  params,
  needs: (params) => needs(params.columns, ['text']),
  sql(params, input, sql) {
    const replace = changes(params, input, sql);
    return { select: selectRows(sql, { replace }), touched: anyDiffers(sql, replace) };
  },
  describe: (params, text) =>
    params.columns.length > 0 ? text('step', { columns: listed(params.columns, text) }) : text('step.all'),
  texts,
});

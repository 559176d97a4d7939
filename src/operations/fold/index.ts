import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { columnOf, columnsOfType, needs } from '../shared/columns.ts';
import { columns } from '../shared/hints.ts';
import type { Made } from '../shared/select.ts';
import { anyDiffers, selectRows } from '../shared/select.ts';
import { listed } from '../shared/words.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** What is made alike in texts; no column named means every text column. */
const params = v.object({
  columns: columns('column:text'),
  case: v.optional(v.picklist(['lower', 'upper', 'keep']), 'lower'),
  width: v.optional(v.boolean(), true),
  accents: v.optional(v.boolean(), false),
});

type Params = v.InferOutput<typeof params>;

const FULL_WIDTH = Array.from({ length: 0xff5e - 0xff01 + 1 }, (_, n) => 0xff01 + n);
const IDEOGRAPHIC_SPACE = 0x3000;
/** The full-width forms of ASCII lie this far above it. */
const SHIFT = 0xfee0;
const FULL = String.fromCodePoint(IDEOGRAPHIC_SPACE, ...FULL_WIDTH);
const HALF = ` ${String.fromCodePoint(...FULL_WIDTH.map((code) => code - SHIFT))}`;

/** DuckDB builds the table anew for each row: texts of ASCII, whose bytes are as many as their characters, are let past. */
const halfWidth = (text: string, sql: Dialect): string =>
  `CASE WHEN strlen(${text}) = length(${text}) THEN ${text} ELSE translate(${text}, ${sql.literal(FULL)}, ${sql.literal(HALF)}) END`;

function folded(name: string, params: Params, sql: Dialect): Made {
  let text = sql.identifier(name);
  if (params.width) text = halfWidth(text, sql);
  // Case comes first: a capital's small form may still bear an accent.
  if (params.case !== 'keep') text = `${params.case}(${text})`;
  if (params.accents) text = `strip_accents(${text})`;
  return { name, sql: text };
}

function changes(params: Params, input: Shape, sql: Dialect): Made[] {
  const chosen = params.columns.map((name) => columnOf(input, name));
  const targets = chosen.length > 0 ? chosen : columnsOfType(input, 'text');
  return targets.map(({ name }) => folded(name, params, sql));
}

/** Texts that differ only in case, width or accents become the same. */
export default defineOperation<typeof params, TextKey>({
  id: 'fold',
  version: 1,
  group: 'values',
  params,
  needs: ({ columns }) => needs(columns, ['text']),
  sql(params, input, sql) {
    const replace = changes(params, input, sql);
    return { select: selectRows(sql, { replace }), touched: anyDiffers(sql, replace) };
  },
  describe(params, text) {
    const { columns, width, accents } = params;
    const done = [params.case !== 'keep' && params.case, width && 'width', accents && 'accents'] as const;
    const what = done.filter((each) => each !== false).map((each) => text(`does.${each}`));
    const where = columns.length > 0 ? listed(columns, text) : text('all');
    return text('step', { what: what.length > 0 ? what.join(text('list')) : text('does.nothing'), columns: where });
  },
  texts,
});

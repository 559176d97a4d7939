import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { checkNewName, columnOf, needs, ownColumns, required } from '../shared/columns.ts';
import { column, text } from '../shared/hints.ts';
import type { Made } from '../shared/select.ts';
import { selectRows } from '../shared/select.ts';
import { counted } from '../shared/values.ts';
import { listed } from '../shared/words.ts';
import { isRegularExpression } from './pattern.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** What parts the pieces, and the columns that they go to; the last column takes the rest. */
const params = v.object({
  column: column('column:text'),
  separator: text(','),
  regex: v.optional(v.boolean(), false),
  into: v.optional(v.array(v.string()), () => []),
  keep: v.optional(v.boolean(), true),
});

type Params = v.InferOutput<typeof params>;

interface Parts {
  /** The pieces, as a list. */
  pieces: string;
  /** What stands between the first n pieces and the n pieces themselves, as a count of characters. */
  before(n: number): string;
}

function parts(own: string, { separator, regex }: Params, sql: Dialect): Parts {
  const by = sql.literal(separator);
  const pieces = regex ? `string_split_regex(${own}, ${by})` : `string_split(${own}, ${by})`;
  const characters = (list: string) => `length(array_to_string(${list}, ''))`;
  const between = (n: number) =>
    regex ? characters(`regexp_extract_all(${own}, ${by})[1:${n}]`) : String(n * [...separator].length);
  return { pieces, before: (n) => `${characters(`${pieces}[1:${n}]`)} + ${between(n)}` };
}

/** The last column gets everything from its piece on, separators too, so that nothing is lost. */
function piece(own: string, n: number, count: number, { pieces, before }: Parts): string {
  if (n < count - 1) return `${pieces}[${n + 1}]`;
  if (n === 0) return own;
  return `CASE WHEN len(${pieces}) > ${n} THEN substring(${own}, ${before(n)} + 1) END`;
}

function check({ column, separator, regex, into, keep }: Params, input: Shape): void {
  columnOf(input, required(column, 'split', 'column'));
  required(separator, 'split', 'separator');
  if (regex && !isRegularExpression(separator)) throw new AppError('recipe.bad-pattern', { pattern: separator });
  const names = ownColumns(input).map(({ name }) => name);
  const taken = keep ? names : names.filter((name) => name !== column);
  for (const name of required(into, 'split', 'into')) {
    checkNewName(name, taken);
    taken.push(name);
  }
}

/** A text is cut at a separator, and its pieces become columns of their own. */
export default defineOperation<typeof params, TextKey>({
  id: 'split',
  version: 1,
  group: 'columns',
  params,
  needs: ({ column }) => needs([column], ['text']),
  sql(params, input, sql) {
    check(params, input);
    const { column, into, keep } = params;
    const own = sql.identifier(column);
    const cut = parts(own, params, sql);
    const add: Made[] = into.map((name, n) => ({ name, sql: piece(own, n, into.length, cut) }));
    const size = `len(${cut.pieces})`;
    return {
      select: selectRows(sql, { add, leave: keep ? [] : [column] }),
      touched: `${own} IS NOT NULL`,
      figures: `SELECT ${counted(`__size < ${into.length}`)} AS fewer, ${counted(`__size > ${into.length}`)} AS more FROM (SELECT ${size} AS __size FROM input)`,
    };
  },
  describe: ({ column, into, separator }, text) => text('step', { column, separator, columns: listed(into, text) }),
  texts,
});

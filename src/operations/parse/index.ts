import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import { trimmedSql } from '../shared/blanks.ts';
import { columnOf, needs, required } from '../shared/columns.ts';
import { differs, selectRows } from '../shared/select.ts';
import { counted } from '../shared/values.ts';
import { numberSql } from './numbers.ts';
import type { Params } from './params.ts';
import { params } from './params.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';
import { timeSql } from './times.ts';

const TRUE = ['true', 't', 'yes', 'y', '1', 'on', '是', '真', '对'];
const FALSE = ['false', 'f', 'no', 'n', '0', 'off', '否', '假', '错'];

const oneOf = (value: string, texts: readonly string[], sql: Dialect): string =>
  `${value} IN (${texts.map((text) => sql.literal(text)).join(', ')})`;

const booleanSql = (value: string, sql: Dialect): string =>
  `CASE WHEN ${oneOf(`lower(${value})`, TRUE, sql)} THEN TRUE WHEN ${oneOf(`lower(${value})`, FALSE, sql)} THEN FALSE END`;

function readingOf(value: string, params: Params, sql: Dialect): string {
  if (params.to === 'boolean') return booleanSql(value, sql);
  if (params.to === 'timestamp' || params.to === 'date') return timeSql(value, params, sql);
  return numberSql(value, params.to, params.decimal, sql);
}

/** True for the spellings of a missing value; never null but for null. */
function isMissing(value: string, { nulls }: Params, sql: Dialect): string {
  const spellings = nulls.map((text) => text.trim().toLowerCase());
  return spellings.length > 0 ? oneOf(`lower(${value})`, spellings, sql) : 'FALSE';
}

/** The texts of a column are read as numbers, times or booleans. What can't be read becomes missing, and is counted. */
export default defineOperation<typeof params, TextKey>({
  id: 'parse',
  version: 1,
  group: 'values',
  params,
  needs: ({ column }) => needs([column], ['text']),
  sql(params, input, sql) {
    const { name } = columnOf(input, required(params.column, 'parse', 'column'));
    const own = sql.identifier(name);
    const value = trimmedSql(own, sql);
    const missing = isMissing(value, params, sql);
    const parsed = `CASE WHEN ${missing} THEN NULL ELSE ${readingOf(value, params, sql)} END`;
    const judged = `SELECT ${own} IS NOT NULL AS __some, ${missing} AS __missing, ${parsed} IS NULL AS __lost FROM input`;
    return {
      select: selectRows(sql, { replace: [{ name, sql: parsed }] }),
      touched: differs(`CAST(${parsed} AS VARCHAR)`, own),
      figures: `SELECT ${counted('NOT __lost')} AS parsed, ${counted('__some AND __lost AND NOT __missing')} AS unparsed, ${counted('__missing')} AS missing FROM (${judged})`,
    };
  },
  describe: ({ column, to, format }, text) =>
    text(format && (to === 'date' || to === 'timestamp') ? 'step.format' : 'step', {
      column,
      to: text(`as.${to}`),
      format,
    }),
  texts,
});

import type { Dialect } from '../../contract/dialect.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

const DATES = {
  ymd: ['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d', '%Y%m%d', '%Y年%m月%d日'],
  dmy: ['%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y', '%d/%m/%y', '%d.%m.%y'],
  mdy: ['%m/%d/%Y', '%m-%d-%Y', '%m.%d.%Y', '%m/%d/%y'],
};
/** Dates that can be read in one way only. */
const PLAIN = ['%d %b %Y', '%d-%b-%Y', '%b %d, %Y', '%d %B %Y', '%B %d, %Y'];
const TIMES = ['', ' %H:%M', ' %H:%M:%S', ' %H:%M:%S.%f', ' %I:%M %p', ' %I:%M:%S %p'];
/** Nothing but what ISO 8601 writes: DuckDB's own cast also takes words such as `epoch`. */
const ISO = '\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?( ?(Z|UTC|[+-]\\d{2}(:?\\d{2})?))?)?';
const CODES = /^(?:[^%]|%-?[aAbBcdfgGHIjmMnpSuUVwWxXyYzZ]|%%)*$/;

function formats({ format, order }: Params): string[] {
  if (format === '')
    return [...new Set([...DATES.ymd, ...DATES[order], ...PLAIN])].flatMap((date) => TIMES.map((time) => date + time));
  if (!CODES.test(format) || !format.includes('%')) throw new AppError('recipe.bad-format', { format });
  return [format];
}

/** A text as TIMESTAMP in UTC or DATE, null where it is none: by the format, or by ISO and a list of usual ones. */
export function timeSql(value: string, params: Params, sql: Dialect): string {
  const list = formats(params).map((format) => sql.literal(format));
  const read = `try_strptime(${value}, ${list.length > 1 ? `[${list.join(', ')}]` : list[0]!})`;
  // A format with an offset gives a time with a zone; this takes both. And strptime itself knows words such as `epoch`.
  const listed = `CASE WHEN regexp_matches(${value}, '[0-9]') THEN make_timestamp(epoch_us(${read})) END`;
  // A cast to TIMESTAMP would leave the offset out of account.
  const zoned = `make_timestamp(epoch_us(TRY_CAST(${value} AS TIMESTAMP WITH TIME ZONE)))`;
  const iso = `CASE WHEN regexp_full_match(${value}, ${sql.literal(ISO)}) THEN ${zoned} END`;
  const time = params.format === '' ? `coalesce(${iso}, ${listed})` : listed;
  return params.to === 'date' ? `CAST(${time} AS DATE)` : time;
}

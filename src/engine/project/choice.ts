import type { ImportOptions } from '../../contract/import.ts';
import type { Choice } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { epochUnits } from '../../data/time-units.ts';
import { duckdb } from '../../sql/duckdb.ts';

/** Shares are told apart to a millionth. */
const buckets = 1_000_000;

/** True where the options take less than the whole file. */
export const takesLess = ({ columns, between, sample }: ImportOptions): boolean =>
  columns !== undefined || between !== undefined || sample !== undefined;

/** What the options take of a batch, `before` rows after the file's first one. Throws `import.bad-choice`. */
export function choiceOf(options: ImportOptions, before: number): Choice {
  const { columns, between, sample } = options;
  if (columns?.length === 0) throw new AppError('import.bad-choice', { option: 'columns', value: '[]' });
  const conditions = [...(between ? withinTime(between) : []), ...(sample ? [inSample(sample, before)] : [])];
  return {
    columns: columns?.map(duckdb.identifier).join(', ') ?? '*',
    where: conditions.length > 0 ? conditions.join(' AND ') : 'true',
  };
}

/** A column of times or, as logs have it, of seconds, milliseconds or microseconds since 1970. */
function withinTime({ column, from, to }: NonNullable<ImportOptions['between']>): string[] {
  const text = `CAST(${duckdb.identifier(column)} AS VARCHAR)`;
  const time = `coalesce(TRY_CAST(${text} AS TIMESTAMP), ${epochTime(`TRY_CAST(${text} AS DOUBLE)`)})`;
  const bound = (value: string | undefined, sign: string) =>
    value === undefined ? [] : [`${time} ${sign} ${timestamp(value)}`];
  return [...bound(from, '>='), ...bound(to, '<')];
}

function timestamp(value: string): string {
  const ms = Date.parse(
    /^\d{4}-\d\d-\d\d[ T]\d/.test(value) && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value,
  );
  if (Number.isNaN(ms)) throw new AppError('import.bad-choice', { option: 'between', value });
  return duckdb.timestamp(ms);
}

/** The unit by magnitude, value by value. */
function epochTime(number: string): string {
  const cases = epochUnits.map(
    ({ from, before, micros }) =>
      `WHEN ${number} >= ${from} AND ${number} < ${before} THEN make_timestamp(CAST(${number} * ${micros} AS BIGINT))`,
  );
  return `CASE ${cases.join(' ')} END`;
}

/** MD5 rather than the engine's own hash: the same sample in every version. */
function inSample({ share, seed = 1, by }: NonNullable<ImportOptions['sample']>, before: number): string {
  if (!(share > 0 && share <= 1)) throw new AppError('import.bad-choice', { option: 'sample.share', value: share });
  const key = by === undefined ? `rowid + ${before}` : duckdb.identifier(by);
  return `md5_number_lower(concat(${seed}, ':', ${key})) % ${buckets} < ${Math.round(share * buckets)}`;
}

import type { Dialect } from '../contract/dialect.ts';
import { AppError } from '../core/errors.ts';
import { quoteIdentifier, quoteText } from '../core/quote.ts';

const NUL = '\u0000';

/** DuckDB ends an SQL text at a NUL, so an identifier can't hold one. */
function identifier(name: string): string {
  if (name.includes(NUL)) throw new AppError('data.bad-name', { name: name.replaceAll(NUL, '␀') });
  return quoteIdentifier(name);
}

/** A NUL would end the statement, so it is spliced in by chr(0). */
const textLiteral = (text: string): string =>
  text.includes(NUL) ? `(${text.split(NUL).map(quoteText).join(' || chr(0) || ')})` : quoteText(text);

/** A bare `0.1` would be a DECIMAL; the exponent makes it a DOUBLE of exactly the same value. */
function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return `CAST('${value}' AS DOUBLE)`;
  const text = Object.is(value, -0) ? '-0' : String(value);
  if (Number.isSafeInteger(value) && text !== '-0') return text;
  return text.includes('e') ? text : `${text}e0`;
}

function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? numberLiteral(value) : textLiteral(value);
}

/** Written out for the years that ISO can name, so that the SQL on show can be read. */
function timestamp(ms: number): string {
  const iso = new Date(ms).toISOString();
  if (iso.length !== 24) return `make_timestamp(${Math.round(ms) * 1000})`;
  return `TIMESTAMP '${iso.slice(0, 10)} ${iso.slice(11, 23)}'`;
}

const tuple = (expressions: readonly string[]): string => `row(${expressions.join(', ')})`;

/** SQL as DuckDB speaks it, with nothing beyond its core functions. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier,
  literal,
  view: (name) => `canonical.${identifier(name)}`,
  epochMs: (time) => `CAST(epoch_ms(${time}) AS DOUBLE)`,
  timestamp,
  epochUs: (time) => `CAST(epoch_us(${time}) AS DOUBLE)`,
  addSeconds: (time, seconds) => (seconds === 0 ? time : `${time} + INTERVAL (${seconds}) SECOND`),
  dayNumber: (time) => `(CAST(${time} AS DATE) - DATE '1970-01-01')`,
  monthNumber: (time) => `((year(${time}) - 1970) * 12 + month(${time}) - 1)`,
  // The upper 53 of 64 bits: a DOUBLE holds them all.
  hash: (expressions) => `CAST(hash(${expressions.join(', ')}) >> 11 AS DOUBLE)`,
  tuple,
  argMax: (expression, by) => `arg_max(${expression}, ${by.length === 1 ? by[0] : tuple(by)})`,
  quantile: (expression, q) => `quantile_cont(${expression}, ${q})`,
};

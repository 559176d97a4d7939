import type { Dialect } from '../../contract/dialect.ts';

const CURRENCY = '[$€£¥￥₹]';
const SPACES = ' \\x{a0}\\x{202f}\\x{2009}';
/** What may part the thousands, by the decimal sign. */
const GROUPS = { point: `[,'’${SPACES}]`, comma: `[.'’${SPACES}]` };
const DECIMAL = { point: '\\.', comma: ',' };

type Sign = keyof typeof DECIMAL;

/** A currency at either end goes, and a true minus becomes the keyboard's. */
function bare(value: string, sql: Dialect): string {
  const front = `regexp_replace(replace(${value}, '−', '-'), ${sql.literal(`^([+-]?)${CURRENCY}[${SPACES}]*`)}, '\\1')`;
  return `regexp_replace(${front}, ${sql.literal(`[${SPACES}]*${CURRENCY}$`)}, '')`;
}

/** Groups of three digits or none; anything else is no number, so that 1.2.3 doesn't become 123. */
const wholePart = (sign: Sign): string => `(?:\\d{1,3}(?:${GROUPS[sign]}\\d{3})+|\\d+)`;

function integerSql(value: string, sign: Sign, sql: Dialect): string {
  const pattern = `[+-]?${wholePart(sign)}(?:${DECIMAL[sign]}0*)?`;
  const extra = `${GROUPS[sign]}|${DECIMAL[sign]}0*$`;
  const digits = `regexp_replace(${value}, ${sql.literal(extra)}, '', 'g')`;
  return `CASE WHEN regexp_full_match(${value}, ${sql.literal(pattern)}) THEN TRY_CAST(${digits} AS BIGINT) END`;
}

function decimalSql(value: string, sign: Sign, sql: Dialect): string {
  const [point, whole] = [DECIMAL[sign], wholePart(sign)];
  const pattern = `[+-]?(?:${whole}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?[${SPACES}]*%?`;
  const digits = `regexp_replace(${value}, ${sql.literal(`${GROUPS[sign]}|%`)}, '', 'g')`;
  const number = `TRY_CAST(${sign === 'comma' ? `replace(${digits}, ',', '.')` : digits} AS DOUBLE)`;
  return `CASE WHEN regexp_full_match(${value}, ${sql.literal(pattern)}) THEN ${number} / CASE WHEN ends_with(${value}, '%') THEN 100 ELSE 1 END END`;
}

/** A text as BIGINT or DOUBLE, null where it is no such number: thousands may be parted, a currency or % may stand beside. */
export function numberSql(value: string, to: 'integer' | 'number', sign: Sign, sql: Dialect): string {
  const text = bare(value, sql);
  return to === 'integer' ? integerSql(text, sign, sql) : decimalSql(text, sign, sql);
}

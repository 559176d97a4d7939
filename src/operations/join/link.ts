import type { Dialect } from '../../contract/dialect.ts';
import type { Shape } from '../../contract/operation.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Column } from '../shared/columns.ts';
import { ROW, columnOf } from '../shared/columns.ts';
import type { Pair } from '../shared/hints.ts';
import { otherSql } from '../shared/tables.ts';
import type { Brought } from './brought.ts';

/** How the rows of two tables find each other, in SQL. */
export interface Link {
  /** The number of a row of `input`. */
  row: string;
  /** The other table's rows: `__at` their order, `__k0` … their keys, `__c0` … what they bring. */
  partners: string;
  /** The condition between `input` and `__other`; missing keys never agree. */
  on: string;
  /** How many partners (`__n`) each row of `input` (`__row`) has. */
  counts: string;
  /** FROM and WHERE that leave the other table's rows without a partner. */
  lonely: string;
}

interface Sides {
  input: Shape;
  other: Shape;
  brought: readonly Brought[];
  /** Of several partners only the first row of the other table counts. */
  firstOnly: boolean;
}

const NUMBERS = ['integer', 'number'];
const TIMES = ['timestamp', 'date'];

/** Values of like types are compared as they are, others by their texts. */
function areComparable(a: Column, b: Column): boolean {
  const [left, right] = [columnTypeOf(a.type) ?? a.type, columnTypeOf(b.type) ?? b.type];
  return left === right || [NUMBERS, TIMES].some((kind) => kind.includes(left) && kind.includes(right));
}

function equal({ from, to }: Pair, n: number, { input, other }: Sides, sql: Dialect): string {
  const [own, theirs] = [`input.${sql.identifier(from)}`, `__other.__k${n}`];
  if (areComparable(columnOf(input, from), columnOf(other, to))) return `${own} = ${theirs}`;
  return `CAST(${own} AS VARCHAR) = CAST(${theirs} AS VARCHAR)`;
}

/** Numbered by a window: a column of theirs may be called rowid. */
function partnersSql(keys: readonly Pair[], { other, brought, firstOnly }: Sides, sql: Dialect): string {
  const names = [...keys.map(({ to }, n) => [to, `__k${n}`]), ...brought.map(({ name }, n) => [name, `__c${n}`])];
  const columns = names.map(([name, as]) => `__t.${sql.identifier(name!)} AS ${as}`);
  const all = `SELECT row_number() OVER () AS __at, ${columns.join(', ')} FROM ${otherSql(other.name, sql)} __t`;
  const by = keys.map((_, n) => `__k${n}`).join(', ');
  return firstOnly ? `SELECT * FROM (${all}) QUALIFY row_number() OVER (PARTITION BY ${by} ORDER BY __at) = 1` : all;
}

/** Throws `recipe.missing-column` for a key that either table lacks. */
export function linkOf(keys: readonly Pair[], sides: Sides, sql: Dialect): Link {
  const row = sql.identifier(ROW);
  const on = keys.map((key, n) => equal(key, n, sides, sql)).join(' AND ');
  const every = partnersSql(keys, { ...sides, brought: [], firstOnly: false }, sql);
  const names = keys.map((_, n) => `__k${n}`).join(', ');
  // Counted by key first, so that many partners cost no more than few.
  const sizes = `SELECT ${names}, count(*) AS __size FROM (${every}) GROUP BY ${names}`;
  return {
    row,
    partners: partnersSql(keys, sides, sql),
    on,
    counts: `SELECT input.${row} AS __row, coalesce(__other.__size, 0) AS __n FROM input LEFT JOIN (${sizes}) __other ON ${on}`,
    lonely: `(${every}) __other WHERE NOT EXISTS (SELECT 1 FROM input WHERE ${on})`,
  };
}

import type { DatabaseApi } from '../../contract/workers.ts';
import type { ColumnProfile, TableProfile } from '../../data/guess.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { TableShape } from './catalog.ts';
import { qualified } from './names.ts';

const sampleRows = 20_000;
const sampleValues = 20;
/** Rows whose values are looked at themselves. */
const shownRows = 1000;
/** Columns of one query: what the engine plans grows with them faster than what it reads. */
const columnsPerQuery = 50;
/** Beyond these a table is no log that somebody wrote by hand, and names alone must do. */
const profiledColumns = 400;

type Column = TableShape['columns'][number];
type Row = Record<string, unknown>;

/** What the guess of roles needs to know of a table: of its first 20,000 rows, `rows` included, so that shares come out right. */
export async function profileTable(call: Call<DatabaseApi>, table: TableShape): Promise<TableProfile> {
  const columns: ColumnProfile[] = [];
  for (let at = 0; at < table.columns.length; at += columnsPerQuery) {
    const some = table.columns.slice(at, at + columnsPerQuery);
    columns.push(...(at < profiledColumns ? await profileColumns(call, table.name, some) : some.map(unread)));
  }
  return { name: table.name, rows: Math.min(table.rows, sampleRows), columns };
}

const unread = ({ name, type }: Column): ColumnProfile => ({ name, type, distinct: 0, nulls: 0, samples: [] });

async function profileColumns(
  call: Call<DatabaseApi>,
  table: string,
  columns: readonly Column[],
): Promise<ColumnProfile[]> {
  const named = columns.map(({ name, type }, n) => ({ n, column: duckdb.identifier(name), type }));
  const sample = (rows: number) =>
    `(SELECT ${named.map(({ column, n }) => `${column} AS c${n}`).join(', ')} FROM ${qualified(table)} LIMIT ${rows})`;
  const figures = named.map(({ n, type }) => figuresOf(`c${n}`, type, n)).join(',\n');
  const texts = named.map(({ n }) => `c${n}::VARCHAR AS s${n}`).join(', ');
  const [found = {}] = await ask<Row>(call, `SELECT ${figures}\nFROM ${sample(sampleRows)}`);
  const shown = await ask<Row>(call, `SELECT ${texts} FROM ${sample(shownRows)}`);
  return columns.map((column, n) => profile(column, found, shown, n));
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|REAL|DECIMAL)\b/;

function figuresOf(column: string, type: string, n: number): string {
  const number = numeric.test(type) ? `${column}::DOUBLE` : 'NULL::DOUBLE';
  return `count(DISTINCT ${column})::DOUBLE AS d${n}, (count(*) - count(${column}))::DOUBLE AS n${n}, min(${number}) AS a${n}, max(${number}) AS b${n}`;
}

function profile({ name, type }: Column, found: Row, shown: readonly Row[], n: number): ColumnProfile {
  const [min, max] = [found[`a${n}`], found[`b${n}`]];
  const values = new Set(shown.flatMap((row) => (row[`s${n}`] === null ? [] : [String(row[`s${n}`])])));
  return {
    name,
    type,
    distinct: Number(found[`d${n}`] ?? 0),
    nulls: Number(found[`n${n}`] ?? 0),
    ...(typeof min === 'number' && typeof max === 'number' && { min, max }),
    samples: [...values].slice(0, sampleValues),
  };
}

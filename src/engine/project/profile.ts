import type { DatabaseApi } from '../../contract/workers.ts';
import type { TableProfile } from '../../data/guess.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { TableShape } from './catalog.ts';
import { qualified } from './names.ts';

const sampleRows = 20_000;
const sampleValues = 20;

interface ColumnFigures {
  [key: string]: unknown;
  n: number;
  distinct: number;
  nulls: number;
  min: number | null;
  max: number | null;
  samples: string[];
}

/** What the guess of roles needs to know of a table: of its first 20,000 rows, `rows` included, so that shares come out right. */
export async function profileTable(call: Call<DatabaseApi>, table: TableShape): Promise<TableProfile> {
  const parts = table.columns.map(({ name, type }, i) => figuresOf(duckdb.identifier(name), type, i));
  const sample = `WITH sample AS MATERIALIZED (SELECT * FROM ${qualified(table.name)} LIMIT ${sampleRows})`;
  const rows = await ask<ColumnFigures>(call, `${sample}\n${parts.join('\nUNION ALL\n')}\nORDER BY n`);
  return {
    name: table.name,
    rows: Math.min(table.rows, sampleRows),
    columns: table.columns.map((column, i) => profile(column, rows[i])),
  };
}

function profile({ name, type }: { name: string; type: string }, figures: ColumnFigures | undefined) {
  const { distinct = 0, nulls = 0, min = null, max = null, samples = [] } = figures ?? {};
  const range = min === null || max === null ? {} : { min, max };
  return { name, type, distinct, nulls, ...range, samples: samples ?? [] };
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|REAL|DECIMAL)\b/;

const numberOf = (column: string, type: string): string => (numeric.test(type) ? `${column}::DOUBLE` : 'NULL::DOUBLE');

const figuresOf = (column: string, type: string, n: number): string => `SELECT ${n} AS n,
  count(DISTINCT ${column})::DOUBLE AS "distinct", (count(*) - count(${column}))::DOUBLE AS nulls,
  min(${numberOf(column, type)}) AS min, max(${numberOf(column, type)}) AS max,
  (SELECT list(v) FROM (SELECT DISTINCT ${column}::VARCHAR AS v FROM (SELECT ${column} FROM sample WHERE ${column} IS NOT NULL LIMIT 1000) LIMIT ${sampleValues})) AS samples
FROM sample`;

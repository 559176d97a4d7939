import type { StepReport, StepSql } from '../../contract/operation.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { Relation } from './recipe-relation.ts';
import { over, rowColumn } from './recipe-relation.ts';

const mostExamples = 20;
/** Signs of a cell that an example shows. */
const mostSigns = 1000;

type Cells = (string | null)[];

/** How many rows of its input a step touches, the counts that only it can tell, and the first rows before and after. */
export async function measureStep(
  call: Call<DatabaseApi>,
  input: Relation,
  outcome: Relation,
  sql: StepSql,
  signal?: AbortSignal,
): Promise<Pick<StepReport, 'touched' | 'figures' | 'examples'>> {
  // One pass for both: a condition with windows is dear.
  const marked = `SELECT ${rowColumn}, (${sql.touched}\n) AS touched FROM input`;
  const counts = `SELECT count(*)::DOUBLE AS touched, min(${rowColumn}, ${mostExamples})::DOUBLE[] AS first FROM (${marked}) WHERE touched`;
  const [found] = await ask<{ touched: number; first: number[] | null }>(call, over(input, counts), signal);
  const rows = found?.first ?? [];
  const [before, after] = [await readCells(call, input, rows), await readCells(call, outcome, rows)];
  return {
    touched: found?.touched ?? 0,
    figures: sql.figures ? await readFigures(call, input, sql.figures, signal) : {},
    examples: {
      columns: input.shape.columns.map(({ name }) => name),
      rows: rows.map((row) => ({ before: before.get(row) ?? [], after: after.get(row) ?? null })),
      afterColumns: outcome.shape.columns.map(({ name }) => name),
    },
  };
}

async function readFigures(
  call: Call<DatabaseApi>,
  input: Relation,
  figures: string,
  signal?: AbortSignal,
): Promise<Record<string, number>> {
  const [row] = await ask<Record<string, number>>(call, over(input, figures), signal);
  return row ?? {};
}

/** The cells of some rows as text, by row number; of a row that was repeated the first. */
async function readCells(
  call: Call<DatabaseApi>,
  { select, shape }: Relation,
  rows: readonly number[],
): Promise<Map<number, Cells>> {
  if (rows.length === 0) return new Map();
  const cells = shape.columns.map(
    ({ name }, i) => `left(CAST(${duckdb.identifier(name)} AS VARCHAR), ${mostSigns}) AS c${i}`,
  );
  const wanted = `SELECT ${rowColumn}::DOUBLE AS n, ${cells.join(', ')} FROM (${select}) WHERE ${rowColumn} IN (${rows.join(', ')})`;
  const found = await ask<Record<string, string | number | null>>(call, wanted);
  const byRow = new Map<number, Cells>();
  for (const { n, ...values } of found) if (!byRow.has(Number(n))) byRow.set(Number(n), Object.values(values) as Cells);
  return byRow;
}

import { tableFromIPC } from 'apache-arrow';
import * as v from 'valibot';
import type { NodeDatabase } from '../../workers/database/node.ts';
import type { AnyOperation, Shape, StepSql } from '../contract/operation.ts';
import { duckdb } from '../sql/duckdb.ts';
import { ROW } from './shared/columns.ts';

/** What a step made of the table, by DuckDB's own texts. */
export interface Outcome {
  columns: string[];
  /** The number and the texts of each row. */
  rows: { row: number; texts: (string | null)[] }[];
  /** The numbers of the rows that the step says it touched. */
  touched: number[];
  figures: Record<string, number>;
}

/** Makes `input` of a SELECT, its rows numbered in the order in which they come; gives its shape. */
export async function inputOf(database: NodeDatabase, select: string, name = 'log'): Promise<Shape> {
  await database.query('DROP TABLE IF EXISTS input');
  await database.query(`CREATE TABLE input AS SELECT row_number() OVER () - 1 AS ${ROW}, * FROM (${select})`);
  return { ...(await shapeOf(database, 'input')), name };
}

/** A table's columns without the row's number. */
export async function shapeOf(database: NodeDatabase, name: string): Promise<Shape> {
  const columns = await database.rows(`DESCRIBE ${duckdb.identifier(name)}`);
  const all = columns.map((column) => ({ name: String(column['column_name']), type: String(column['column_type']) }));
  return { name, columns: all.filter((column) => column.name !== ROW) };
}

/** The step's SQL for raw parameters. */
export const sqlOf = (operation: AnyOperation, params: object, input: Shape, tables: readonly Shape[] = []): StepSql =>
  operation.sql(v.parse(operation.params, params), input, duckdb, tables) as StepSql;

/** By position: a row as an object would lose the order of names such as 1 and 0. */
async function textsOf(database: NodeDatabase, relation: string): Promise<Outcome['rows']> {
  const sql = `SELECT ${ROW}, CAST(COLUMNS(* EXCLUDE (${ROW})) AS VARCHAR) FROM ${relation}`;
  const table = tableFromIPC(await database.query(sql));
  const columns = table.schema.fields.map((_, n) => table.getChildAt(n)!);
  return Array.from({ length: table.numRows }, (_, row) => {
    const [number, ...texts] = columns.map((column) => column.get(row) as unknown);
    return { row: Number(number), texts: texts as (string | null)[] };
  });
}

/** The rows of `input`, as texts. */
export const inputRows = (database: NodeDatabase): Promise<Outcome['rows']> => textsOf(database, 'input');

/** Takes the step as the engine does: into a table of its own, without another sort. */
export async function take(database: NodeDatabase, step: StepSql): Promise<Outcome> {
  await database.query(`CREATE OR REPLACE TABLE outcome AS ${step.select}`);
  const { columns } = await shapeOf(database, 'outcome');
  const touched = await database.rows(
    `SELECT ${ROW} AS n FROM (SELECT ${ROW}, (${step.touched}) AS hit FROM input) WHERE hit ORDER BY 1`,
  );
  const [figures] = step.figures ? await database.rows(step.figures) : [{}];
  return {
    columns: columns.map(({ name }) => name),
    rows: await textsOf(database, 'outcome'),
    touched: touched.map(({ n }) => Number(n)),
    figures: figures as Record<string, number>,
  };
}

/** Makes the input, takes the step with raw parameters, and gives what came of it. */
export async function run(
  database: NodeDatabase,
  operation: AnyOperation,
  params: object,
  select: string,
  tables: readonly string[] = [],
): Promise<Outcome> {
  const input = await inputOf(database, select);
  const others = await Promise.all(tables.map((name) => shapeOf(database, name)));
  return take(database, sqlOf(operation, params, input, others));
}

/** The texts alone. */
export const textRows = ({ rows }: Outcome): (string | null)[][] => rows.map(({ texts }) => texts);

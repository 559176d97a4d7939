import { tableFromArrays, tableToIPC } from 'apache-arrow';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { TestProject } from './test-project.ts';
import { datasetOf, SETTINGS } from './test-project.ts';

type Value = string | number;

/** For tests: rows as a project's only table; numbers are DOUBLE, all else VARCHAR. Nothing is mapped. A given engine is emptied of the table. */
export async function casesProject(
  name: string,
  rows: readonly Record<string, Value>[],
  engine: Promise<NodeDatabase> = openNodeDatabase(),
): Promise<TestProject> {
  const columns = Object.keys(rows[0]!).map((column) => {
    const values = rows.map((row) => row[column]!);
    return { column, values, type: values.every((value) => typeof value === 'number') ? 'DOUBLE' : 'VARCHAR' };
  });
  const arrays = columns.map(({ column, values, type }) => [
    column,
    type === 'DOUBLE' ? Float64Array.from(values as number[]) : values.map(String),
  ]);
  const database = await engine;
  await database.query('DROP SCHEMA IF EXISTS canonical CASCADE');
  await database.query(`DROP TABLE IF EXISTS "${name}"`);
  await database.insert(name, tableToIPC(tableFromArrays(Object.fromEntries(arrays)), 'stream'), true);
  const types = Object.fromEntries(columns.map(({ column, type }) => [column, type]));
  return { database, data: await datasetOf(database, {}, SETTINGS, { [name]: types }) };
}

/** The rows of a text without quotes: a column is a number where each of its values is one. */
export function csvRows(csv: string): Record<string, Value>[] {
  const [head, ...lines] = csv.trim().split(/\r?\n/);
  const names = head!.split(',');
  const cells = lines.map((line) => line.split(','));
  const isNumber = names.map((_, at) => cells.every((row) => row[at] !== '' && Number.isFinite(Number(row[at]))));
  return cells.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, isNumber[at] ? Number(row[at]) : row[at]!])),
  );
}

import type { DatabaseApi } from '../../contract/workers.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { qualified, rawName } from './names.ts';

/** The same rows for the user's own SQL: a view, so that no statement can alter them. */
const rawView = (table: string): string => `raw.${duckdb.identifier(table)}`;

/** True where the table has its imported rows kept beside it. */
export async function hasRaw(call: Call<DatabaseApi>, table: string): Promise<boolean> {
  const sql = `SELECT 1::DOUBLE AS found FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = ${duckdb.literal(rawName(table))}`;
  return (await ask(call, sql)).length > 0;
}

/** The table of the schema main that holds the rows as imported: to read them, and for an import to add to. */
export const importedTable = async (call: Call<DatabaseApi>, table: string): Promise<string> =>
  (await hasRaw(call, table)) ? rawName(table) : table;

const makeRawView = (table: string): string =>
  `CREATE VIEW ${rawView(table)} AS SELECT * FROM ${qualified(rawName(table))}`;

/** Makes the view of imported rows that were brought back under their hidden name. */
export const showRaw = (call: Call<DatabaseApi>, table: string): Promise<unknown> =>
  call('query', [makeRawView(table)]);

/** What takes the rows as imported away, together with their view. */
export const dropRawStatements = (table: string): string[] => [
  `DROP VIEW IF EXISTS ${rawView(table)}`,
  `DROP TABLE IF EXISTS ${qualified(rawName(table))}`,
];

/** Puts a recipe's outcome in the table's place; what was imported is kept. All or nothing. */
export async function putOutcome(call: Call<DatabaseApi>, table: string, outcome: string): Promise<void> {
  const keep = (await hasRaw(call, table))
    ? [`DROP TABLE ${qualified(table)}`]
    : [`ALTER TABLE ${qualified(table)} RENAME TO ${duckdb.identifier(rawName(table))}`, makeRawView(table)];
  await together(call, [...keep, `ALTER TABLE ${qualified(outcome)} RENAME TO ${duckdb.identifier(table)}`]);
}

/** Makes the table as it was imported again: the very rows, under their name. */
export async function putBack(call: Call<DatabaseApi>, table: string): Promise<void> {
  await together(call, [
    `DROP TABLE ${qualified(table)}`,
    `DROP VIEW ${rawView(table)}`,
    `ALTER TABLE ${qualified(rawName(table))} RENAME TO ${duckdb.identifier(table)}`,
  ]);
}

/** One transaction in one call, so that no other statement comes between. */
async function together(call: Call<DatabaseApi>, statements: readonly string[]): Promise<void> {
  try {
    await call('query', [['BEGIN', ...statements, 'COMMIT'].join(';\n')]);
  } catch (error) {
    await call('query', ['ROLLBACK']).catch(() => undefined);
    throw error;
  }
}

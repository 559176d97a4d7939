import type { Notice } from '../../contract/import.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { isAboutMacro } from './statement.ts';

/**
 * What else than tables the user's own SQL has made in the schema main, as statements that make it again: macros by the user's own
 * words, as the catalogue forgets their default values, and views as the catalogue has them.
 */
export async function readDefinitions(
  call: Call<DatabaseApi>,
  before: readonly string[],
  statement: string,
): Promise<string[]> {
  const macros = [...before, statement].filter(isAboutMacro);
  const views = await ask<{ sql: string }>(
    call,
    `SELECT sql FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' AND database_name = 'memory' ORDER BY view_oid`,
  );
  return [...macros, ...views.map(({ sql }) => sql)];
}

/** Makes them again, in whatever order they rest on each other. One that can't be made, as what it read is gone, is told. */
export async function define(
  call: Call<DatabaseApi>,
  definitions: readonly string[],
  tell: (notice: Notice) => void,
): Promise<void> {
  let left: { sql: string; message: string }[] = definitions.map((sql) => ({ sql, message: '' }));
  for (let before = Infinity; left.length > 0 && left.length < before;) {
    before = left.length;
    const failed = [];
    for (const { sql } of left) {
      const message = await failureOf(call, sql);
      if (message !== null) failed.push({ sql, message });
    }
    left = failed;
  }
  for (const { sql, message } of left) tell({ code: 'engine.statement-lost', values: { statement: sql, message } });
}

async function failureOf(call: Call<DatabaseApi>, sql: string): Promise<string | null> {
  try {
    await call('query', [sql]);
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('sql.')) throw error;
    const message = String(error.values['message']);
    // Made a moment ago by a statement of the journal that is not on disk yet.
    return /already exists/i.test(message) ? null : message;
  }
}

/** Tables that no project holds: those of other schemas, and those under the names of our own hidden ones. */
export async function unkeptTables(
  call: Call<DatabaseApi>,
  isOwn: (schema: string, table: string) => boolean,
): Promise<{ name: string }[]> {
  const found = await ask<{ schema: string; table: string }>(
    call,
    `SELECT schema_name AS "schema", table_name AS "table" FROM duckdb_tables()
WHERE database_name = 'memory' AND (schema_name <> 'main' OR table_name LIKE '\\_\\_behold\\_%' ESCAPE '\\')`,
  );
  return found
    .filter(({ schema, table }) => !isOwn(schema, table))
    .map(({ schema, table }) => ({ name: `${duckdb.identifier(schema)}.${duckdb.identifier(table)}` }));
}

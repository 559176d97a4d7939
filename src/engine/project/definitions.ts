import type { DatabaseApi } from '../../contract/workers.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';

/** What else than tables the user's own SQL has made in the schema main, as statements that make it again: macros, then views. */
export async function readDefinitions(call: Call<DatabaseApi>): Promise<string[]> {
  const macros = await ask<{ name: string; kind: string; parameters: string; body: string }>(
    call,
    `SELECT function_name AS name, function_type AS kind, array_to_string(parameters, ', ') AS parameters, macro_definition AS body
FROM duckdb_functions() WHERE NOT internal AND schema_name = 'main' AND database_name = 'memory' AND function_type IN ('macro', 'table_macro')
ORDER BY function_oid`,
  );
  const views = await ask<{ sql: string }>(
    call,
    `SELECT sql FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' AND database_name = 'memory' ORDER BY view_oid`,
  );
  const made = macros.map(({ name, kind, parameters, body }) => {
    const isTable = kind === 'table_macro' ? 'TABLE ' : '';
    return `CREATE MACRO main.${duckdb.identifier(name)}(${parameters}) AS ${isTable}${body}`;
  });
  return [...made, ...views.map(({ sql }) => sql)];
}

import type { DatabaseApi } from '../../contract/workers.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';

const aboutMacros = /^\s*(CREATE\s+(OR\s+REPLACE\s+)?|DROP\s+)(MACRO|FUNCTION)\b/i;

/**
 * What else than tables the user's own SQL has made in the schema main, as statements that make it again: macros, then the views that
 * may rest on them. Macros by the user's own words, as the catalogue forgets their default values.
 */
export async function readDefinitions(
  call: Call<DatabaseApi>,
  before: readonly string[],
  statement: string,
): Promise<string[]> {
  const macros = [...before, statement].filter((sql) => aboutMacros.test(sql));
  const views = await ask<{ sql: string }>(
    call,
    `SELECT sql FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' AND database_name = 'memory' ORDER BY view_oid`,
  );
  return [...macros, ...views.map(({ sql }) => sql)];
}

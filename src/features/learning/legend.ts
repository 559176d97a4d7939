import type { Dialect } from '../../contract/dialect.ts';
import type { FeatureMeaning } from './feature.ts';
import { columnName } from './feature.ts';

/** Names that stay apart where the case of letters is not seen. */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; seen.has(free.toLowerCase()); n += 1) free = `${name} (${n})`;
    seen.add(free.toLowerCase());
    return free;
  });
}

const COLUMNS = ['place', '"column"', 'name', '"set"', 'kind', '"of"', '"type"', 'skewed', 'undated', '"sql"'];

/**
 * What the columns of the other tables mean, in order: "column" (`f0` …), name, "set", kind, "of", "type" and "sql" (VARCHAR), skewed and
 * undated (BOOLEAN).
 */
export function legendQuery(features: readonly (FeatureMeaning & { expression: string })[], sql: Dialect): string {
  const names = uniqueNames(features.map(({ name }) => name));
  const rows = features.map(({ set, kind, of, type, skewed, undated, expression }, place) => {
    const values = [place, columnName(place), names[place]!, set, kind, of, type, skewed, undated, expression];
    return `SELECT ${values.map((value, n) => `${sql.literal(value)} AS ${COLUMNS[n]}`).join(', ')}`;
  });
  const texts = COLUMNS.slice(1, 7).map((column) => `'' AS ${column}`);
  const none = `SELECT 0 AS place, ${texts.join(', ')}, FALSE AS skewed, FALSE AS undated, '' AS "sql" WHERE FALSE`;
  return `SELECT ${COLUMNS.slice(1).join(', ')} FROM (\n${[none, ...rows].join('\nUNION ALL ')}\n) ORDER BY place`;
}

import type { Dialect } from '../../contract/dialect.ts';
import type { FeatureMeaning } from './feature.ts';
import { columnName } from './feature.ts';

/** Names that stay apart where the case of letters is not seen. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; seen.has(free.toLowerCase()); n += 1) free = `${name} (${n})`;
    seen.add(free.toLowerCase());
    return free;
  });
}

type Described = FeatureMeaning & { expression: string; pair?: number };

/** A pair's name and what it is about, as the table of pairs has it: a place that the log does not fill has no row. */
const pairNames = (kind: string, sql: Dialect): [string, string] => [
  `${sql.literal(`${kind}: `)} || a || ' → ' || b`,
  `a || ' → ' || b`,
];

const COLUMNS = ['place', '"column"', 'name', '"set"', 'kind', '"of"', '"type"', 'skewed', 'undated', '"sql"'];

/**
 * What the columns of the other tables mean, in order: "column" (`f0` …), name, "set", kind, "of", "type" and "sql" (VARCHAR), skewed and
 * undated (BOOLEAN). `pairs`: the table of pairs, where some features count them.
 */
export function legendQuery(features: readonly Described[], sql: Dialect, pairs = ''): string {
  const names = uniqueNames(features.map(({ name }) => name));
  const rows = features.map(({ set, kind, of, type, skewed, undated, expression, pair }, place) => {
    const rest = [type, skewed, undated, expression].map((value) => sql.literal(value));
    const start = [place, columnName(place)].map((value) => sql.literal(value));
    const named = pair === undefined ? [sql.literal(names[place]!), sql.literal(of)] : pairNames(kind, sql);
    const values = [...start, named[0]!, sql.literal(set), sql.literal(kind), named[1]!, ...rest];
    const row = `SELECT ${values.map((value, n) => `${value} AS ${COLUMNS[n]}`).join(', ')}`;
    return pair === undefined ? row : `${row} FROM ${pairs} WHERE place = ${pair}`;
  });
  const texts = COLUMNS.slice(1, 7).map((column) => `'' AS ${column}`);
  const none = `SELECT 0 AS place, ${texts.join(', ')}, FALSE AS skewed, FALSE AS undated, '' AS "sql" WHERE FALSE`;
  return `SELECT ${COLUMNS.slice(1).join(', ')} FROM (\n${[none, ...rows].join('\nUNION ALL ')}\n) ORDER BY place`;
}

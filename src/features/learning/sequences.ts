import type { Dataset } from '../../contract/project.ts';
import { IN_ORDER, eventsWhere } from '../events.ts';
import { eventCode } from '../timeline.ts';
import type { FeatureContext } from './feature.ts';
import { withinHistory } from './scan.ts';

/** Kinds of events in a sequence: the names that the dataset lists, and one for all others. */
export const kindsOf = (data: Dataset): number => data.events.length + 1;

/** The last events before one cutoff: "user", "cutoff", place (0: the last), code (1 …), seconds since the one before (0: the first). */
function lastEvents(context: FeatureContext, length: number): string {
  const { data, sql, cutoff } = context;
  const t = sql.epochUs('"time"');
  return `SELECT "user", CAST(${cutoff} AS DOUBLE) AS "cutoff", place, code, seconds FROM (
  SELECT "user", ${eventCode(data, sql)} + 1 AS code,
    row_number() OVER (PARTITION BY "user" ORDER BY "time" DESC, "row" DESC) - 1 AS place,
    coalesce(${t} - lag(${t}) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER}), 0) / 1e6 AS seconds
  FROM ${eventsWhere(sql, withinHistory(context))}
) WHERE place < ${length}`;
}

/**
 * For `sequencesOf` (core/learning.ts): one row for each of the last events of each row of a table with "user" and "cutoff": `r` the row's
 * number in the table's order, `place`, `code`, `seconds`, all DOUBLE. `rows`: a query for the table.
 */
export const sequenceQuery = (
  rows: string,
  contexts: readonly FeatureContext[],
  length: number,
): string => `WITH cases AS (
  SELECT "user", "cutoff", row_number() OVER (ORDER BY "cutoff", "user") - 1 AS r FROM (
${rows}
  )
)
SELECT CAST(cases.r AS DOUBLE) AS r, CAST(e.place AS DOUBLE) AS place, CAST(e.code AS DOUBLE) AS code, CAST(e.seconds AS DOUBLE) AS seconds
FROM (
${contexts.map((context) => lastEvents(context, length)).join('\nUNION ALL\n')}
) AS e JOIN cases ON cases."user" = e."user" AND cases."cutoff" = e."cutoff"`;

/** Where nobody reads sequences. */
export const noSequences =
  'SELECT CAST(0 AS DOUBLE) AS r, CAST(0 AS DOUBLE) AS place, CAST(0 AS DOUBLE) AS code, CAST(0 AS DOUBLE) AS seconds WHERE FALSE';

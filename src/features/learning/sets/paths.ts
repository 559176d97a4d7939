import type { Dialect } from '../../../contract/dialect.ts';
import type { Dataset } from '../../../contract/project.ts';
import { IN_ORDER, eventsWhere, hasField } from '../../events.ts';
import type { EventFeature, FeatureContext } from '../feature.ts';
import { featureIn } from './make.ts';

/** So many pairs of events that follow each other become features. */
export const PAIRS = 10;

/** What the name of a pair stands for, until the log says it. */
const UNNAMED = '';

const isOffered = (data: Dataset): boolean => hasField(data, 'event') && data.events.length > 1;

/** The share of a user's steps that go from one event to another, for each of the commonest pairs: places of `pairsQuery`. */
export const pathsSet = ({ data }: FeatureContext): EventFeature[] =>
  !isOffered(data)
    ? []
    : Array.from({ length: PAIRS }, (_, place) =>
        featureIn('paths')({
          kind: 'pair',
          of: UNNAMED,
          pair: place + 1,
          expression: `coalesce(1.0 * count(*) FILTER (WHERE pair = ${place + 1}) / nullif(count(*) - 1, 0), 0)`,
        }),
      );

/**
 * The commonest pairs of consecutive events in a span of time: `a`, `b`, and `place` from 1 (ties by name). They are chosen in the history of the
 * first cutoff alone, so that no later one says what there is to look at.
 */
export function pairsQuery(from: number, to: number, sql: Dialect): string {
  const within = `"time" >= ${sql.timestamp(from)} AND "time" < ${sql.timestamp(to)}`;
  return `SELECT a, b, row_number() OVER (ORDER BY count(*) DESC, a, b) AS place FROM (
  SELECT lag("event") OVER (PARTITION BY "user" ORDER BY ${IN_ORDER}) AS a, "event" AS b FROM ${eventsWhere(sql, within)}
) WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY a, b ORDER BY place LIMIT ${PAIRS}`;
}

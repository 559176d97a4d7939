import { IN_ORDER, eventsWhere, hasField } from '../events.ts';
import { amountSql } from '../rfm.ts';
import type { EventFeature, FeatureContext } from './feature.ts';

const ROLES = ['event', 'item', 'session'] as const;

/** A new column for each different expression that some feature reads of an event. */
function readColumns(features: readonly EventFeature[]): string[] {
  const all = features.flatMap(({ reads = {} }) => Object.entries(reads));
  return [...new Map(all)].map(([name, expression]) => `${expression} AS ${name}`);
}

/** The span of time that features look at, over a view with "time". */
export const withinHistory = ({ cutoff, history, sql }: FeatureContext): string =>
  `"time" >= ${sql.timestamp(cutoff - history)} AND "time" < ${sql.timestamp(cutoff)}`;

/**
 * The events of the history, each with `t` (epoch µs), that of the one before it (`p`), its place among the user's (`n`), the roles that are
 * mapped, its `amount`, whether it is one of the target's (`hit`), and what the features read besides. One scan, one sort within users.
 */
export function scanOf(features: readonly EventFeature[], context: FeatureContext): string {
  const { data, sql, target } = context;
  const needsPairs = features.some(({ pair }) => pair !== undefined);
  const t = sql.epochUs('"time"');
  const amount = amountSql('', data, sql);
  const columns = [
    '"user"',
    `${t} AS t`,
    `lag(${t}) OVER in_order AS p`,
    'row_number() OVER in_order AS n',
    `(${target}) AS hit`,
    ...ROLES.filter((field) => hasField(data, field)).map((field) => `"${field}"`),
    ...(hasField(data, 'session') ? ['lag("session") OVER in_order AS previous_session'] : []),
    ...(needsPairs ? ['lag("event") OVER in_order AS previous_event'] : []),
    ...(amount ? [`${amount} AS amount`] : []),
    ...readColumns(features),
  ];
  const scan = `SELECT ${columns.join(', ')}
  FROM ${eventsWhere(sql, withinHistory(context))}
  WINDOW in_order AS (PARTITION BY "user" ORDER BY ${IN_ORDER})`;
  return needsPairs ? withPairs(scan, context.pairs) : scan;
}

/** Of each event the place of the pair that it ends (`pair`), where that is one of the commonest. */
const withPairs = (scan: string, pairs: string): string => `SELECT log.*, pairs.place AS pair FROM (
  ${scan}
  ) AS log LEFT JOIN ${pairs} AS pairs ON pairs.a = log.previous_event AND pairs.b = log."event"`;

import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, hasField } from '../events.ts';
import { patternOf, patternSql } from '../patterns.ts';
import { amountSql, isFinite } from '../rfm.ts';
import type { LearningParams } from './params.ts';
import type { Plan } from './plan.ts';

/** The condition that the target's events meet, over the events view. Throws as `patternSql` does. */
export const targetSql = ({ event }: LearningParams, data: Dataset, sql: Dialect): string =>
  patternSql(patternOf(event), data, sql);

/** Names of a class each, most users first; all others are one class. */
const CLASSES = 20;

/** The class of every event without a place among the most common. */
const OTHER_EVENTS = '(other)';

function nextEvent(data: Dataset, sql: Dialect): string {
  if (!hasField(data, 'event')) throw new AppError('learning.unnamed-events');
  const named = data.events.slice(0, CLASSES).map(({ name }) => sql.literal(name));
  return named.length > 0
    ? `CASE WHEN "event" IN (${named.join(', ')}) THEN "event" ELSE ${sql.literal(OTHER_EVENTS)} END`
    : sql.literal(OTHER_EVENTS);
}

/** What is summed. Throws `learning.no-amount` where the log has no value and no property is named. */
function amount({ property }: LearningParams, data: Dataset, sql: Dialect): string {
  const found = amountSql(property, data, sql);
  if (found === null) throw new AppError('learning.no-amount');
  return found;
}

interface Label {
  /** Of a user with a fitting event in the horizon, as an aggregate over these. */
  aggregate: string;
  /** Of a user without; null: such a user has no label. */
  otherwise: string | null;
}

function labelOf(params: LearningParams, data: Dataset, sql: Dialect): Label {
  switch (params.target) {
    case 'does':
      return { aggregate: '1e0', otherwise: '0e0' };
    case 'churns':
      return { aggregate: '0e0', otherwise: '1e0' };
    case 'count':
      return { aggregate: 'CAST(count(*) AS DOUBLE)', otherwise: '0e0' };
    case 'sum': {
      const value = amount(params, data, sql);
      return {
        aggregate: `CAST(coalesce(sum(${value}) FILTER (WHERE ${isFinite(value)}), 0) AS DOUBLE)`,
        otherwise: '0e0',
      };
    }
    case 'next':
      return { aggregate: 'min(label) FILTER (WHERE place = 1)', otherwise: null };
  }
}

/** The moments of the label's events: after cutoff and gap, up to the horizon's last moment. */
const withinHorizon = (cutoff: number, { gap, horizon }: Plan, sql: Dialect): string =>
  `"time" > ${sql.timestamp(cutoff + gap)} AND "time" <= ${sql.timestamp(cutoff + gap + horizon)}`;

/**
 * Joins the label to the users of a table `x` with "user": the expression of the label, and what follows the FROM clause, WHERE included.
 * Throws as `targetSql` does, `learning.unnamed-events`, `learning.no-amount`.
 */
export function labelJoin(
  cutoff: number,
  plan: Plan,
  params: LearningParams,
  data: Dataset,
  sql: Dialect,
): { label: string; join: string } {
  const { aggregate, otherwise } = labelOf(params, data, sql);
  const events = eventsWhere(sql, `${withinHorizon(cutoff, plan, sql)} AND (${targetSql(params, data, sql)})`);
  const rows =
    params.target === 'next'
      ? `(SELECT "user", ${nextEvent(data, sql)} AS label, row_number() OVER (PARTITION BY "user" ORDER BY "time", "row") AS place FROM ${events})`
      : events;
  const labels = `SELECT "user" AS labelled, ${aggregate} AS label FROM ${rows} GROUP BY "user"`;
  return otherwise === null
    ? { label: 'y.label', join: `JOIN (\n${labels}\n) AS y ON y.labelled = x."user"` }
    : { label: `coalesce(y.label, ${otherwise})`, join: `LEFT JOIN (\n${labels}\n) AS y ON y.labelled = x."user"` };
}

import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { scoped } from '../../sql/scoped.ts';
import { featuresAt } from './at-moment.ts';
import type { FeatureMaker } from './feature.ts';
import { columnName } from './feature.ts';
import { pairsOf } from './pairs.ts';
import type { Plan } from './plan.ts';

/** In a larger log the proof looks at a share of the users, whole. */
const PROVEN_EVENTS = 250_000;

/** Every so manieth user is looked at. */
export function everyNth(data: Dataset): number {
  const events = data.events.reduce((sum, { count }) => sum + count, 0);
  return Math.max(1, Math.ceil(events / PROVEN_EVENTS));
}

/** The log of the users that the proof looks at. */
function sampled(data: Dataset, sql: Dialect): Dialect {
  const nth = everyNth(data);
  return nth === 1 ? sql : scoped(sql, { events: `${sql.hash(['"user"'])} % ${nth} = 0` });
}

/** The log as it was at the cutoff: what came at that moment or after it is deleted. */
function before(cutoff: number, data: Dataset, sql: Dialect): Dialect {
  const earlier = `"time" < ${sql.timestamp(cutoff)}`;
  return scoped(sql, { events: earlier, ...(data.views.reviews?.includes('time') && { reviews: earlier }) });
}

function proofAt(cutoff: number, make: FeatureMaker, plan: Plan, target: string, data: Dataset, sql: Dialect) {
  const at = (dialect: Dialect) => {
    const context = { data, sql: dialect, cutoff, history: plan.history, target, pairs: `(${pairsOf(plan, dialect)})` };
    return { features: make(context), context };
  };
  const whole = at(sampled(data, sql));
  const cut = at(before(cutoff, data, whole.context.sql));
  const differing = whole.features.map((_, place) => {
    const column = columnName(place);
    return `CAST(count(*) FILTER (WHERE a.${column} IS DISTINCT FROM b.${column}) AS DOUBLE) AS ${column}`;
  });
  return `SELECT ${[`CAST(${cutoff} AS DOUBLE) AS "cutoff"`, 'CAST(count(*) AS DOUBLE) AS users', ...differing].join(', ')}
FROM (
${featuresAt(whole.features, whole.context)}
) AS a FULL JOIN (
${featuresAt(cut.features, cut.context)}
) AS b ON a."user" = b."user"`;
}

/**
 * The proof that features look at nothing from the cutoff on: for each cutoff a row with "cutoff", `users` (how many were looked at), and for each
 * feature how many users' values change when everything at and after the cutoff is deleted. All must be 0.
 */
export const guardQuery = (make: FeatureMaker, plan: Plan, target: string, data: Dataset, sql: Dialect): string =>
  [...plan.train, plan.test].map((cutoff) => proofAt(cutoff, make, plan, target, data, sql)).join('\nUNION ALL\n');

/** Where there is nothing to prove, or nobody asks. */
export const noGuard = 'SELECT CAST(0 AS DOUBLE) AS "cutoff", CAST(0 AS DOUBLE) AS users WHERE FALSE';

import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import type { ActivityOptions } from '../../features/activity.ts';
import { activityColumns, activityFeatures, usersDoing } from '../../features/activity.ts';
import type { Params } from './params.ts';
import type { Plan } from './plan.ts';
import { planOf } from './plan.ts';

/** Long-tailed features on a logarithmic scale, the same on both sides of zero: one heavy user must not set the scale of all. */
const onLogScale = (column: string): string => `sign(${column}) * ln(1 + abs(${column}))`;

function optionsAt(cutoff: number, params: Params, plan: Plan): ActivityOptions {
  return { cutoff, history: plan.history, target: params.target };
}

/** The model's columns at one cutoff, "user" first. */
function features(cutoff: number, params: Params, plan: Plan, data: Dataset, sql: Dialect): string {
  const options = optionsAt(cutoff, params, plan);
  const columns = activityColumns(data, sql, options).map(({ name, skewed }) => {
    const column = `f.${sql.identifier(name)}`;
    return `${skewed ? onLogScale(column) : column} AS ${sql.identifier(name)}`;
  });
  return `SELECT f."user", ${columns.join(', ')} FROM (
${activityFeatures(data, sql, options)}
) AS f`;
}

/** The model's columns at one cutoff, with the label: 1 if the user does the target within the horizon after it. */
function labelled(cutoff: number, params: Params, plan: Plan, data: Dataset, sql: Dialect): string {
  return `SELECT x.*, CAST(CASE WHEN y."user" IS NULL THEN 0 ELSE 1 END AS DOUBLE) AS label FROM (
${features(cutoff, params, plan, data, sql)}
) AS x LEFT JOIN (
${usersDoing(data, sql, params.target, cutoff, plan.horizon)}
) AS y ON x."user" = y."user"
ORDER BY x."user"`;
}

/** `plan`: the cutoffs as epoch ms. `train`, `test`: features and label of each user. `score`: features as of the log's end. */
export function queries(
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'plan' | 'train' | 'test' | 'score', string> {
  const plan = planOf(params, data);
  const moments = (['train', 'test', 'history'] as const).map((name) => `CAST(${plan[name]} AS DOUBLE) AS ${name}`);
  return {
    plan: `SELECT ${moments.join(', ')}`,
    train: labelled(plan.train, params, plan, data, sql),
    test: labelled(plan.test, params, plan, data, sql),
    score: `${features(plan.score, params, plan, data, sql)} ORDER BY f."user"`,
  };
}

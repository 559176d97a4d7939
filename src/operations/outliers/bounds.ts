import type { Dialect } from '../../contract/dialect.ts';
import type { Shape } from '../../contract/operation.ts';
import { ROW, columnOf } from '../shared/columns.ts';
import type { Params } from './params.ts';
import { thresholdOf } from './params.ts';

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const MAD_TO_DEVIATION = 1.4826;

interface Spread {
  low: string;
  high: string;
  spread: string;
}

/** Where the bounds are measured from, and in which unit. Quartiles interpolate linearly; the deviation is the sample's. */
function spreadOf(method: Params['method'], sql: Dialect): Spread {
  if (method === 'z') return { low: 'avg(__v)', high: 'avg(__v)', spread: 'stddev_samp(__v)' };
  if (method === 'mad') {
    const median = sql.quantile('__v', 0.5);
    return { low: median, high: median, spread: `${MAD_TO_DEVIATION}e0 * mad(__v)` };
  }
  const [low, high] = [sql.quantile('__v', 0.25), sql.quantile('__v', 0.75)];
  return { low, high, spread: `${high} - ${low}` };
}

/**
 * Each row that holds a number, with its bounds; they are null where the values don't spread (more than half of them are
 * the same, or there is but one): such a rule has no scale to judge by. Infinite values don't count, but are judged.
 */
export function judged(params: Params, input: Shape, sql: Dialect): string {
  const group = params.group ? `input.${sql.identifier(columnOf(input, params.group).name)}` : '0';
  const value = `CAST(input.${sql.identifier(params.column)} AS DOUBLE)`;
  const values = `SELECT input.${sql.identifier(ROW)} AS __row, ${value} AS __v, ${group} AS __g FROM input WHERE ${value} IS NOT NULL AND NOT isnan(${value})`;
  const { low, high, spread } = spreadOf(params.method, sql);
  const spreads = `SELECT __g, ${low} AS __from, ${high} AS __to, nullif(${spread}, 0) AS __spread FROM (${values}) WHERE isfinite(__v) GROUP BY __g`;
  const k = sql.literal(thresholdOf(params));
  return `SELECT r.__row, r.__v, s.__from - ${k} * s.__spread AS __low, s.__to + ${k} * s.__spread AS __high
FROM (${values}) r LEFT JOIN (${spreads}) s ON r.__g IS NOT DISTINCT FROM s.__g`;
}

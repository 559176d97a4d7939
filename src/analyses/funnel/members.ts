import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';
import { stepEvents, stepNames, stepsOf } from './queries.ts';

/** How a step's entry is looked up among a user's earlier events. */
function earlierEntry(params: Params, step: number): string {
  const entry = `entry${step - 1}`;
  const inOrder = 'OVER (PARTITION BY "user" ORDER BY t, r';
  if (params.order === 'strict') {
    const later = params.ties === 'strict' ? `CASE WHEN t > lag(t) ${inOrder}) THEN ` : '';
    return `${later}lag(${entry}) ${inOrder})${later && ' END'}`;
  }
  return params.ties === 'strict'
    ? `max(${entry}) OVER (PARTITION BY "user" ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
    : `max(${entry}) ${inOrder} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
}

/** One CTE for each step: `entryN` is the latest entry (µs) of an attempt that reaches step N with this very event. */
function chain(params: Params, codes: readonly number[], window: number | null): string[] {
  const occurrence = 'row_number() OVER (PARTITION BY "user", step ORDER BY t, r)';
  const first = params.entry === 'first' ? ` AND ${occurrence} = 1` : '';
  const entry = `reach1 AS (SELECT *, CASE WHEN step = ${codes[0]}${first} THEN t END AS entry1 FROM events)`;
  const later = codes.slice(1).map((code, n) => {
    const step = n + 2;
    const inWindow = window === null ? '' : ` AND t - earlier <= ${window}`;
    return `reach${step} AS (SELECT * EXCLUDE (earlier), CASE WHEN step = ${code}${inWindow} THEN earlier END AS entry${step} FROM (
  SELECT *, ${earlierEntry(params, step)} AS earlier FROM reach${step - 1}))`;
  });
  return [entry, ...later];
}

/** For each user the most steps that any window beginning at one of the events holds. */
function mostSteps(codes: readonly number[], window: number | null): string {
  const end = window === null ? 'UNBOUNDED FOLLOWING' : `${window} FOLLOWING`;
  const frame = `OVER (PARTITION BY "user" ORDER BY t RANGE BETWEEN CURRENT ROW AND ${end})`;
  const held = [...new Set(codes)].map((code) => {
    const wanted = codes.filter((each) => each === code).length;
    return `least(${wanted}, count(CASE WHEN step = ${code} THEN 1 END) ${frame})`;
  });
  return `SELECT "user", max(held) AS depth FROM (SELECT "user", ${held.join(' + ')} AS held FROM events) GROUP BY "user"`;
}

/** SQL for "user" and "depth", the number of steps reached: the funnel's definitions said once more, in window functions. */
function depths(params: Params, data: Dataset, sql: Dialect): string {
  const steps = stepsOf(params, data);
  const names = stepNames(steps);
  const codes = steps.map((name) => names.indexOf(name) + 1);
  const ms = parseDuration(params.window);
  const window = ms === null ? null : ms * 1000;
  const events = `events AS (${stepEvents(params, names, sql)})`;
  if (params.order === 'unordered') return `WITH ${events}\n${mostSteps(codes, window)}`;
  const reached = steps.map((_, n) => `count(entry${n + 1}) > 0`).map((each) => `CAST(${each} AS INTEGER)`);
  return `WITH ${[events, ...chain(params, codes, window)].join(',\n')}
SELECT "user", ${reached.join(' + ')} AS depth FROM reach${steps.length} GROUP BY "user"`;
}

/** `reached:2` lists the users who reached the second step; `dropped:2` those who reached the first and not the second. */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const match = /^(reached|dropped):(\d+)$/.exec(mark);
  const step = Number(match?.[2]);
  const lowest = match?.[1] === 'dropped' ? 2 : 1;
  if (!match || step < lowest || step > stepsOf(params, data).length)
    throw new AppError('analysis.unknown-mark', { mark });
  const condition = match[1] === 'reached' ? `depth >= ${step}` : `depth = ${step - 1}`;
  return `SELECT "user" FROM (${depths(params, data, sql)}) WHERE ${condition} ORDER BY "user"`;
}

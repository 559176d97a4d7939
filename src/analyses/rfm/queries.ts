import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { observationEnd } from '../../features/events.ts';
import { patternOf, patternSql } from '../../features/patterns.ts';
import { amountSql, isFinite, rfmQuery } from '../../features/rfm.ts';
import type { Params } from './params.ts';

const isAny = ({ event }: Params): boolean => {
  const { events, where = [] } = patternOf(event);
  return events.length === 0 && where.length === 0;
};

function usersQuery(params: Params, data: Dataset, sql: Dialect): string {
  const amount = amountSql(params.amount, data, sql);
  const valued = amount && isAny(params) ? isFinite(amount) : '';
  const where = valued || patternSql(patternOf(params.event), data, sql);
  return rfmQuery(data, sql, { where, frequency: params.frequency, amount });
}

/** `users`: recency, frequency and amount of each; `about`: what they were read under. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'users' | 'about', string> {
  const amount = amountSql(params.amount, data, sql);
  const flag = (holds: boolean) => (holds ? '1e0' : '0e0');
  return {
    users: usersQuery(params, data, sql),
    about: `SELECT CAST(${observationEnd(data) ?? 0} AS DOUBLE) AS end_ms, ${sql.literal(data.settings.zone)} AS zone,
  ${flag(amount !== null)} AS has_amounts, ${flag(amount !== null && isAny(params))} AS valued_only`,
  };
}

/** The users in the order of the query's rows. */
export const people = (params: Params, data: Dataset, sql: Dialect): string =>
  `SELECT "user" FROM (
${usersQuery(params, data, sql)}
) ORDER BY "user"`;

import type { Dialect } from '../../contract/dialect.ts';
import type { Plan } from './plan.ts';
import { pairsQuery } from './sets/paths.ts';

/** The pairs of events that a plan's features count: the commonest in the history of its first cutoff. */
export const pairsOf = ({ train, history }: Plan, sql: Dialect): string =>
  pairsQuery(train[0]! - history, train[0]!, sql);

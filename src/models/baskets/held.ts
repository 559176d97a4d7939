import type { Table } from 'apache-arrow';
import { numbers } from '../../core/columns.ts';
import type { Pause } from './fp-growth.ts';
import type { Mined } from './mining.ts';
import { mined } from './mining.ts';
import type { Rules } from './rules.ts';
import { rulesOf } from './rules.ts';
import type { Holders, Transactions } from './transactions.ts';
import { holdersOf, leastCount, transactionsOf } from './transactions.ts';

export interface BasketOptions {
  /** A share of the baskets, and a number of them: both must be met. */
  minSupport: number;
  minCount: number;
  maxLength: number;
  minConfidence: number;
  minLift: number;
  maxConsequents: number;
}

/** Baskets with their frequent sets and rules. */
export interface MinedBaskets {
  transactions: Transactions;
  holders: Holders;
  /** In so many baskets a set is frequent. */
  minCount: number;
  mined: Mined;
  rules: Rules;
}

/** More sets than this would take long and fill the memory: some 100 MB with their rules. */
export const MOST_SETS = 1_000_000;
export const MOST_RULES = 5_000_000;

const HELD = 2;
const held = new WeakMap<Table, { key: string; made: MinedBaskets }[]>();

const part =
  (pause: Pause, from: number, to: number): Pause =>
  (done) =>
    pause(from + done * (to - from));

const read = new WeakMap<Table, Transactions>();

/** The baskets of the tables `lines` and `items` of `basketQueries`; read once for a table. */
export function basketsOf(lines: Table, items: Table): Transactions {
  const known = read.get(lines);
  if (known) return known;
  const baskets = numbers(lines, 'b');
  const count = baskets.reduce((most, basket) => Math.max(most, basket), -1) + 1;
  const made = transactionsOf(baskets, numbers(lines, 'i'), count, items.numRows);
  read.set(lines, made);
  return made;
}

async function make(lines: Table, items: Table, options: BasketOptions, pause: Pause): Promise<MinedBaskets> {
  const transactions = basketsOf(lines, items);
  const { count } = transactions;
  const minCount = Math.max(options.minCount, leastCount(options.minSupport, count));
  const { maxLength, minConfidence, minLift, maxConsequents } = options;
  const found = await mined(transactions, { minCount, maxLength, most: MOST_SETS }, part(pause, 0, 0.6));
  const limits = { minConfidence, minLift, maxConsequents, maxLength, transactions: count, most: MOST_RULES };
  const rules = await rulesOf(found.sets, found.index, limits, part(pause, 0.6, 1));
  return { transactions, holders: holdersOf(transactions), minCount, mined: found, rules };
}

/**
 * Frequent sets and rules of the tables made by `basketQueries` (features/baskets). The last two ways to mine the same lines are kept
 * as long as the lines are, for another question about them. Throws `baskets.too-many` and `baskets.too-many-rules`.
 */
export async function minedBaskets(
  lines: Table,
  items: Table,
  options: BasketOptions,
  pause: Pause,
): Promise<MinedBaskets> {
  const { minSupport, minCount, maxLength, minConfidence, minLift, maxConsequents } = options;
  const key = JSON.stringify([minSupport, minCount, maxLength, minConfidence, minLift, maxConsequents]);
  const known = held.get(lines) ?? [];
  const same = known.find((each) => each.key === key);
  if (same) return same.made;
  const made = await make(lines, items, options, pause);
  held.set(lines, [{ key, made }, ...known].slice(0, HELD));
  return made;
}

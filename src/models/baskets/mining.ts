import { AppError } from '../../core/errors.ts';
import type { Kinds } from './closed.ts';
import { kindsOf } from './closed.ts';
import type { MiningOptions, Pause } from './fp-growth.ts';
import { frequentItemsets } from './fp-growth.ts';
import type { Itemsets } from './itemsets.ts';
import { SetIndex, sizeOf, upTo } from './itemsets.ts';
import type { Transactions } from './transactions.ts';

/** All frequent sets up to a length, with what is known of each. */
export interface Mined extends Kinds {
  sets: Itemsets;
  index: SetIndex;
  /** False where sets one longer would be too many to look at: the longest ones are then closed and maximal as far as is known. */
  exact: boolean;
}

const part =
  (pause: Pause, from: number, to: number): Pause =>
  (done) =>
    pause(from + done * (to - from));

/** The sets up to one item more than asked, by which the longest ones are judged; null where these are too many. */
async function oneLonger(transactions: Transactions, options: MiningOptions, pause: Pause): Promise<Itemsets | null> {
  const longer = { ...options, maxLength: options.maxLength + 1, suggest: false };
  return frequentItemsets(transactions, longer, pause).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'baskets.too-many') return null;
    throw error;
  });
}

/** FP-growth, and which of the sets are closed and maximal among all frequent ones of any length. Throws `baskets.too-many`. */
export async function mined(transactions: Transactions, options: MiningOptions, pause: Pause): Promise<Mined> {
  const longer = await oneLonger(transactions, options, part(pause, 0, 0.5));
  const all = longer ?? (await frequentItemsets(transactions, options, part(pause, 0.5, 0.7)));
  const index = new SetIndex(all);
  const kinds = await kindsOf(all, index, part(pause, 0.7, 1));
  let longest = 0;
  for (let set = 0; set < all.length; set++) longest = Math.max(longest, sizeOf(all, set));
  if (longest <= options.maxLength) return { sets: all, index, ...kinds, exact: longer !== null };
  const sets = upTo(all, options.maxLength);
  const isKept = (_: number, set: number) => sizeOf(all, set) <= options.maxLength;
  const [closed, maximal] = [kinds.closed.filter(isKept), kinds.maximal.filter(isKept)];
  return { sets, index: new SetIndex(sets), closed, maximal, exact: true };
}

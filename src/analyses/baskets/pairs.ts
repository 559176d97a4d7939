import { itemsOf, sizeOf } from '../../models/baskets/itemsets.ts';
import type { Ground } from './offers.ts';
import { tiedSets } from './offers.ts';
import type { BasketsResult, PairCell } from './result.ts';

const SIDE = 12;

/** The items that stand out of chance most, by the sum of what their pairs have beyond it. */
function mostTied(ground: Ground): number[] {
  const { mined, transactions, holders } = ground.made;
  const share = (item: number) => (holders.starts[item + 1]! - holders.starts[item]!) / transactions.count;
  const weight = new Map<number, number>();
  for (const set of tiedSets(ground, (size) => size === 2)) {
    const [a, b] = itemsOf(mined.sets, set) as unknown as [number, number];
    const beyond = mined.sets.counts[set]! / transactions.count - share(a) * share(b);
    for (const item of [a, b]) weight.set(item, (weight.get(item) ?? 0) + beyond);
  }
  return [...weight.keys()].sort((a, b) => weight.get(b)! - weight.get(a)! || a - b).slice(0, SIDE);
}

/** Like items side by side: after each the one of the rest that is most often with it. */
function sideBySide(items: number[], lift: (a: number, b: number) => number): number[] {
  const [first, ...rest] = items;
  if (first === undefined) return [];
  const order = [first];
  while (rest.length > 0) {
    const last = order.at(-1)!;
    const next = rest.reduce((best, item) => (lift(last, item) > lift(last, best) ? item : best));
    rest.splice(rest.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** The items most tied to others against each other: every pair that is frequent, in both directions. */
export function pairMatrix(ground: Ground): BasketsResult['matrix'] {
  const { mined, transactions, holders, rules } = ground.made;
  const chosen = mostTied(ground);
  const held = (item: number) => holders.starts[item + 1]! - holders.starts[item]!;
  const pairs = new Map<string, number>();
  for (let set = 0; set < mined.sets.length; set++) {
    const items = itemsOf(mined.sets, set);
    if (sizeOf(mined.sets, set) === 2 && items.every((item) => chosen.includes(item))) pairs.set(items.join(), set);
  }
  const setOf = (a: number, b: number) => pairs.get(a < b ? `${a},${b}` : `${b},${a}`);
  const lift = (a: number, b: number) => {
    const set = setOf(a, b);
    return set === undefined ? 0 : (mined.sets.counts[set]! * transactions.count) / (held(a) * held(b));
  };
  const order = sideBySide(chosen, lift);
  const cells = order.flatMap((a, row) =>
    order.flatMap((b, column): PairCell[] => {
      const set = a === b ? undefined : setOf(a, b);
      if (set === undefined) return [];
      const count = mined.sets.counts[set]!;
      return [{ row, column, count, confidence: count / held(a), lift: lift(a, b), qValue: rules.weakest[set]! }];
    }),
  );
  return { items: order.map((item) => ground.catalogue.ids[item]!), cells };
}

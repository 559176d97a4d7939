import type { Catalogue } from '../../models/baskets/facts.ts';
import { isOnHand } from '../../models/baskets/facts.ts';
import type { MinedBaskets } from '../../models/baskets/held.ts';
import { itemsOf, sizeOf } from '../../models/baskets/itemsets.ts';
import type { Params } from './params.ts';

/** What the offers are made of. */
export interface Ground {
  made: MinedBaskets;
  catalogue: Catalogue;
  params: Params;
  hasStock: boolean;
}

const countOf = ({ made }: Ground, item: number): number => made.holders.starts[item + 1]! - made.holders.starts[item]!;

const canBeOffered = ({ catalogue, params, hasStock }: Ground, item: number): boolean =>
  !params.inStock || !hasStock || isOnHand(catalogue, item);

/** The sets of so many items that are surely tied, each to the others, and more often together than apart. */
export function* tiedSets(ground: Ground, isSize: (size: number) => boolean): Generator<number> {
  const { mined, rules, transactions } = ground.made;
  for (let set = 0; set < mined.sets.length; set++) {
    if (!isSize(sizeOf(mined.sets, set)) || !(rules.weakest[set]! <= ground.params.fdr)) continue;
    const expected = itemsOf(mined.sets, set).reduce(
      (share, item) => share * (countOf(ground, item) / transactions.count),
      1,
    );
    if (mined.sets.counts[set]! / transactions.count > expected) yield set;
  }
}

export interface Offered {
  item: number;
  offer: number;
  count: number;
  confidence: number;
  lift: number;
  gain: number;
  q: number;
}

const isAffordable = ({ catalogue, params }: Ground, item: number, offer: number): boolean =>
  params.priceRatio === 0 || catalogue.prices[offer]! <= params.priceRatio * catalogue.prices[item]!;

/** For each item what to offer beside it: of the items that are surely tied to it those with the largest gain. */
export function crossSell(ground: Ground): Offered[] {
  const { mined, rules, transactions } = ground.made;
  const byItem = new Map<number, Offered[]>();
  const add = (item: number, offer: number, set: number) => {
    if (!canBeOffered(ground, offer) || !isAffordable(ground, item, offer)) return;
    const [count, share] = [mined.sets.counts[set]!, countOf(ground, offer) / transactions.count];
    const confidence = count / countOf(ground, item);
    const found = {
      item,
      offer,
      count,
      confidence,
      lift: confidence / share,
      gain: confidence - share,
      q: rules.weakest[set]!,
    };
    const list = byItem.get(item);
    if (list) list.push(found);
    else byItem.set(item, [found]);
  };
  for (const set of tiedSets(ground, (size) => size === 2)) {
    const [a, b] = itemsOf(mined.sets, set) as unknown as [number, number];
    add(a, b, set);
    add(b, a, set);
  }
  const items = [...byItem.keys()].sort((a, b) => countOf(ground, b) - countOf(ground, a) || a - b);
  return items.flatMap((item) =>
    byItem
      .get(item)!
      .sort((a, b) => b.gain - a.gain || a.offer - b.offer)
      .slice(0, ground.params.offers),
  );
}

export interface Bundled {
  set: number;
  lift: number;
  leverage: number;
  price: number;
  onHand: number;
}

/** The closed sets that may be sold as one: surely tied, all on hand, within the price. Those farthest from independence first. */
export function bundles(ground: Ground): Bundled[] {
  const { catalogue, params, made } = ground;
  const { mined, transactions } = made;
  const found: Bundled[] = [];
  for (const set of tiedSets(ground, (size) => size > 1)) {
    if (!mined.closed[set]) continue;
    const items = [...itemsOf(mined.sets, set)];
    const price = items.reduce((sum, item) => sum + catalogue.prices[item]!, 0);
    const isTooCheap = params.minPrice > 0 && !(price >= params.minPrice);
    const isTooDear = params.maxPrice > 0 && !(price <= params.maxPrice);
    if (isTooCheap || isTooDear || !items.every((item) => canBeOffered(ground, item))) continue;
    const expected = items.reduce((share, item) => share * (countOf(ground, item) / transactions.count), 1);
    const support = mined.sets.counts[set]! / transactions.count;
    const onHand = items.reduce((least, item) => Math.min(least, catalogue.onHand[item]!), Infinity);
    found.push({ set, lift: support / expected, leverage: support - expected, price, onHand });
  }
  return found.sort((a, b) => b.leverage - a.leverage || a.set - b.set);
}

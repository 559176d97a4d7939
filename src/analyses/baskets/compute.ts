import type { Compute, Context } from '../../contract/analysis.ts';
import type { ItemFacts } from '../../core/baskets.ts';
import { AppError } from '../../core/errors.ts';
import type { BasketTables } from '../../models/baskets/facts.ts';
import { aboutOf, catalogueOf, factsOf, ruleOf } from '../../models/baskets/facts.ts';
import type { MinedBaskets } from '../../models/baskets/held.ts';
import { minedBaskets } from '../../models/baskets/held.ts';
import { itemsOf, sizeOf } from '../../models/baskets/itemsets.ts';
import type definition from './index.ts';
import type { Bundled, Ground, Offered } from './offers.ts';
import { bundles, crossSell } from './offers.ts';
import { firstRules, largest } from './order.ts';
import { pairMatrix } from './pairs.ts';
import { crossSellTable, rulesTable } from './publish.ts';
import type { BasketsResult, Bundle, CrossSell, ListedSet } from './result.ts';

const RULES = 'basket_rules';
const CROSS_SELL = 'cross_sell';
const MOST_SETS = 10_000;
const MOST_BUNDLES = 500;
const MOST_OFFERS = 5000;
const MOST_LINKS = 100;
const MOST_PUBLISHED = 100_000;

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);

function sizes({ mined: { sets } }: MinedBaskets): number[] {
  const bySize: number[] = [];
  for (let set = 0; set < sets.length; set++) {
    const at = sizeOf(sets, set) - 1;
    while (bySize.length <= at) bySize.push(0);
    bySize[at]!++;
  }
  return bySize;
}

function listedSets({ made, catalogue }: Ground): ListedSet[] {
  const { mined, transactions } = made;
  return Array.from(largest(Float64Array.from(mined.sets.counts), MOST_SETS), (set) => ({
    items: Array.from(itemsOf(mined.sets, set), (code) => catalogue.ids[code]!),
    count: mined.sets.counts[set]!,
    support: mined.sets.counts[set]! / transactions.count,
    closed: mined.closed[set] === 1,
    maximal: mined.maximal[set] === 1,
  }));
}

const ranked = (offers: readonly Offered[]): (Offered & { rank: number })[] => {
  let rank = 0;
  return offers.map((offer, n) => ({ ...offer, rank: (rank = offers[n - 1]?.item === offer.item ? rank + 1 : 1) }));
};

const listedOffer = ({ catalogue }: Ground, { item, offer, q, ...figures }: Offered & { rank: number }): CrossSell => ({
  item: catalogue.ids[item]!,
  offer: catalogue.ids[offer]!,
  rank: figures.rank,
  count: figures.count,
  confidence: figures.confidence,
  lift: figures.lift,
  gain: figures.gain,
  qValue: q,
});

function listedBundle({ made, catalogue }: Ground, { set, lift, leverage, price, onHand }: Bundled): Bundle {
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  const count = made.mined.sets.counts[set]!;
  return {
    items: Array.from(itemsOf(made.mined.sets, set), (code) => catalogue.ids[code]!),
    count,
    support: count / made.transactions.count,
    ...{ lift, leverage, price: known(price), onHand: known(onHand) },
    qValue: made.rules.weakest[set]!,
  };
}

/** The facts of every item that the result names. */
function named(
  { made, catalogue }: Ground,
  result: Pick<BasketsResult, 'sets' | 'rules' | 'network' | 'crossSell' | 'bundles'>,
): ItemFacts[] {
  const codes = new Map(catalogue.ids.map((id, code) => [id, code]));
  const items = new Set([
    ...result.sets.flatMap((set) => set.items),
    ...[...result.rules, ...result.network].flatMap((rule) => [...rule.if, ...rule.then]),
    ...result.crossSell.flatMap(({ item, offer }) => [item, offer]),
    ...result.bundles.flatMap((bundle) => bundle.items),
  ]);
  return [...items].map((item) => factsOf(catalogue, made, codes.get(item)!));
}

function publish(context: Context, ground: Ground, offers: readonly (Offered & { rank: number })[]): void {
  const { made, catalogue, params } = ground;
  const titles = new Map(catalogue.ids.map((id, code) => [id, catalogue.titles[code] ?? id]));
  const rules = Array.from(firstRules(made, params, MOST_PUBLISHED), (n) => ruleOf(made, n, catalogue, params.fdr));
  context.publish(
    RULES,
    rulesTable(rules, (item) => titles.get(item) ?? item),
  );
  context.publish(CROSS_SELL, crossSellTable(offers, catalogue));
}

/** Mines the baskets, tells the rules and makes offers of them. */
export default (async (tables, params, context): Promise<BasketsResult> => {
  await context.step(0);
  const made = await minedBaskets(tables.lines, tables.items, params, (done) => context.step(0.9 * done));
  const { transactions, mined, rules } = made;
  const about = aboutOf(tables satisfies BasketTables, transactions.items.length);
  if (transactions.count === 0) throw new AppError('baskets.no-baskets', { events: about.events });
  context.ranOn({ name: 'cpu' });
  const ground: Ground = { made, catalogue: catalogueOf(tables.items), params, hasStock: about.hasStock };
  const offers = ranked(crossSell(ground));
  const found = bundles(ground);
  const first = firstRules(made, params, params.maxRules);
  const isPair = (n: number) => sizeOf(mined.sets, rules.set[n]!) === 2;
  const network = firstRules(made, { ...params, sortBy: 'leverage' }, MOST_LINKS, isPair);
  const told = (places: Uint32Array) => Array.from(places, (n) => ruleOf(made, n, ground.catalogue, params.fdr));
  await context.step(0.95);
  const lists = {
    sets: listedSets(ground),
    rules: told(first),
    network: told(network),
    crossSell: offers.slice(0, MOST_OFFERS).map((offer) => listedOffer(ground, offer)),
    bundles: found.slice(0, MOST_BUNDLES).map((bundle) => listedBundle(ground, bundle)),
  };
  publish(context, ground, offers);
  return {
    transactions: transactions.count,
    items: transactions.itemCount,
    lines: transactions.items.length,
    itemsets: mined.sets.length,
    setsBySize: sizes(made),
    closed: sum(mined.closed),
    maximal: sum(mined.maximal),
    exact: mined.exact,
    ruleCount: rules.length,
    significantCount: rules.q.reduce((count, q) => count + Number(q <= params.fdr), 0),
    tested: rules.candidates,
    family: rules.family,
    ...lists,
    matrix: pairMatrix(ground),
    crossSellItems: offers.reduce((count, { rank }) => count + Number(rank === 1), 0),
    bundleCount: found.length,
    catalogue: named(ground, lists),
    about,
    definition: { ...params, minCountUsed: made.minCount },
  };
}) satisfies Compute<typeof definition>;

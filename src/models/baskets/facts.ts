import type { Table } from 'apache-arrow';
import type { BasketAbout, BasketRule, ItemFacts } from '../../core/baskets.ts';
import { numbers, strings } from '../../core/columns.ts';
import type { MinedBaskets } from './held.ts';
import { ruleMeasures, sidesOf } from './rules.ts';

/** The tables made by `basketQueries` (features/baskets). */
export type BasketTables = Record<'lines' | 'items' | 'about', Table>;

/** What is known of the items, by code. */
export interface Catalogue {
  ids: string[];
  titles: (string | null)[];
  /** NaN where unknown. */
  prices: Float64Array;
  onHand: Float64Array;
}

const catalogues = new WeakMap<Table, Catalogue>();

/** Read once for a table. */
export function catalogueOf(items: Table): Catalogue {
  const known = catalogues.get(items);
  if (known) return known;
  const made = {
    ids: strings(items, 'item').map(String),
    titles: strings(items, 'title'),
    prices: numbers(items, 'price'),
    onHand: numbers(items, 'on_hand'),
  };
  catalogues.set(items, made);
  return made;
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

export const factsOf = (
  { ids, titles, prices, onHand }: Catalogue,
  { holders }: MinedBaskets,
  code: number,
): ItemFacts => ({
  item: ids[code]!,
  title: titles[code]!,
  price: known(prices[code]!),
  onHand: known(onHand[code]!),
  count: holders.starts[code + 1]! - holders.starts[code]!,
});

/** Whether an item can be offered: where stock is mapped, one that is not counted is not there. */
export const isOnHand = ({ onHand }: Catalogue, code: number): boolean => onHand[code]! > 0;

/** One rule with its measures. */
export function ruleOf(
  { rules, mined, transactions }: MinedBaskets,
  n: number,
  { ids }: Catalogue,
  fdr: number,
): BasketRule {
  const sides = sidesOf(rules, n, mined.sets);
  const named = (codes: readonly number[]) => codes.map((code) => ids[code]!);
  return {
    if: named(sides.if),
    then: named(sides.then),
    count: mined.sets.counts[rules.set[n]!]!,
    ...ruleMeasures(rules, n, mined.sets, transactions.count),
    pValue: rules.p[n]!,
    qValue: rules.q[n]!,
    significant: rules.q[n]! <= fdr,
  };
}

export function aboutOf({ about, lines }: BasketTables, distinct: number): BasketAbout {
  const text = (name: string) => strings(about, name)[0]!;
  const number = (name: string) => numbers(about, name)[0]!;
  return {
    kind: text('kind') as BasketAbout['kind'],
    by: text('by'),
    pattern: JSON.parse(text('pattern')) as BasketAbout['pattern'],
    zone: text('zone'),
    sessionGapMinutes: number('session_gap'),
    namedSessions: number('named_sessions') === 1,
    hasPrices: number('has_prices') === 1,
    hasStock: number('has_stock') === 1,
    events: number('events'),
    noItem: number('no_item'),
    noBasket: number('no_basket'),
    noUser: number('no_user'),
    returned: number('returned'),
    repeats: lines.numRows - distinct,
  };
}

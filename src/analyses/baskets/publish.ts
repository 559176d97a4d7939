import { Table, makeVector } from 'apache-arrow';
import type { BasketRule } from '../../core/baskets.ts';
import { textVector } from '../../core/text-vector.ts';
import type { Catalogue } from '../../models/baskets/facts.ts';
import type { Offered } from './offers.ts';

const doubles = <T>(rows: readonly T[], of: (row: T) => number) => makeVector(Float64Array.from(rows, of));

/** The table `basket_rules`: sides as ids and as titles, several joined by " + ". */
export function rulesTable(rules: readonly BasketRule[], titleOf: (item: string) => string): Table {
  const joined = (items: readonly string[]) => items.join(' + ');
  return new Table({
    if: textVector(rules.map((rule) => joined(rule.if))),
    then: textVector(rules.map((rule) => joined(rule.then))),
    if_title: textVector(rules.map((rule) => joined(rule.if.map(titleOf)))),
    then_title: textVector(rules.map((rule) => joined(rule.then.map(titleOf)))),
    baskets: doubles(rules, ({ count }) => count),
    support: doubles(rules, ({ support }) => support),
    confidence: doubles(rules, ({ confidence }) => confidence),
    lift: doubles(rules, ({ lift }) => lift),
    leverage: doubles(rules, ({ leverage }) => leverage),
    conviction: doubles(rules, ({ conviction }) => conviction),
    zhang: doubles(rules, ({ zhang }) => zhang),
    p_value: doubles(rules, ({ pValue }) => pValue),
    q_value: doubles(rules, ({ qValue }) => qValue),
  });
}

/** The table `cross_sell`: one row for each item and offer. */
export function crossSellTable(
  offers: readonly (Offered & { rank: number })[],
  { ids, titles, prices, onHand }: Catalogue,
): Table {
  return new Table({
    item: textVector(offers.map(({ item }) => ids[item]!)),
    rank: makeVector(Int32Array.from(offers, ({ rank }) => rank)),
    offer: textVector(offers.map(({ offer }) => ids[offer]!)),
    title: textVector(offers.map(({ item }) => titles[item]!)),
    offer_title: textVector(offers.map(({ offer }) => titles[offer]!)),
    confidence: doubles(offers, ({ confidence }) => confidence),
    lift: doubles(offers, ({ lift }) => lift),
    gain: doubles(offers, ({ gain }) => gain),
    baskets: doubles(offers, ({ count }) => count),
    q_value: doubles(offers, ({ q }) => q),
    offer_price: doubles(offers, ({ offer }) => prices[offer]!),
    offer_on_hand: doubles(offers, ({ offer }) => onHand[offer]!),
  });
}

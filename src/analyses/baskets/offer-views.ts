import { bars } from '../../charts/bars.ts';
import type { View } from '../../contract/view.ts';
import { namesOf } from '../../core/item-names.ts';
import { joined, percent, short } from '../../features/baskets/words.ts';
import { withMark, withoutMark } from './marks.ts';
import type { BasketsResult } from './result.ts';
import type { Text } from './words.ts';
import { ground, setOnTwoLines } from './words.ts';

const BARS = 12;

const looksAtStock = ({ definition, about }: BasketsResult): boolean => definition.inStock && about.hasStock;
const looksAtPrice = ({ definition }: BasketsResult): boolean => definition.minPrice > 0 || definition.maxPrice > 0;

const cents = (price: number): number => Math.round(price * 100) / 100;

const priceWords = (price: number | null, text: Text): string =>
  price === null ? '' : text('bundles.price', { price: cents(price) });

export function bundlesView(result: BasketsResult, text: Text): View {
  const name = namesOf(result.catalogue);
  const { bundles, bundleCount } = result;
  const first = bundles[0];
  const [stock, price] = [looksAtStock(result), looksAtPrice(result)];
  const data = bundles.slice(0, BARS).map((bundle) => ({
    name: setOnTwoLines(bundle.items, name),
    value: percent(bundle.leverage),
    label: text('bundles.bar', {
      count: bundle.count,
      price: bundle.price === null ? '' : text('bundles.bar.price', { price: cents(bundle.price) }),
    }),
  }));
  const keys = ['items', 'baskets', 'support', 'lift', 'leverage', 'price', 'onHand', 'q'] as const;
  return {
    title: text('bundles.title'),
    sentence: first
      ? text('bundles.sentence', {
          ...{ n: bundleCount, items: joined(first.items, name), count: first.count, lift: short(first.lift) },
          price: priceWords(first.price, text),
        })
      : text('bundles.none', { rules: stock || price ? text('bundles.none.rules') : '' }),
    ...ground(
      result,
      text,
      text('bundles.define', {
        stock: stock ? text('bundles.define.stock') : '',
        price: price ? text('bundles.define.price') : '',
      }),
    ),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: bundles.map((bundle) => [
        ...[joined(bundle.items, name), bundle.count, bundle.support, bundle.lift, bundle.leverage],
        ...[bundle.price, bundle.onHand, bundle.qValue],
      ]),
    },
    ...(data.length > 0 && { chart: (theme) => bars(theme, data, text('axis.leverage')) }),
    marks: bundles.map(({ items }) => withMark(items)),
  };
}

export function crossSellView(result: BasketsResult, text: Text): View {
  const name = namesOf(result.catalogue);
  const facts = new Map(result.catalogue.map((each) => [each.item, each]));
  const { crossSell, crossSellItems, definition } = result;
  const first = crossSell[0];
  const keys = [
    ...(['item', 'rank', 'offer', 'confidence', 'lift', 'gain', 'baskets', 'q', 'price', 'onHand'] as const),
  ];
  return {
    title: text('cross.title'),
    sentence: first
      ? text('cross.sentence', {
          ...{ items: crossSellItems, item: name(first.item), offer: name(first.offer) },
          ...{ confidence: percent(first.confidence), gain: percent(first.gain) },
        })
      : text('cross.none'),
    ...ground(
      result,
      text,
      text('cross.define', {
        offers: definition.offers,
        stock: looksAtStock(result) ? text('bundles.define.stock') : '',
      }),
    ),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: crossSell.map((each) => [
        ...[
          name(each.item),
          each.rank,
          name(each.offer),
          each.confidence,
          each.lift,
          each.gain,
          each.count,
          each.qValue,
        ],
        ...[facts.get(each.offer)?.price ?? null, facts.get(each.offer)?.onHand ?? null],
      ]),
    },
    marks: crossSell.map(({ item, offer }) => withoutMark(item, offer)),
  };
}

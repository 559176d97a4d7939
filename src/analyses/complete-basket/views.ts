import { bars } from '../../charts/bars.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { namesOf } from '../../core/item-names.ts';
import { filled } from '../../features/recommending/words.ts';
import { basketCautions, basketDefinitionText, joined, percent, short } from '../../features/baskets/words.ts';
import type { CompleteBasketResult, Offer } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

/** The names of everything that the result tells of. */
const naming = ({ basket, items }: CompleteBasketResult) => namesOf([...basket, ...items]);

function sentence(result: CompleteBasketResult, text: Text): string {
  const { basket, items, unknown, about, definition } = result;
  const [first] = items;
  const name = naming(result);
  if (!first) return text(about.hasStock && definition.inStock ? 'offers.sold-out' : 'offers.none');
  const item = name(first.item);
  if (basket.length === 0) return text('offers.empty', { item, share: percent(first.score) });
  const common = {
    basket: joined(
      basket.map((each) => each.item),
      name,
    ),
    item,
    unknown: unknown.length > 0 ? text('offers.unknown', { items: unknown.join(', ') }) : '',
  };
  const [rule] = first.rules;
  if (rule) {
    return text('offers.rule', {
      ...common,
      ...{ if: joined(rule.if, name), confidence: percent(rule.confidence), lift: short(rule.lift) },
      ...{ rules: items.filter(({ source }) => source === 'rule').length, n: items.length },
    });
  }
  const near = joined(
    first.near.map((each) => each.item),
    name,
  );
  if (first.source === 'similar') return text('offers.similar', { ...common, near, score: short(first.score) });
  return text('offers.popular', { ...common, share: percent(first.score) });
}

function why({ source, rules, near, score }: Offer, name: (item: string) => string, text: Text): string {
  const [rule] = rules;
  if (rule) return text('why.rule', { if: joined(rule.if, name), confidence: percent(rule.confidence) });
  if (source === 'similar')
    return text('why.similar', {
      near: joined(
        near.map(({ item }) => item),
        name,
      ),
    });
  return text('why.popular', { share: percent(score) });
}

const label = ({ source, score, lift }: Offer, text: Text): string =>
  text(`bar.${source}`, { score: source === 'similar' ? short(score) : percent(score), lift: short(lift ?? 1) });

/** What to add, with the reason for each. */
export function views(result: CompleteBasketResult, text: Text): View[] {
  const name = naming(result);
  const { items, about, definition, transactions, family } = result;
  const keys = ['rank', 'item', 'why', 'score', 'confidence', 'lift', 'source', 'baskets', 'price', 'onHand'] as const;
  const data = items.map((offer) => ({ name: name(offer.item), value: short(offer.score), label: label(offer, text) }));
  return [
    {
      title: text('offers.title'),
      sentence: sentence(result, text),
      definition: [text('define.offers'), basketDefinitionText(about, definition, { transactions, family }, text)].join(
        text.language === 'zh' ? '' : ' ',
      ),
      cautions: basketCautions(about, definition, text),
      table: filled({
        columns: keys.map((key) => text(`column.${key}`)),
        rows: items.map((offer, n) => [
          ...[n + 1, name(offer.item), why(offer, name, text), offer.score, offer.confidence, offer.lift],
          ...[text(`source.${offer.source}`), offer.count, offer.price, offer.onHand],
        ]),
      }),
      ...(data.length > 0 && { chart: (theme) => bars(theme, data, text('axis.score')) }),
    },
  ];
}

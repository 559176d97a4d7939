import { bars } from '../../charts/bars.ts';
import type { View } from '../../contract/view.ts';
import type { BasketRule } from '../../core/baskets.ts';
import { namesOf } from '../../core/item-names.ts';
import { joined, percent, short } from '../../features/baskets/words.ts';
import { withMark } from './marks.ts';
import type { BasketsResult } from './result.ts';
import type { Text } from './words.ts';
import { gap, ground, onTwoLines, yesNo } from './words.ts';

const BARS = 12;

/** Baskets with the left side, from the shares. */
const antecedents = ({ count, confidence }: BasketRule): number => Math.round(count / confidence);

function sentence(result: BasketsResult, text: Text): string {
  const { rules, ruleCount, significantCount, transactions, items, itemsets, tested, definition } = result;
  const first = rules[0];
  if (!first) return text(tested > 0 ? 'rules.none' : 'rules.single', { transactions, items, sets: itemsets, tested });
  const name = namesOf(result.catalogue);
  const told = text('rules.sentence', {
    if: joined(first.if, name),
    then: joined(first.then, name),
    ...{ confidence: percent(first.confidence), count: first.count, of: antecedents(first), lift: short(first.lift) },
    ...{ rules: ruleCount, significant: significantCount, transactions, fdr: percent(definition.fdr) },
  });
  const hidden = ruleCount > rules.length ? [text('rules.hidden', { shown: rules.length, rules: ruleCount })] : [];
  return [told, ...hidden].join(gap(text));
}

/** The measure that rules are in order of, as a bar's length; shares in percent. Infinite conviction has no length. */
function length(rule: BasketRule, { definition }: BasketsResult): number {
  const value = rule[definition.sortBy];
  const isShare = ['confidence', 'support', 'leverage'].includes(definition.sortBy);
  return isShare ? percent(value) : Number.isFinite(value) ? short(value) : 0;
}

export function rulesView(result: BasketsResult, text: Text): View {
  const name = namesOf(result.catalogue);
  const { rules, definition } = result;
  const keys = [
    ...(['if', 'then', 'baskets', 'support', 'confidence', 'lift', 'leverage', 'conviction', 'zhang'] as const),
    ...(['p', 'q', 'significant'] as const),
  ];
  const data = rules.slice(0, BARS).map((rule) => ({
    name: onTwoLines(joined(rule.if, name), joined(rule.then, name)),
    value: length(rule, result),
    label: text('rules.bar', { lift: short(rule.lift), confidence: percent(rule.confidence), count: rule.count }),
  }));
  return {
    title: text('rules.title'),
    sentence: sentence(result, text),
    ...ground(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rules.map((rule) => [
        ...[joined(rule.if, name), joined(rule.then, name), rule.count, rule.support, rule.confidence, rule.lift],
        ...[rule.leverage, Number.isFinite(rule.conviction) ? rule.conviction : '∞', rule.zhang],
        ...[rule.pValue, rule.qValue, yesNo(rule.significant, text)],
      ]),
    },
    ...(data.length > 0 && { chart: (theme) => bars(theme, data, text(`axis.${definition.sortBy}`)) }),
    marks: rules.map((rule) => withMark([...rule.if, ...rule.then])),
  };
}

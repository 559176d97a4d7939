import { bars } from '../../charts/bars.ts';
import type { View } from '../../contract/view.ts';
import { namesOf } from '../../core/item-names.ts';
import { joined, percent } from '../../features/baskets/words.ts';
import { withMark } from './marks.ts';
import type { BasketsResult } from './result.ts';
import type { Text } from './words.ts';
import { gap, ground, setOnTwoLines, yesNo } from './words.ts';

const BARS = 12;

function sentence(result: BasketsResult, text: Text): string {
  const { itemsets: sets, setsBySize, closed, maximal, definition } = result;
  if (sets === 0) return text('sets.none', { count: definition.minCountUsed });
  const first = result.sets.find(({ items }) => items.length > 1);
  if (!first) return text('sets.single', { sets });
  const sizes = setsBySize.map((n, at) => text('sets.size', { n, size: at + 1 }));
  const told = text('sets.sentence', {
    ...{ sets, closed, maximal, sizes: sizes.join(text.language === 'zh' ? '、' : ', ') },
    ...{ items: joined(first.items, namesOf(result.catalogue)), count: first.count, share: percent(first.support) },
  });
  const shown = result.sets.length < sets ? [text('sets.shown', { shown: result.sets.length, sets })] : [];
  return [told, ...shown].join(gap(text));
}

export function setsView(result: BasketsResult, text: Text): View {
  const name = namesOf(result.catalogue);
  const { exact, definition } = result;
  // Those of several items first, as the chart shows them: a bar's place is its row.
  const several = result.sets.filter(({ items }) => items.length > 1);
  const sets = [...several, ...result.sets.filter(({ items }) => items.length === 1)];
  const keys = ['items', 'size', 'baskets', 'support', 'closed', 'maximal'] as const;
  const data = several.slice(0, BARS).map(({ items, count, support }) => ({
    name: setOnTwoLines(items, name),
    value: count,
    label: text('sets.bar', { count, share: percent(support) }),
  }));
  const standing = ground(result, text, text('sets.define'));
  const inexact = exact ? [] : [text('sets.inexact', { length: definition.maxLength })];
  return {
    title: text('sets.title'),
    sentence: sentence(result, text),
    ...standing,
    cautions: [...inexact, ...(standing.cautions ?? [])],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: sets.map(({ items, count, support, closed, maximal }) => [
        ...[joined(items, name), items.length, count, support, yesNo(closed, text), yesNo(maximal, text)],
      ]),
    },
    ...(data.length > 0 && { chart: (theme) => bars(theme, data, text('axis.baskets')) }),
    marks: sets.map(({ items }) => withMark(items)),
  };
}

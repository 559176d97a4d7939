import { scatter } from '../../charts/scatter.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { definitionOf } from '../../features/recommending/words.ts';
import type { ItemMapResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const percent = (share: number): number => Math.round(share * 1000) / 10;

function definitionText({ definition, isReviews }: ItemMapResult, text: Text): string {
  return text('definition', {
    signals: definitionOf(definition, text, isReviews),
    algorithm: text(`option.algorithm.${definition.algorithm}` as TextKey),
    neighbours: definition.neighbours,
  });
}

function sentenceOf({ places, items, groups, groupedBy, purity, chance }: ItemMapResult, text: Text): string {
  if (places.length === 0) return text('map.none');
  const figures = { drawn: places.length, items, k: groups.length };
  return text(`map.${groupedBy}`, { ...figures, purity: percent(purity), chance: percent(chance) });
}

function mapView(result: ItemMapResult, text: Text): View {
  const { places } = result;
  const groups = result.groups.map((name) => name ?? text('group.others'));
  const keys = ['item', 'group', 'users', 'x', 'y'] as const;
  return {
    title: text('map.title'),
    sentence: sentenceOf(result, text),
    definition: definitionText(result, text),
    cautions: [text('caution.map'), text('caution.few')],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: places.map(({ title, group, users, x, y }) => [title, groups[group]!, users, x, y]),
    },
    chart: (theme) =>
      scatter(
        theme,
        places.map(({ x, y, group, title }) => ({ x, y, group, name: title })),
        { x: text('axis.x'), y: text('axis.y'), groups, rest: result.groups.indexOf(null) },
      ),
    marks: places.map(({ item }) => `item:${item}`),
  };
}

function nearestView(result: ItemMapResult, text: Text): View {
  const { places } = result;
  const [first] = places;
  const joined = text.language === 'zh' ? '、' : ', ';
  return {
    title: text('near.title'),
    sentence: first?.nearest[0]
      ? text('near.sentence', { title: first.title, users: first.users, nearest: first.nearest[0] })
      : text('map.none'),
    definition: definitionText(result, text),
    cautions: [text('caution.few')],
    table: {
      columns: (['item', 'users', 'nearest'] as const).map((key) => text(`column.${key}`)),
      rows: places.map(({ title, users, nearest }) => [title, users, nearest.join(joined)]),
    },
    marks: places.map(({ item }) => `item:${item}`),
  };
}

/** The map, and of each item those closest to it. */
export const views = (result: ItemMapResult, text: Text): View[] => [mapView(result, text), nearestView(result, text)];

import { bars } from '../../charts/bars.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { namesOf } from '../../core/item-names.ts';
import { reasonText } from '../../core/recommendation-reason.ts';
import { definitionOf, filled, offerWords } from '../../features/recommending/words.ts';
import type { RecommendForResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const NAMED = 3;

const listText = (names: readonly string[], text: Text): string =>
  new Intl.ListFormat(text.language === 'zh' ? 'zh-CN' : 'en-GB').format(names);

/** The names of everything that the result tells of. */
const naming = ({ items, had }: RecommendForResult) =>
  namesOf([...had, ...items.flatMap((row) => [row, ...row.why.items])]);

/** For whom, as a sentence names him. */
function whoText(result: RecommendForResult, text: Text): string {
  const { user, example, had } = result;
  const isSession = result.definition.items.length > 0;
  if (user !== null && !isSession) return text(example ? 'who.example' : 'who.user', { user });
  const name = naming(result);
  const names = had.slice(0, NAMED).map(({ item }) => name(item));
  const items = listText(had.length > NAMED ? [...names, '…'] : names, text);
  return user === null ? text('who.session', { items }) : text('who.user.session', { user, items });
}

function definitionText(result: RecommendForResult, text: Text): string {
  const { definition, algorithm, users, interactions, isReviews } = result;
  const learnt = text('definition', {
    algorithm: text(`option.algorithm.${algorithm}` as TextKey),
    ...{ users, interactions },
    seen: text(`definition.seen.${definition.seen}`),
  });
  return [definitionOf(definition, text, isReviews), learnt, ...offerWords(definition, text)].join(
    text.language === 'zh' ? '' : ' ',
  );
}

const cautions = ({ unknown, knows, items }: RecommendForResult, text: Text): string[] => [
  ...(unknown.length > 0 ? [text('caution.unknown', { items: listText(unknown, text) })] : []),
  ...(knows ? [] : [text(items.some(({ source }) => source === 'attributes') ? 'caution.alike' : 'caution.cold')]),
  text('caution.score'),
];

function offerView(result: RecommendForResult, text: Text): View {
  const { items } = result;
  const [first] = items;
  const who = whoText(result, text);
  const name = naming(result);
  const reason = (row: (typeof items)[number]) => reasonText(row.why, text.language, name);
  // Bars stand on zero: scores that may lie below have none.
  const isDrawn = items.length > 0 && items.every(({ score }) => score >= 0);
  return {
    title: text('for.title'),
    sentence: first
      ? text('for.sentence', { who, item: name(first.item), reason: reason(first) })
      : text('for.none', { who }),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: filled({
      columns: (['rank', 'item', 'title', 'category', 'price', 'score', 'reason', 'source'] as const).map((key) =>
        text(`column.${key}`),
      ),
      rows: items.map((row) => [
        ...[row.rank, row.item, row.title, row.category, row.price, row.score],
        ...[reason(row), text(`source.${row.source}`)],
      ]),
    }),
    ...(isDrawn && {
      chart: (theme) =>
        bars(
          theme,
          items.map((row) => ({ name: name(row.item), value: row.score, label: reason(row) })),
          text('axis.score'),
        ),
    }),
  };
}

function hadView(result: RecommendForResult, text: Text): View {
  const { had, hadItems } = result;
  const who = whoText(result, text);
  const [last] = had;
  const isSession = result.definition.items.length > 0;
  const name = naming(result);
  return {
    title: text('had.title'),
    sentence: last
      ? text(isSession ? 'had.session' : 'had.sentence', { who, n: hadItems, item: name(last.item) })
      : text('had.none', { who }),
    definition: definitionText(result, text),
    table: filled({
      columns: (['item', 'title'] as const).map((key) => text(`column.${key}`)),
      rows: had.map(({ item, title }) => [item, title]),
    }),
  };
}

/** The list with its reasons, and what it goes by. */
export const views = (result: RecommendForResult, text: Text): View[] => [
  offerView(result, text),
  hadView(result, text),
];

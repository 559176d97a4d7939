import { bars } from '../../charts/bars.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { View } from '../../contract/view.ts';
import { namesOf } from '../../core/item-names.ts';
import { basketWords } from '../../features/baskets/words.ts';
import { patternWords } from '../../features/pattern-words.ts';
import { filled } from '../../features/recommending/words.ts';
import type { ItemPageResult, Substitute } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const FEW = 30;
const DRAWN = 15;

/** Tenths of a percent; below one percent two digits, since 0 % would say that there is none. */
const percent = (share: number): number =>
  share < 0.01 ? Number((share * 100).toPrecision(2)) : Math.round(share * 1000) / 10;
const digits = (value: number): number => Number(value.toPrecision(3));

const definitionOf = ({ about, definition }: ItemPageResult, text: Text): string =>
  [
    text('define.lines', {
      basket: basketWords(about, text),
      events: patternWords(about.pattern as EventPattern, text.language),
      returns: '',
    }),
    text('definition', { least: definition.least, seldom: percent(definition.seldom), oneRange: definition.oneRange }),
  ].join(text.language === 'zh' ? '' : ' ');

const fewOf = ({ item: { baskets } }: ItemPageResult, text: Text): string[] =>
  baskets < FEW ? [text('caution.few', { baskets })] : [];

const coded = encodeURIComponent;

/** What the page calls its items: two may share a title. */
const naming = ({ item, goesWith, insteadOf }: ItemPageResult) => namesOf([item, ...goesWith, ...insteadOf]);

function goesWithView(result: ItemPageResult, text: Text): View {
  const { item, goesWith } = result;
  const name = naming(result);
  const [first] = goesWith;
  const keys = ['title', 'price', 'onHand', 'together', 'confidence', 'lift', 'q'] as const;
  const drawn = goesWith.slice(0, DRAWN).map((other) => ({
    name: name(other.item),
    value: other.together,
    label: text('bar.with', { confidence: percent(other.confidence), lift: digits(other.lift) }),
  }));
  return {
    title: text('with.title', { title: name(item.item) }),
    sentence: first
      ? text('with.sentence', {
          title: name(item.item),
          other: name(first.item),
          confidence: percent(first.confidence),
          baskets: item.baskets,
          lift: digits(first.lift),
        })
      : text('with.none', { title: name(item.item), baskets: item.baskets }),
    definition: definitionOf(result, text),
    cautions: [text('caution.cause'), ...fewOf(result, text)],
    table: filled({
      columns: keys.map((key) => text(`column.${key}`)),
      rows: goesWith.map((other) => keys.map((key) => (key === 'title' ? name(other.item) : other[key]))),
    }),
    ...(drawn.length > 0 && { chart: (theme) => bars(theme, drawn, text('axis.baskets')) }),
    marks: goesWith.map((other) => `both:${coded(item.item)}:${coded(other.item)}`),
  };
}

const reasonOf = ({ range }: Substitute, text: Text): string =>
  range === null ? text('reason.company') : text('reason.range', { range });

function insteadView(result: ItemPageResult, text: Text): View {
  const { item, insteadOf } = result;
  const name = naming(result);
  const [first] = insteadOf;
  const keys = ['title', 'reason', 'price', 'onHand', 'likeness', 'overlap', 'lift', 'together', 'baskets'] as const;
  const drawn = insteadOf.slice(0, DRAWN).map((other) => ({
    name: name(other.item),
    value: other.likeness,
    label: text(other.range === null ? 'bar.instead' : 'bar.range', {
      likeness: digits(other.likeness),
      overlap: percent(other.overlap),
    }),
  }));
  return {
    title: text('instead.title', { title: name(item.item) }),
    sentence: first
      ? text(first.range === null ? 'instead.sentence' : 'instead.range', {
          title: name(item.item),
          other: name(first.item),
          range: first.range ?? '',
          likeness: digits(first.likeness),
          overlap: percent(first.overlap),
        })
      : text('instead.none', { title: name(item.item) }),
    definition: definitionOf(result, text),
    cautions: [text('caution.instead'), ...fewOf(result, text)],
    table: filled({
      columns: keys.map((key) => text(`column.${key}`)),
      rows: insteadOf.map((other) => {
        const told = { ...other, title: name(other.item), reason: reasonOf(other, text) };
        return keys.map((key) => told[key]);
      }),
    }),
    ...(drawn.length > 0 && { chart: (theme) => bars(theme, drawn, text('axis.likeness')) }),
    // Those who had this item and never the other: whom the other can be offered, should this one run out.
    marks: insteadOf.map((other) => `without:${coded(item.item)}:${coded(other.item)}`),
  };
}

function factsView(result: ItemPageResult, text: Text): View {
  const { item, baskets, example } = result;
  const name = naming(result);
  const facts = [
    ['key', item.item],
    ['price', item.price],
    ['users', item.users],
    ['repeated', item.repeated],
    ['baskets', item.baskets],
    ['onHand', item.onHand],
  ] as const;
  const told = facts.filter(([, value]) => value !== null);
  const figures = {
    users: item.users,
    title: name(item.item),
    baskets: item.baskets,
    all: baskets,
    share: percent(item.baskets / baskets),
    repeated: item.repeated,
  };
  return {
    title: text('facts.title', { title: name(item.item) }),
    sentence: text('facts.sentence', figures) + (example ? text('facts.example') : ''),
    definition: definitionOf(result, text),
    table: {
      columns: [text('column.fact'), text('column.value')],
      rows: told.map(([key, value]) => [text(`fact.${key}`), value]),
    },
    marks: told.map(([key]) => (key === 'users' ? `has:${coded(item.item)}` : null)),
  };
}

/** The item, its company, and what is taken in its place. */
export const views = (result: ItemPageResult, text: Text): View[] => [
  goesWithView(result, text),
  insteadView(result, text),
  factsView(result, text),
];

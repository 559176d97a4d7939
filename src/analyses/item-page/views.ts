import { bars } from '../../charts/bars.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { View } from '../../contract/view.ts';
import { basketWords } from '../../features/baskets/words.ts';
import { patternWords } from '../../features/pattern-words.ts';
import type { ItemPageResult } from './result.ts';
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
    text('definition', { ...definition }),
  ].join(text.language === 'zh' ? '' : ' ');

const fewOf = ({ item: { baskets } }: ItemPageResult, text: Text): string[] =>
  baskets < FEW ? [text('caution.few', { baskets })] : [];

const key = encodeURIComponent;

function goesWithView(result: ItemPageResult, text: Text): View {
  const { item, goesWith } = result;
  const [first] = goesWith;
  const keys = ['title', 'price', 'onHand', 'together', 'confidence', 'lift', 'q'] as const;
  const drawn = goesWith.slice(0, DRAWN).map((other) => ({
    name: other.title,
    value: other.together,
    label: text('bar.with', { confidence: percent(other.confidence), lift: digits(other.lift) }),
  }));
  return {
    title: text('with.title', { title: item.title }),
    sentence: first
      ? text('with.sentence', {
          title: item.title,
          other: first.title,
          confidence: percent(first.confidence),
          baskets: item.baskets,
          lift: digits(first.lift),
        })
      : text('with.none', { title: item.title, baskets: item.baskets }),
    definition: definitionOf(result, text),
    cautions: [text('caution.cause'), ...fewOf(result, text)],
    table: {
      columns: keys.map((name) => text(`column.${name}`)),
      rows: goesWith.map((other) => keys.map((name) => other[name])),
    },
    ...(drawn.length > 0 && { chart: (theme) => bars(theme, drawn, text('axis.baskets')) }),
    marks: goesWith.map((other) => `both:${key(item.item)}:${key(other.item)}`),
  };
}

function insteadView(result: ItemPageResult, text: Text): View {
  const { item, insteadOf } = result;
  const [first] = insteadOf;
  const keys = ['title', 'price', 'onHand', 'likeness', 'lift', 'q', 'together', 'baskets'] as const;
  const drawn = insteadOf.slice(0, DRAWN).map((other) => ({
    name: other.title,
    value: other.score,
    label: text('bar.instead', { likeness: digits(other.likeness), lift: digits(other.lift) }),
  }));
  return {
    title: text('instead.title', { title: item.title }),
    sentence: first
      ? text('instead.sentence', {
          title: item.title,
          other: first.title,
          likeness: digits(first.likeness),
          lift: digits(first.lift),
        })
      : text('instead.none', { title: item.title }),
    definition: definitionOf(result, text),
    cautions: [text('caution.instead'), ...fewOf(result, text)],
    table: {
      columns: keys.map((name) => text(`column.${name}`)),
      rows: insteadOf.map((other) => keys.map((name) => other[name])),
    },
    ...(drawn.length > 0 && { chart: (theme) => bars(theme, drawn, text('axis.likeness')) }),
    // Those who had this item and never the other: whom the other can be offered, should this one run out.
    marks: insteadOf.map((other) => `without:${key(item.item)}:${key(other.item)}`),
  };
}

function factsView(result: ItemPageResult, text: Text): View {
  const { item, baskets, example } = result;
  const facts = [
    ['key', item.item],
    ['price', item.price],
    ['users', item.users],
    ['repeated', item.repeated],
    ['baskets', item.baskets],
    ['onHand', item.onHand],
  ] as const;
  const figures = {
    users: item.users,
    title: item.title,
    baskets: item.baskets,
    all: baskets,
    share: percent(item.baskets / baskets),
    repeated: item.repeated,
  };
  return {
    title: text('facts.title', { title: item.title }),
    sentence: text('facts.sentence', figures) + (example ? text('facts.example') : ''),
    definition: definitionOf(result, text),
    table: {
      columns: [text('column.fact'), text('column.value')],
      rows: facts.map(([name, value]) => [text(`fact.${name}`), value]),
    },
    marks: facts.map(([name]) => (name === 'users' ? `has:${key(item.item)}` : null)),
  };
}

/** The item, its company, and what is taken in its place. */
export const views = (result: ItemPageResult, text: Text): View[] => [
  goesWithView(result, text),
  insteadView(result, text),
  factsView(result, text),
];

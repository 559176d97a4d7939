import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { groupedBars } from '../../charts/grouped-bars.ts';
import { durationText } from '../../core/span-text.ts';
import type { AttributedChannel, AttributionResult, ModelName } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const CHANNELS_DRAWN = 10;
const FEW = 30;

const percent = (share: number): number => Math.round(share * 1000) / 10;
const rounded = (value: number): number => Math.round(value * 10) / 10;

const nameOf = (name: string | null, text: Text): string => name ?? text('others');

const modelName = (model: ModelName, text: Text): string => text(`model.${model}`);

function definitionOf({ definition }: AttributionResult, text: Text): string {
  const { window, count, journey, repeats } = definition;
  return text('definition', {
    conversion: definition.conversion,
    channel: definition.channel,
    window:
      window === 'none' ? text('window.none') : text('window.within', { window: durationText(window, text.language) }),
    count: text(`option.count.${count}`),
    journey: text(`option.journey.${journey}`),
    repeats: text(`option.repeats.${repeats}`),
    first: definition.positionFirst,
    last: definition.positionLast,
    halfLife: durationText(definition.halfLife, text.language),
  });
}

const markOf = ({ name }: AttributedChannel): string => (name === null ? 'others' : `channel:${name}`);

/** How far apart the models are on one channel, in conversions. */
const spread = ({ credit }: AttributedChannel): [number, number] => {
  const values = Object.values(credit);
  return [Math.min(...values), Math.max(...values)];
};

function cautionsOf(result: AttributionResult, text: Text): string[] {
  const cautions = [text('caution.cause')];
  if (result.conversions < FEW) cautions.push(text('caution.few', { conversions: result.conversions }));
  if (result.without.conversions > 0) {
    const share = percent(result.without.conversions / result.conversions);
    cautions.push(text('caution.without', { count: result.without.conversions, share }));
  }
  return cautions;
}

function sentenceOf(result: AttributionResult, text: Text): string {
  const owed = result.conversions - result.without.conversions;
  const [top] = result.channels;
  if (!top || owed === 0) return text('sentence.none', { conversion: result.definition.conversion });
  const widest = result.channels.reduce((most, each) => {
    const [a, b] = [spread(each), spread(most)];
    return a[1] - a[0] > b[1] - b[0] ? each : most;
  });
  const [low, high] = spread(widest);
  return text('sentence', {
    conversions: result.conversions,
    top: nameOf(top.name, text),
    share: percent(top.credit.linear! / owed),
    credit: rounded(top.credit.linear!),
    widest: nameOf(widest.name, text),
    low: percent(low / owed),
    high: percent(high / owed),
  });
}

function creditView(result: AttributionResult, text: Text): View {
  const { channels, models, without } = result;
  const drawn = channels.slice(0, CHANNELS_DRAWN);
  const rows = channels.map((channel) => [
    nameOf(channel.name, text),
    ...models.map((model) => channel.credit[model] ?? 0),
    channel.removal,
    channel.converted,
    channel.lost,
  ]);
  const none = [text('without'), ...models.map(() => without.conversions), null, without.conversions, null];
  const hasNone = without.conversions > 0;
  return {
    title: text('credit.title'),
    sentence: sentenceOf(result, text),
    definition: definitionOf(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: [
        text('column.channel'),
        ...models.map((model) => modelName(model, text)),
        text('column.removal'),
        text('column.converted'),
        text('column.lost'),
      ],
      rows: hasNone ? [...rows, none] : rows,
    },
    ...(drawn.length > 0 && {
      chart: (theme) =>
        groupedBars(theme, {
          groups: drawn.map((channel) => nameOf(channel.name, text)),
          series: models.map((model) => ({
            name: modelName(model, text),
            values: drawn.map((channel) => channel.credit[model] ?? 0),
          })),
          axis: text('axis.credit'),
        }),
    }),
    marks: [...channels.map(markOf), ...(hasNone ? ['without'] : [])],
  };
}

function valueView(result: AttributionResult, text: Text): View {
  const { channels, models, value, without } = result;
  const [top] = channels;
  return {
    title: text('value.title', { value: result.definition.value }),
    sentence: text('value.sentence', {
      value: result.definition.value,
      total: rounded(value),
      top: top ? nameOf(top.name, text) : '–',
      credit: rounded(top?.value?.linear ?? 0),
      without: rounded(without.value),
    }),
    definition: definitionOf(result, text),
    table: {
      columns: [text('column.channel'), ...models.map((model) => modelName(model, text))],
      rows: channels.map((channel) => [
        nameOf(channel.name, text),
        ...models.map((model) => channel.value?.[model] ?? 0),
      ]),
    },
    marks: channels.map(markOf),
  };
}

function pathsView(result: AttributionResult, text: Text): View {
  const { paths } = result;
  const written = paths.map(
    ({ channels, cut }) => (cut ? '… → ' : '') + channels.map((name) => nameOf(name, text)).join(' → '),
  );
  const [first] = paths;
  return {
    title: text('paths.title'),
    sentence: text('paths.sentence', {
      path: written[0] ?? '–',
      conversions: first?.conversions ?? 0,
      all: result.conversions,
      journeys: (first?.conversions ?? 0) + (first?.lost ?? 0),
    }),
    definition: definitionOf(result, text),
    table: {
      columns: [text('column.path'), text('column.conversions'), text('column.lost'), text('column.rate')],
      rows: paths.map(({ conversions, lost }, n) => [
        written[n]!,
        conversions,
        lost,
        conversions + lost > 0 ? conversions / (conversions + lost) : null,
      ]),
    },
  };
}

/** Credit by channel and model; the value likewise, where one was chosen; the most common journeys. */
export function views(result: AttributionResult, text: Text): View[] {
  const made = [creditView(result, text)];
  if (result.definition.value !== '') made.push(valueView(result, text));
  if (result.paths.length > 0) made.push(pathsView(result, text));
  return made;
}

import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bandedLine } from '../../charts/banded-line.ts';
import { durationText } from '../../core/span-text.ts';
import type { PlanResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const LONG_DAYS = 56;
const FEW = 100;

const digits = (value: number): number => Number(value.toPrecision(3));

function baselineText({ baseline, deviation, definition, fromLog }: PlanResult, text: Text): string {
  const figure =
    definition.measure === 'conversion'
      ? text('baseline.share', { share: digits(100 * baseline) })
      : text('baseline.mean', { mean: digits(baseline), deviation: digits(deviation) });
  return fromLog.baseline
    ? text('baseline.log', {
        figure,
        goal: definition.goal,
        window: durationText(definition.window, text.language),
        users: fromLog.users,
      })
    : text('baseline.typed', { figure });
}

function definitionOf(result: PlanResult, text: Text): string {
  const { alpha, power, variants, share } = result.definition;
  return text('definition', {
    baseline: baselineText(result, text),
    alpha,
    power: digits(100 * power),
    variants,
    perDay: digits(result.perDay),
    share,
    traffic: text(result.fromLog.perDay ? 'traffic.log' : 'traffic.typed'),
  });
}

function sizeView(result: PlanResult, text: Text): View {
  const { perVariant, users, days, definition, inflation } = result;
  const values = {
    perVariant: Math.ceil(perVariant),
    users,
    days: days ?? 0,
    effect: definition.relative,
    power: digits(100 * definition.power),
    variants: definition.variants,
  };
  return {
    title: text('size.title'),
    sentence: text(days === null ? 'size.noTraffic' : 'size.sentence', values),
    definition: definitionOf(result, text),
    cautions: [
      text('caution.peeking', { percent: Math.round(100 * (inflation - 1)) }),
      text('caution.window', { window: durationText(definition.window, text.language) }),
      ...(definition.variants > 2 ? [text('caution.variants')] : []),
      ...(days !== null && days > LONG_DAYS ? [text('caution.long')] : []),
      ...(result.fromLog.baseline && result.fromLog.users < FEW
        ? [text('caution.few', { users: result.fromLog.users })]
        : []),
    ],
    table: {
      columns: [text('column.what'), text('column.value')],
      rows: [
        [text('row.baseline'), result.baseline],
        [text('row.deviation'), result.deviation],
        [text('row.effect'), result.effect],
        [text('row.perVariant'), perVariant],
        [text('row.users'), users],
        [text('row.perDay'), result.perDay],
        [text('row.days'), days],
        [text('row.inflation'), inflation],
      ],
    },
  };
}

function curveView(result: PlanResult, text: Text): View {
  const { curve } = result;
  const fortnight = curve.find(({ days }) => days >= 14) ?? curve.at(-1)!;
  const share = (effect: number) => digits(100 * effect);
  return {
    title: text('curve.title'),
    sentence: text('curve.sentence', { days: fortnight.days, effect: share(fortnight.effect) }),
    definition: definitionOf(result, text),
    table: {
      columns: [text('column.days'), text('row.perVariant'), text('column.effect')],
      rows: curve.map(({ days, perVariant, effect }) => [days, perVariant, effect]),
    },
    chart: (theme) =>
      bandedLine(theme, { name: text('column.effect'), values: curve.map(({ effect }) => share(effect)) }, [], {
        x: text('column.days'),
        y: text('axis.effect'),
        places: curve.map(({ days }) => String(days)),
        label: (place) =>
          text('curve.sentence', { days: curve[place]?.days ?? 0, effect: share(curve[place]?.effect ?? 0) }),
      }),
  };
}

/** What the experiment needs; what other lengths of time would find. */
export function views(result: PlanResult, text: Text): View[] {
  return result.curve.length > 1 ? [sizeView(result, text), curveView(result, text)] : [sizeView(result, text)];
}

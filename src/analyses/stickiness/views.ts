import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { rowLines } from '../../charts/row-lines.ts';
import { stackedBars } from '../../charts/stacked-bars.ts';
import { wilson } from '../../core/statistics.ts';
import { patternOf } from '../../features/patterns.ts';
import { patternWords } from '../../features/pattern-words.ts';
import type { ActiveDay, StickinessResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const percent = (share: number): number => Math.round(share * 1000) / 10;
const round = (value: number): number => Math.round(value * 100) / 100;

const MOST_BARS = 60;
const SMALL = 30;

const what = ({ definition }: StickinessResult, text: Text): string =>
  patternWords(patternOf(definition.what), text.language);

const clockText = ({ definition: { zone, weekStart, end } }: StickinessResult, text: Text): string =>
  text('definition.clock', { zone, weekStart: text(`week.${weekStart}`), end });

function binsDefinition(result: StickinessResult, text: Text): string {
  const { interval, within, minimum } = result.definition;
  const unit = text(`option.interval.${interval}`);
  const counted =
    within === 'log'
      ? text('definition.log', { unit })
      : text(result.whole ? 'definition.whole' : 'definition.cut', { unit, period: text(`option.within.${within}`) });
  const enough = minimum > 1 ? text('definition.minimum', { minimum, unit }) : '';
  return text('definition.what', { what: what(result, text) }) + counted + enough + clockText(result, text);
}

function binsSentence(result: StickinessResult, text: Text): string {
  const { bins, total, mean, periods, definition } = result;
  if (total === 0) return text('empty', { what: what(result, text) });
  const more = bins[1]?.atLeast ?? 0;
  const bounds = wilson(more, total)!;
  const values = {
    ...{ total, periods, mean: round(mean!), share: percent(more / total), more },
    ...{ low: percent(bounds.low), high: percent(bounds.high) },
    ...{ unit: text(`option.interval.${definition.interval}`), period: text(`option.within.${definition.within}`) },
  };
  return text(definition.within === 'log' ? 'bins.sentence.log' : 'bins.sentence', values);
}

/** In how many intervals users came. */
function binsView(result: StickinessResult, text: Text): View {
  const { bins, definition, total } = result;
  const shown = bins.slice(0, MOST_BARS);
  const unit = text(`option.interval.${definition.interval}`);
  const label = (place: number) => {
    const { intervals, exactly, atLeast, shareExactly, shareAtLeast } = shown[place]!;
    const values = { intervals, exactly, atLeast, share: percent(shareExactly!), more: percent(shareAtLeast!) };
    return text('bins.label', values);
  };
  const series = {
    name: text('bins.title'),
    values: shown.map(({ exactly }) => exactly),
    rows: shown.map((_, n) => n),
  };
  const isLog = definition.within === 'log';
  return {
    title: text('bins.title'),
    sentence: binsSentence(result, text),
    definition: binsDefinition(result, text),
    cautions: [
      ...(isLog ? [text('caution.log')] : [text('caution.userPeriods')]),
      ...(total < SMALL ? [text('caution.small', { least: SMALL })] : []),
    ],
    table: {
      columns: (['intervals', 'exactly', 'atLeast', 'shareExactly', 'shareAtLeast'] as const).map((key) =>
        text(`column.${key}`),
      ),
      rows: bins.map((bin) => [bin.intervals, bin.exactly, bin.atLeast, bin.shareExactly, bin.shareAtLeast]),
    },
    ...(shown.length > 0 && {
      chart: (theme) =>
        stackedBars(theme, [series], {
          x: text('axis.intervals', { unit }),
          y: text(isLog ? 'axis.users' : 'axis.userPeriods'),
          places: shown.map(({ intervals }) => String(intervals)),
          label,
        }),
    }),
    marks: bins.map(({ intervals }) => `exactly:${intervals}`),
  };
}

const MEASURES = ['dau', 'wau', 'mau'] as const;

/** The last day that is over. */
const spoken = (days: readonly ActiveDay[]): ActiveDay | undefined =>
  days.findLast(({ partial }) => !partial) ?? days.at(-1);

function daysSentence({ days }: StickinessResult, text: Text): string {
  const day = spoken(days);
  if (!day) return text('days.empty');
  const { dau, wau, mau } = day;
  return text('days.sentence', { day: day.day, dau, wau: wau ?? '–', mau: mau ?? '–' });
}

/** Users by day, by seven days and by thirty. */
function daysView(result: StickinessResult, text: Text): View {
  const { days } = result;
  const rows = days.flatMap((day) => MEASURES.map((measure) => ({ day, measure })));
  const lines = MEASURES.map((measure, n) => ({
    name: text(`measure.${measure}`),
    values: days.map((day) => day[measure]),
    rows: days.map((_, place) => place * MEASURES.length + n),
  }));
  const label = (place: number) =>
    [days[place]!.day, ...MEASURES.map((key) => `${text(`measure.${key}`)}: ${days[place]![key] ?? '–'}`)].join('\n');
  return {
    title: text('days.title'),
    sentence: daysSentence(result, text),
    definition: text('days.definition', { what: what(result, text) }) + clockText(result, text),
    cautions: [text('caution.partial')],
    table: {
      columns: (['day', 'measure', 'users'] as const).map((key) => text(`column.${key}`)),
      rows: rows.map(({ day, measure }) => [day.day, text(`measure.${measure}`), day[measure]]),
    },
    chart: (theme) =>
      rowLines(theme, lines, {
        x: text('axis.day', { zone: result.definition.zone }),
        y: text('axis.users'),
        places: days.map(({ day }) => day),
        label,
      }),
    marks: rows.map(({ day, measure }) => (day[measure] === null ? null : `${measure}:${day.day}`)),
  };
}

/** Which share of the month's users come on a day, and in a week. */
function ratioView(result: StickinessResult, text: Text): View {
  const { days, meanDauMau, meanWauMau, definition } = result;
  const keys = ['dauMau', 'wauMau'] as const;
  const inPercent = (share: number | null) => (share === null ? null : percent(share));
  const lines = keys.map((key) => ({
    name: text(`measure.${key}`),
    values: days.map((day) => (day.partial ? null : inPercent(day[key]))),
    rows: days.map((_, row) => row),
  }));
  const label = (place: number) =>
    [
      days[place]!.day,
      ...keys.map((key) => `${text(`measure.${key}`)}: ${inPercent(days[place]![key]) ?? '–'} %`),
    ].join('\n');
  const sentence =
    meanDauMau === null
      ? text('ratio.early')
      : text('ratio.sentence', {
          ...{ share: percent(meanDauMau), days: round(meanDauMau * 30) },
          weekly: percent(meanWauMau!),
        });
  return {
    title: text('ratio.title'),
    sentence,
    definition: text('ratio.definition', { what: what(result, text) }) + clockText(result, text),
    cautions: [text('caution.ratio')],
    table: {
      columns: (['day', 'dau', 'wau', 'mau', 'dauMau', 'wauMau'] as const).map((key) =>
        key === 'day' ? text('column.day') : text(`measure.${key}`),
      ),
      rows: days.map((day) => [day.day, day.dau, day.wau, day.mau, day.dauMau, day.wauMau]),
    },
    chart: (theme) =>
      rowLines(theme, lines, {
        x: text('axis.day', { zone: definition.zone }),
        y: text('axis.share'),
        places: days.map(({ day }) => day),
        label,
      }),
    marks: days.map(({ day, mau }) => (mau === null ? null : `mau:${day}`)),
  };
}

/** How often users come within a period, and how many there are in a day, a week and a month. */
export function views(result: StickinessResult, text: Text): View[] {
  if (result.days.length === 0) return [binsView(result, text)];
  return [binsView(result, text), daysView(result, text), ratioView(result, text)];
}

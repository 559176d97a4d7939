import type { View } from '../../contract/view.ts';
import { bandedLine } from '../../charts/banded-line.ts';
import { bars } from '../../charts/bars.ts';
import type { FunnelResult, Period, Segment } from './result.ts';
import type { Text } from './wording.ts';
import { FEW, lengthText, percent, stepLabels, unitsText } from './wording.ts';

const shareColumns = (text: Text): string[] =>
  (['entered', 'converted', 'share', 'low', 'high'] as const).map((key) => text(`column.${key}`));

/** Those whose window was over at the observation end, and those whose was not. */
export function immatureView(result: FunnelResult, text: Text): View | null {
  const { immature, definition, steps } = result;
  if (!immature) return null;
  const { count, open, mature } = immature;
  const entered = steps[0]!.count;
  const figures = { converted: mature.converted, mature: mature.entered, share: percent(mature.share) };
  const bounds = { low: percent(mature.low), high: percent(mature.high) };
  const window = lengthText(definition.window, text);
  const common = { count, open, entered, window, units: unitsText(definition, text) };
  return {
    title: text('immature.title'),
    sentence: count === 0 ? text('immature.none') : text('immature.sentence', { ...common, ...figures, ...bounds }),
    table: {
      columns: [text('column.group'), ...shareColumns(text)],
      rows: [
        [text('group.mature'), mature.entered, mature.converted, mature.share, mature.low, mature.high],
        [text('group.immature'), count, count - open, null, null, null],
      ],
    },
    marks: [null, 'immature'],
  };
}

function trendSentence(periods: readonly Period[], text: Text): string {
  const judged = periods.filter(({ mature, entered }) => mature && entered > 0);
  if (judged.length === 0) return text('trend.none');
  const byShare = [...judged].sort((a, b) => a.share! - b.share!);
  const [lowest, highest] = [byShare[0]!, byShare.at(-1)!];
  return text(judged.length === 1 ? 'trend.one' : 'trend.sentence', {
    mature: judged.length,
    immature: periods.filter(({ mature }) => !mature).length,
    lowest: lowest.period,
    low: percent(lowest.share),
    highest: highest.period,
    high: percent(highest.share),
  });
}

/** Conversion by date of entry; what can't be judged yet is hidden. */
export function trendView({ trend, definition }: FunnelResult, text: Text): View | null {
  if (!trend || trend.periods.length === 0) return null;
  const { periods } = trend;
  const period = text(`period.${trend.unit}`);
  const known = (of: (each: Period) => number | null) =>
    periods.map((each) => {
      const value = each.mature ? of(each) : null;
      return value === null ? null : percent(value);
    });
  const line = {
    name: '',
    values: known((each) => each.share),
    low: known((each) => each.low),
    high: known((each) => each.high),
  };
  const label = (n: number) => {
    const { period: from, share, entered, converted, mature } = periods[n]!;
    return `${from}: ${mature ? `${percent(share)} %` : text('mature.no')} (${converted} / ${entered})`;
  };
  const few = periods.some(({ entered, mature }) => mature && entered < FEW);
  return {
    title: text('trend.title', { period }),
    sentence: trendSentence(periods, text),
    cautions: [
      ...(definition.order === 'unordered' || definition.count === 'attempts' ? [] : [text('trend.note')]),
      ...(few ? [text('caution.cells', { least: FEW })] : []),
      ...(definition.window.trim().toLowerCase() === 'none' ? [text('caution.noWindow')] : []),
    ],
    table: {
      columns: [text('column.period'), ...shareColumns(text), text('column.mature')],
      rows: periods.map(({ period: from, entered, converted, share, low, high, mature }) => [
        from,
        entered,
        converted,
        mature ? share : null,
        mature ? low : null,
        mature ? high : null,
        text(mature ? 'mature.yes' : 'mature.no'),
      ]),
    },
    chart: (theme) =>
      bandedLine(theme, line, [], {
        x: text('axis.period', { period, zone: definition.zone }),
        y: text('axis.share'),
        places: periods.map((each) => each.period),
        label,
      }),
    marks: periods.map(({ entered, period: from }) => (entered > 0 ? `period:${from}` : null)),
  };
}

const segmentName = ({ value, kind }: Segment, text: Text): string =>
  kind === 'value' ? (value ?? '') : text(`segment.${kind}`);

function breakdownSentence(segments: readonly Segment[], attribution: string, units: string, text: Text): string {
  const large = segments.filter(({ kind, counts }) => kind === 'value' && counts[0]! >= FEW);
  if (large.length < 2) return text('breakdown.few', { least: FEW, units, attribution });
  const byShare = [...large].sort((a, b) => a.share! - b.share!);
  const [lowest, highest] = [byShare[0]!, byShare.at(-1)!];
  return text('breakdown.sentence', {
    low: percent(lowest.share),
    lowest: segmentName(lowest, text),
    high: percent(highest.share),
    highest: segmentName(highest, text),
    ...{ least: FEW, units, attribution },
  });
}

/** The funnel by the values of one property. */
export function breakdownView(result: FunnelResult, text: Text): View | null {
  const { breakdown, definition } = result;
  if (!breakdown) return null;
  const { segments, property, step } = breakdown;
  const attribution = text(`attribution.${breakdown.attribution}`, { n: step });
  const units = unitsText(definition, text);
  const mark = ({ kind }: Segment, n: number) => `segment:${kind === 'value' ? n : kind}`;
  const data = segments.map((segment) => ({
    name: segmentName(segment, text),
    value: percent(segment.share),
    label: text('bar.label', { count: segment.counts.at(-1)!, share: percent(segment.share) }),
  }));
  const few = segments.some(({ counts }) => counts[0]! < FEW);
  return {
    title: text('breakdown.title', { property }),
    sentence: breakdownSentence(segments, attribution, units, text),
    cautions: [
      ...(definition.count === 'attempts' ? [text('breakdown.several')] : []),
      ...(few ? [text('caution.cells', { least: FEW })] : []),
    ],
    table: {
      columns: [
        text('column.value'),
        ...stepLabels(result, text),
        ...(['share', 'low', 'high'] as const).map((key) => text(`column.${key}`)),
      ],
      rows: segments.map((each) => [segmentName(each, text), ...each.counts, each.share, each.low, each.high]),
    },
    chart: (theme) => bars(theme, data, text('axis.share')),
    marks: segments.map(mark),
  };
}

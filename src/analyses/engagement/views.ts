import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { histogramChart } from '../../charts/histogram.ts';
import { rowLines } from '../../charts/row-lines.ts';
import { formatSpan } from '../../core/span-text.ts';
import type { Bin, EngagementResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const percent = (share: number): number => Math.round(share * 1000) / 10;
const round = (value: number): number => Math.round(value * 100) / 100;

const HOURS = 3600;

/** Seconds as a person says them. */
const duration = (seconds: number, text: Text): string =>
  seconds < 2 * HOURS
    ? formatSpan(seconds * 1000, text.language)
    : text('duration.hours', { hours: Math.round(seconds / 360) / 10 });

function sessionRule({ definition }: EngagementResult, text: Text): string {
  const { named, gapMinutes, zone, end } = definition;
  const rule = named ? text('definition.named') : text('definition.gap', { minutes: gapMinutes });
  return `${rule} ${text('definition.end', { end, zone })}`;
}

function countName({ from, to }: Bin, text: Text): string {
  if (to === null) return text('bin.more', { from });
  return to === from + 1 ? String(from) : `${from}–${to - 1}`;
}

function secondsName({ from, to }: Bin, text: Text): string {
  if (to === null) return text('bin.more', { from: duration(from, text) });
  return `${duration(from, text)} – ${duration(to, text)}`;
}

interface Histogram {
  kind: 'depth' | 'length' | 'sessions';
  bins: Bin[];
  name: (bin: Bin, text: Text) => string;
  sentence: string;
  cautions: string[];
}

function histogramView(
  result: EngagementResult,
  text: Text,
  { kind, bins, name, sentence, cautions }: Histogram,
): View {
  const names = bins.map((bin) => name(bin, text));
  const counted = text(kind === 'sessions' ? 'column.users' : 'column.sessions');
  return {
    title: text(`${kind}.title`),
    sentence,
    definition: sessionRule(result, text),
    cautions,
    table: { columns: [text(`${kind}.axis`), counted], rows: bins.map((bin, n) => [names[n]!, bin.count]) },
    chart: (theme) =>
      histogramChart(
        theme,
        bins.map((bin, n) => ({ name: names[n]!, count: bin.count })),
        { x: text(`${kind}.axis`), y: counted },
      ),
    marks: bins.map((bin, n) => (bin.count > 0 ? `${kind}:${n}` : null)),
  };
}

function depthView(result: EngagementResult, text: Text): View {
  const { depth, sessions, users, bounceRate, low, high, bounced, depthBins } = result;
  const sentence =
    depth && bounceRate !== null
      ? text('depth.sentence', {
          ...{ mean: round(depth.mean), median: depth.median, p90: depth.p90, sessions, users, bounced },
          ...{ share: percent(bounceRate), low: percent(low!), high: percent(high!) },
        })
      : text('empty');
  const cautions = [text('caution.sessions'), ...(result.definition.named ? [] : [text('caution.gap')])];
  return histogramView(result, text, { kind: 'depth', bins: depthBins, name: countName, sentence, cautions });
}

function lengthView(result: EngagementResult, text: Text): View {
  const { median, p90, mean } = result.length!;
  const spoken = { median: duration(median, text), p90: duration(p90, text), mean: duration(mean, text) };
  return histogramView(result, text, {
    kind: 'length',
    bins: result.lengthBins,
    name: secondsName,
    sentence: text('length.sentence', spoken),
    cautions: [text('caution.length')],
  });
}

function perUserView(result: EngagementResult, text: Text): View {
  const { mean, median, p90 } = result.perUser!;
  return histogramView(result, text, {
    kind: 'sessions',
    bins: result.perUserBins,
    name: countName,
    sentence: text('sessions.sentence', { mean: round(mean), median, p90: round(p90), users: result.users }),
    cautions: [text('caution.perUser')],
  });
}

/** Users by active days of the last ones: a smile to the right means people who cannot do without. */
function powerView(result: EngagementResult, text: Text): View {
  const { power, definition } = result;
  const { days, users, counts, mean, from } = power;
  const often = counts.reduce((sum, count, n) => sum + (n + 1 >= days / 2 ? count : 0), 0);
  return {
    title: text('power.title', { days }),
    sentence: text('power.sentence', {
      days,
      users,
      often,
      share: percent(often / users),
      mean: round(mean!),
      half: Math.ceil(days / 2),
    }),
    definition: text('power.definition', { days, from: from!, zone: definition.zone, end: definition.end }),
    cautions: [text('caution.power')],
    table: {
      columns: [text('power.axis'), text('column.users'), text('column.share')],
      rows: counts.map((count, n) => [n + 1, count, count / users]),
    },
    chart: (theme) =>
      histogramChart(
        theme,
        counts.map((count, n) => ({ name: String(n + 1), count })),
        { x: text('power.axis'), y: text('column.users') },
      ),
    marks: counts.map((count, n) => (count > 0 ? `power:${n + 1}` : null)),
  };
}

function trendSentence({ trend, definition }: EngagementResult, text: Text): string {
  const last = trend.findLast(({ partial, sessions }) => !partial && sessions > 0) ?? trend.at(-1)!;
  return text('trend.sentence', {
    ...{
      unit: text(`option.trend.${definition.trend}`),
      period: last.period,
      sessions: last.sessions,
      users: last.users,
    },
    ...{ depth: round(last.depth ?? 0), length: duration(last.length ?? 0, text), share: percent(last.bounce ?? 0) },
  });
}

/** How the sessions change. */
function trendView(result: EngagementResult, text: Text): View {
  const { trend, definition } = result;
  const keys = ['sessions', 'users', 'depth', 'length', 'bounce'] as const;
  const label = (place: number) => {
    const { period, sessions, users, depth, length, bounce, partial } = trend[place]!;
    const values = { period: period + (partial ? text('trend.partial') : ''), sessions, users };
    if (depth === null) return text('trend.none', values);
    return text('trend.label', {
      ...values,
      depth: round(depth),
      length: duration(length!, text),
      share: percent(bounce!),
    });
  };
  return {
    title: text('trend.title'),
    sentence: trendSentence(result, text),
    definition: `${text('trend.definition', { unit: text(`option.trend.${definition.trend}`) })} ${sessionRule(result, text)}`,
    cautions: [text('caution.partial')],
    table: {
      columns: [text('column.period'), ...keys.map((key) => text(`column.${key}`))],
      rows: trend.map((point) => [point.period, ...keys.map((key) => point[key])]),
    },
    chart: (theme) =>
      rowLines(
        theme,
        (['sessions', 'users'] as const).map((key) => ({
          name: text(`column.${key}`),
          values: trend.map((point) => point[key]),
          rows: trend.map((_, row) => row),
        })),
        {
          x: text('trend.axis', { unit: text(`option.trend.${definition.trend}`), zone: definition.zone }),
          y: text('trend.count'),
          places: trend.map(({ period }) => period),
          label,
        },
      ),
    marks: trend.map(({ period, sessions }) => (sessions > 0 ? `period:${period}` : null)),
  };
}

/** Depth first, since it says how sessions are made; then length, sessions per user, days of use, and the trend. */
export function views(result: EngagementResult, text: Text): View[] {
  if (result.sessions === 0) return [depthView(result, text)];
  return [depthView, lengthView, perUserView, powerView, trendView].map((view) => view(result, text));
}

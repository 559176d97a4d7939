import type { View } from '../../contract/view.ts';
import { risingCurve } from '../../charts/funnel-survival.ts';
import { histogramChart } from '../../charts/histogram.ts';
import { SECOND } from '../../core/calendar.ts';
import type { FunnelResult, Survival } from './result.ts';
import type { Text } from './wording.ts';
import { percent, span, unitOf, unitsText } from './wording.ts';

/** How long those took that converted. */
export function timeView(result: FunnelResult, text: Text): View | null {
  const time = result.timeToConvert;
  if (!time) return null;
  const bins = time.histogram;
  const [unit, size] = unitOf(bins.at(-1)!.to * SECOND);
  const quantiles = {
    median: span(time.median, text),
    p25: span(time.p25, text),
    p75: span(time.p75, text),
    p90: span(time.p90, text),
  };
  const names = bins.map((bin) => ({
    name: String(Math.round((bin.from * SECOND * 100) / size) / 100),
    count: bin.count,
  }));
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  return {
    title: text('time.title'),
    sentence: text('time.sentence', { ...quantiles, count, units: unitsText(result.definition, text) }),
    cautions: [text('caution.survivors')],
    table: {
      columns: [text('column.from'), text('column.to'), text('column.converted')],
      rows: bins.map((bin) => [bin.from, bin.to, bin.count]),
    },
    chart: (theme) =>
      histogramChart(theme, names, { x: text('axis.time', { unit: text(`unit.${unit}`) }), y: text('axis.converted') }),
    marks: bins.map((bin) => (bin.count > 0 ? `took:${bin.from}:${bin.to}` : null)),
  };
}

function points({ time, converted, low, high, atRisk }: Survival, text: Text, size: number) {
  return time.map((seconds, n) => ({
    x: (seconds * SECOND) / size,
    value: percent(converted[n]!),
    low: percent(low[n]!),
    high: percent(high[n]!),
    label: `${span(seconds, text)}: ${percent(converted[n]!)} % (${percent(low[n]!)} – ${percent(high[n]!)} %), ${atRisk[n]}`,
  }));
}

/** The share converted by time since entry, those still under way allowed for. */
export function survivalView({ survival, steps }: FunnelResult, text: Text): View | null {
  if (!survival || survival.time.length === 0 || steps.length < 2) return null;
  const { time, converted, low, high, atRisk, median } = survival;
  const [unit, size] = unitOf(time.at(-1)! * SECOND);
  const half = median === null ? text('survival.noMedian') : text('survival.median', { median: span(median, text) });
  const axes = { x: text('axis.sinceEntry', { unit: text(`unit.${unit}`) }), y: text('axis.share') };
  return {
    title: text('survival.title'),
    sentence: text('survival.sentence', {
      share: percent(converted.at(-1)!),
      last: span(time.at(-1)!, text),
      median: half,
    }),
    table: {
      columns: (['time', 'share', 'low', 'high', 'atRisk'] as const).map((key) => text(`column.${key}`)),
      rows: time.map((seconds, n) => [seconds, converted[n]!, low[n]!, high[n]!, atRisk[n]!]),
    },
    chart: (theme) => risingCurve(theme, points(survival, text, size), axes),
  };
}

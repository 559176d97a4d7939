import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { histogramChart } from '../../charts/histogram.ts';
import { DAY, HOUR, MINUTE, SECOND, parseDuration } from '../../core/calendar.ts';
import type { FunnelResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const percent = (share: number | null): number => Math.round((share ?? 0) * 1000) / 10;

const UNITS = [
  ['d', DAY, 2 * DAY],
  ['h', HOUR, 2 * HOUR],
  ['m', MINUTE, 90 * SECOND],
  ['s', SECOND, 0],
] as const;

/** The unit in which a span of this length is best read. */
const unitOf = (ms: number) => UNITS.find(([, , from]) => ms >= from)!;

function span(seconds: number, text: Text): string {
  const [unit, size] = unitOf(seconds * SECOND);
  const n = (seconds * SECOND) / size;
  return text(`span.${unit}`, { n: n < 10 ? Math.round(n * 10) / 10 : Math.round(n) });
}

function windowText(window: string, text: Text): string {
  const ms = parseDuration(window);
  return ms === null ? text('window.none') : text('window.within', { duration: span(ms / SECOND, text) });
}

function stepsSentence({ steps, definition }: FunnelResult, text: Text): string {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  if (first.count === 0) return text('steps.nobody', { first: first.name });
  if (steps.length === 1) return text('steps.one', { first: first.name, count: first.count });
  const { order } = definition;
  const figures = {
    share: percent(last.fromFirst),
    low: percent(last.low),
    high: percent(last.high),
    count: last.count,
    entered: first.count,
    window: windowText(definition.window, text),
  };
  if (order === 'unordered') return text('steps.sentence.unordered', { ...figures, n: steps.length });
  const rules = {
    order: text(`order.${order}`),
    entry: text(`entry.${definition.entry}`),
    ties: text(`ties.${definition.ties}`),
  };
  return text('steps.sentence', { ...figures, ...rules, first: first.name, last: last.name });
}

/** Without an order a step's place is only a number of steps. */
const stepLabels = ({ steps, definition }: FunnelResult, text: Text): string[] =>
  steps.map((step, n) => (definition.order === 'unordered' ? text('step.any', { n: n + 1 }) : step.name));

function stepsView(result: FunnelResult, text: Text): View {
  const labels = stepLabels(result, text);
  const data = result.steps.map((step, n) => ({
    name: `${n + 1}  ${labels[n]}`,
    value: step.count,
    label: text('bar.label', { count: step.count, share: percent(step.fromFirst) }),
  }));
  const keys = ['step', 'users', 'fromFirst', 'fromPrevious', 'low', 'high'] as const;
  return {
    title: text('steps.title'),
    sentence: stepsSentence(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: result.steps.map((step, n) => [
        labels[n]!,
        step.count,
        step.fromFirst,
        step.fromPrevious,
        step.low,
        step.high,
      ]),
    },
    chart: (theme) => bars(theme, data, text('axis.users')),
    marks: result.steps.map((_, n) => `reached:${n + 1}`),
  };
}

function lossView(result: FunnelResult, text: Text): View {
  const { steps } = result;
  const entered = steps[0]!.count;
  const labels = stepLabels(result, text);
  const losses = steps
    .slice(1)
    .map((step, n) => ({ label: labels[n + 1]!, lost: steps[n]!.count - step.count, mark: `dropped:${n + 2}` }));
  const worst = losses.reduce((most, each) => (each.lost > most.lost ? each : most));
  const share = (lost: number) => (entered > 0 ? lost / entered : null);
  return {
    title: text('loss.title'),
    sentence:
      worst.lost === 0
        ? text('loss.none')
        : text('loss.sentence', { name: worst.label, lost: worst.lost, entered, share: percent(share(worst.lost)) }),
    table: {
      columns: [text('column.step'), text('column.lost'), text('column.lostShare')],
      rows: losses.map(({ label, lost }) => [label, lost, share(lost)]),
    },
    marks: losses.map(({ mark }) => mark),
  };
}

function timeView(result: FunnelResult, time: NonNullable<FunnelResult['timeToConvert']>, text: Text): View {
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
  return {
    title: text('time.title'),
    sentence: text('time.sentence', { ...quantiles, count: result.steps.at(-1)!.count }),
    table: {
      columns: [text('column.from'), text('column.to'), text('column.users')],
      rows: bins.map((bin) => [bin.from, bin.to, bin.count]),
    },
    chart: (theme) =>
      histogramChart(theme, names, { x: text('axis.time', { unit: text(`unit.${unit}`) }), y: text('axis.converted') }),
  };
}

/** Users by step; what is lost between them; how long the conversion took. */
export function views(result: FunnelResult, text: Text): View[] {
  const made = [stepsView(result, text)];
  if (result.steps.length > 1 && result.steps[0]!.count > 0) made.push(lossView(result, text));
  if (result.timeToConvert && result.steps.length > 1) made.push(timeView(result, result.timeToConvert, text));
  return made;
}

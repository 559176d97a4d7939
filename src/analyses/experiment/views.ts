import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bandedLine } from '../../charts/banded-line.ts';
import { intervalPlot } from '../../charts/interval-plot.ts';
import { durationText } from '../../core/span-text.ts';
import type { Comparison, ExperimentResult, Interval, MetricResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const FEW = 30;

const digits = (value: number, n: number): number => Number(value.toPrecision(n));
const percent = (share: number): number => digits(share * 100, 3);
const pValue = (p: number): string => (p < 0.0001 ? '< 0.0001' : String(digits(p, 2)));

const metricName = ({ name, source }: MetricResult, text: Text): string =>
  source === 'return' ? text('metric.return', { day: name }) : name;

/** The interval and p-value of the method that the verdict stands on. */
function deciding({ definition }: ExperimentResult, comparison: Comparison): Interval & { p: number } {
  const { method, correction } = definition;
  if (method === 'bayesian') return { ...comparison.bayesian, p: NaN };
  const tested = method === 'sequential' ? comparison.sequential : comparison;
  const p = correction === 'holm' ? tested.holm : correction === 'bh' ? tested.bh : tested.p;
  return { low: tested.low, high: tested.high, p };
}

function sourceText({ source }: ExperimentResult, text: Text): string {
  return text(`source.${source.kind}`, { property: source.property });
}

function definitionOf(result: ExperimentResult, text: Text): string {
  const { definition, control } = result;
  const { window, method, alpha, correction, cuped, winsorise, nStar, measure } = definition;
  return [
    text('definition', {
      source: sourceText(result, text),
      control: control ?? '–',
      window:
        window === 'none'
          ? text('window.none')
          : text('window.within', { window: durationText(window, text.language) }),
      measure: text(`option.measure.${measure}`),
      method: text(`option.method.${method}`),
      correction: text(`option.correction.${correction}`),
      confidence: digits(100 * (1 - alpha), 4),
    }),
    ...(method === 'sequential' ? [text('definition.sequential', { n: nStar })] : []),
    ...(cuped === 'none' ? [] : [text('definition.cuped', { cuped: durationText(cuped, text.language) })]),
    ...(winsorise === 0 ? [] : [text('definition.winsorise', { winsorise })]),
  ].join(' ');
}

function cautionsOf(result: ExperimentResult, text: Text): string[] {
  const { ratio, mixed, immature, variants, metrics, source } = result;
  const comparisons = metrics.reduce((sum, metric) => sum + metric.comparisons.length, 0);
  return [
    ...(ratio.suspicious ? [text('caution.ratio', { p: pValue(ratio.p) })] : []),
    ...(source.kind === 'random' ? [text('caution.random')] : []),
    ...(mixed > 0 ? [text('caution.mixed', { count: mixed })] : []),
    ...(immature > 0 ? [text('caution.immature', { count: immature })] : []),
    ...(variants.some(({ users }) => users < FEW) ? [text('caution.few')] : []),
    ...(comparisons > 1 && result.definition.correction === 'none'
      ? [text('caution.many', { count: comparisons })]
      : []),
  ];
}

/** The difference as people say it: relative where the control allows, else absolute. */
function differenceText(result: ExperimentResult, comparison: Comparison, text: Text): string {
  const { low, high } = deciding(result, comparison);
  const { lift, difference } = comparison;
  const base = lift && lift.value !== 0 ? difference / lift.value : 0;
  if (!lift || !(base > 0))
    return text('difference.plain', { value: digits(difference, 3), low: digits(low, 3), high: digits(high, 3) });
  const signed = (value: number) => (value > 0 ? '+' : '') + String(percent(value));
  return text('difference.lift', { value: signed(lift.value), low: signed(low / base), high: signed(high / base) });
}

function verdictText(result: ExperimentResult, metric: MetricResult, comparison: Comparison, text: Text): string {
  const values = {
    variant: comparison.variant,
    control: result.control ?? '–',
    metric: metricName(metric, text),
    difference: differenceText(result, comparison, text),
    confidence: digits(100 * (1 - result.definition.alpha), 4),
    chance: percent(comparison.bayesian.chance),
    days: comparison.daysMore ?? 0,
  };
  if (result.ratio.suspicious) return text('verdict.ratio', { ...values, p: pValue(result.ratio.p) });
  if (comparison.verdict === 'undecided')
    return text(comparison.daysMore === null ? 'verdict.never' : 'verdict.days', values);
  return text(`verdict.${comparison.verdict}`, values);
}

function sentenceOf(result: ExperimentResult, text: Text): string {
  const [metric] = result.metrics;
  if (metric && metric.comparisons.length === 0 && result.variants.length > 1 && result.immature > 0)
    return text('sentence.immature', { count: result.immature, source: sourceText(result, text) });
  if (!metric || metric.comparisons.length === 0) {
    return text('sentence.none', {
      source: sourceText(result, text),
      variants: result.variants.length,
      mixed: result.mixed,
    });
  }
  return metric.comparisons.map((comparison) => verdictText(result, metric, comparison, text)).join(' ');
}

/** A view's rows, one for each metric and variant; the chart stands on those with a comparison. */
function resultsView(result: ExperimentResult, text: Text): View {
  const rows = result.metrics.flatMap((metric) =>
    metric.arms.map((arm) => ({
      metric,
      arm,
      comparison: metric.comparisons.find(({ variant }) => variant === arm.variant),
    })),
  );
  const compared = rows.flatMap(({ metric, comparison }, row) => (comparison ? [{ metric, comparison, row }] : []));
  const keys = [
    'metric',
    'variant',
    'users',
    'value',
    'low',
    'high',
    'difference',
    'lift',
    'from',
    'to',
    'p',
    'pHolm',
    'pBh',
    'pValid',
    'chance',
    'loss',
    'saved',
    'verdict',
  ] as const;
  return {
    title: text('results.title'),
    sentence: sentenceOf(result, text),
    definition: definitionOf(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rows.map(({ metric, arm, comparison: c }) => {
        const bounds = c && deciding(result, c);
        return [
          metricName(metric, text),
          arm.variant,
          arm.users,
          arm.value,
          arm.low,
          arm.high,
          c?.difference ?? null,
          c?.lift?.value ?? null,
          bounds?.low ?? null,
          bounds?.high ?? null,
          c?.p ?? null,
          c?.holm ?? null,
          c?.bh ?? null,
          c?.sequential.p ?? null,
          c?.bayesian.chance ?? null,
          c?.bayesian.loss ?? null,
          c?.varianceReduction ?? null,
          c ? text(`short.${c.verdict}`) : arm.variant === result.control ? text('short.control') : null,
        ];
      }),
    },
    ...(compared.length > 0 && {
      chart: (theme) =>
        intervalPlot(
          theme,
          compared.map(({ metric, comparison }) => ({
            name: `${metricName(metric, text)} · ${comparison.variant}`,
            value: comparison.difference,
            ...deciding(result, comparison),
            label: `${comparison.variant}: ${differenceText(result, comparison, text)}`,
          })),
          text('axis.difference', { control: result.control ?? '–' }),
        ),
    }),
    marks: rows.map(({ arm }) => `variant:${arm.variant}`),
  };
}

function ratioView(result: ExperimentResult, text: Text): View {
  const { variants, ratio, mixed } = result;
  const values = {
    p: pValue(ratio.p),
    mixed,
    variants: variants.map(({ name, users }) => `${name} ${users}`).join(', '),
  };
  return {
    title: text('ratio.title'),
    sentence: text(ratio.suspicious ? 'ratio.bad' : 'ratio.good', values),
    definition: text('ratio.definition', {
      split: result.definition.split || text('ratio.equal'),
      alpha: result.definition.ratioAlpha,
    }),
    table: {
      columns: [text('column.variant'), text('column.users'), text('column.expected')],
      rows: [
        ...variants.map(({ name, users, expected }) => [name, users, expected]),
        ...(mixed > 0 ? [[text('mixed'), mixed, null]] : []),
      ],
    },
    marks: [...variants.map(({ name }) => `variant:${name}`), ...(mixed > 0 ? ['mixed'] : [])],
  };
}

function trendView(result: ExperimentResult, text: Text): View {
  const { trend } = result;
  const last = trend.at(-1)!;
  const variant = result.metrics[0]!.arms.find((arm) => arm.variant !== result.control)!.variant;
  return {
    title: text('trend.title'),
    sentence: text('trend.sentence', {
      variant,
      p: pValue(last.p),
      low: digits(last.low, 3),
      high: digits(last.high, 3),
      users: last.users,
    }),
    definition: text('trend.definition', { n: result.definition.nStar }),
    table: {
      columns: [
        text('column.day'),
        text('column.users'),
        text('column.difference'),
        text('column.from'),
        text('column.to'),
        text('column.pValid'),
      ],
      rows: trend.map(({ day, users, difference, low, high, p }) => [day, users, difference, low, high, p]),
    },
    chart: (theme) =>
      bandedLine(
        theme,
        {
          name: variant,
          values: trend.map((each) => each.difference),
          low: trend.map((each) => each.low),
          high: trend.map((each) => each.high),
        },
        [],
        {
          x: text('axis.day'),
          y: text('axis.difference', { control: result.control ?? '–' }),
          places: trend.map((each) => each.day),
          label: (place) => `${trend[place]?.day}: ${digits(trend[place]?.difference ?? 0, 3)}`,
        },
      ),
  };
}

function segmentsView(result: ExperimentResult, text: Text): View {
  const { segments } = result;
  const name = (segment: string | null) => segment ?? text('segment.other');
  const decided = segments.filter(({ q }) => q < result.definition.alpha);
  return {
    title: text('segments.title', { property: result.definition.segment }),
    sentence: text(decided.length > 0 ? 'segments.some' : 'segments.none', {
      count: segments.length,
      decided: decided.map(({ segment, variant }) => `${name(segment)} (${variant})`).join(', '),
    }),
    cautions: [text('segments.caution')],
    table: {
      columns: (['segment', 'variant', 'users', 'difference', 'from', 'to', 'p', 'q'] as const).map((key) =>
        text(`column.${key}`),
      ),
      rows: segments.map((s) => [name(s.segment), s.variant, s.users, s.difference, s.low, s.high, s.p, s.q]),
    },
    chart: (theme) =>
      intervalPlot(
        theme,
        segments.map((s) => ({
          name: `${name(s.segment)} · ${s.variant}`,
          value: s.difference,
          low: s.low,
          high: s.high,
          label: `q ${pValue(s.q)}`,
        })),
        text('axis.difference', { control: result.control ?? '–' }),
      ),
  };
}

/** The verdict with every figure behind it; whether the split can be believed; the course over time; the segments. */
export function views(result: ExperimentResult, text: Text): View[] {
  const made = [resultsView(result, text), ratioView(result, text)];
  if (result.trend.length > 1) made.push(trendView(result, text));
  if (result.segments.length > 0) made.push(segmentsView(result, text));
  return made;
}

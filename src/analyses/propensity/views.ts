import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { calibrationChart } from '../../charts/calibration.ts';
import { signedBars } from '../../charts/signed-bars.ts';
import { DAY, HOUR, MINUTE, parseDuration } from '../../core/calendar.ts';
import type { PropensityResult } from './result.ts';
import { texts } from './texts.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const percent = (share: number): number => Math.round(share * 1000) / 10;
const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Cutoffs are moments in UTC; to the minute is enough to read. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

function spanText(duration: string, text: Text): string {
  const ms = parseDuration(duration)!;
  const [unit, size] =
    ms >= 2 * DAY ? (['d', DAY] as const) : ms >= 2 * HOUR ? (['h', HOUR] as const) : (['m', MINUTE] as const);
  return text(`span.${unit}`, { n: round(ms / size, 1) });
}

/** A feature in words; one that has none, under its own name. */
function featureText(feature: string, text: Text): string {
  const event = /^share: (.*)$/s.exec(feature)?.[1];
  if (event !== undefined) return text('feature.share', { event });
  const key = `feature.${feature}`;
  return Object.hasOwn(texts.en, key) ? text(key as TextKey) : feature;
}

/** True if the test gives no ground to trust the ranking over guessing, or the probabilities over one share for all. */
const useless = ({ metrics, baseline, spread }: PropensityResult): boolean =>
  metrics.logLoss >= baseline.logLoss || !(spread.auc.low > 0.5);

function rankingSentence(result: PropensityResult, text: Text): string {
  const { metrics, baseline, spread, definition } = result;
  const what = definition.target ? text('what.event', { event: definition.target }) : text('what.any');
  return text(useless(result) ? 'ranking.useless' : 'ranking.sentence', {
    what,
    horizon: spanText(definition.horizon, text),
    lift: round(metrics.liftTop10, 1),
    prevalence: percent(result.prevalence),
    auc: percent(metrics.auc),
    low: percent(spread.auc.low),
    high: percent(spread.auc.high),
    n: result.n.test,
    test: moment(result.cutoffs.test),
    logLoss: round(metrics.logLoss, 3),
    baseline: round(baseline.logLoss, 3),
  });
}

function rankingView(result: PropensityResult, text: Text): View {
  const data = result.deciles.map(({ decile, predicted }) => ({
    name: text('decile.name', { n: decile }),
    value: predicted,
    label: text('decile.label', { share: percent(predicted) }),
  }));
  return {
    title: text('ranking.title', { groups: result.deciles.length }),
    sentence: rankingSentence(result, text),
    table: {
      columns: (['decile', 'users', 'predicted', 'observed'] as const).map((key) => text(`column.${key}`)),
      rows: result.deciles.map(({ decile, users, predicted, observed }) => [decile, users, predicted, observed]),
    },
    chart: (theme) => bars(theme, data, text('axis.predicted')),
    marks: result.deciles.map(({ decile }) => `decile:${decile}`),
  };
}

function calibrationView({ calibration, metrics, n }: PropensityResult, text: Text): View {
  const keys = ['predicted', 'observed', 'n'] as const;
  const axes = { x: text('axis.bin.predicted'), y: text('axis.bin.observed') };
  return {
    title: text('calibration.title'),
    sentence: text('calibration.sentence', { ece: percent(metrics.ece), bins: calibration.length, n: n.test }),
    table: {
      columns: keys.map((key) => text(`column.bin.${key}`)),
      rows: calibration.map((bin) => keys.map((key) => bin[key])),
    },
    chart: (theme) => calibrationChart(theme, calibration, axes),
  };
}

function weightsView({ weights }: PropensityResult, text: Text): View {
  const first = weights[0]!;
  const named = weights.map(({ feature, weight }) => ({ name: featureText(feature, text), value: weight }));
  return {
    title: text('weights.title'),
    sentence: text('weights.sentence', {
      feature: featureText(first.feature, text),
      factor: round(Math.exp(first.weight)),
    }),
    table: {
      columns: [text('column.feature'), text('column.weight')],
      rows: named.map(({ name, value }) => [name, value]),
    },
    chart: (theme) =>
      signedBars(
        theme,
        named.map((bar) => ({ ...bar, label: String(round(bar.value)) })),
        text('axis.weight'),
      ),
  };
}

function metricsView({ metrics, baseline, n, cutoffs, definition }: PropensityResult, text: Text): View {
  const keys = ['auc', 'averagePrecision', 'logLoss', 'brier', 'ece', 'liftTop10'] as const;
  const of: Partial<Record<(typeof keys)[number], number>> = baseline;
  return {
    title: text('metrics.title'),
    sentence: text('metrics.sentence', {
      train: n.train,
      test: n.test,
      trainAt: moment(cutoffs.train),
      testAt: moment(cutoffs.test),
      history: round(definition.historyDays, 1),
    }),
    table: {
      columns: [text('column.metric'), text('column.model'), text('column.baseline')],
      rows: keys.map((key) => [text(`metric.${key}`), metrics[key], of[key] ?? null]),
    },
  };
}

/** The ranking and its people; how far to trust the probabilities; what goes with them; the figures. */
export const views = (result: PropensityResult, text: Text): View[] => [
  rankingView(result, text),
  calibrationView(result, text),
  weightsView(result, text),
  metricsView(result, text),
];

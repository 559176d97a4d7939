import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { scatterLine } from '../../charts/scatter-line.ts';
import { targetSentence } from '../../features/learning/words.ts';
import {
  cardView,
  coefficientViews,
  dependenceViews,
  guardView,
  importanceView,
  metricsView,
  reasonViews,
  studyCautions,
  timesViews,
} from '../../features/study/views.ts';
import { digits, groupsDefinition, ifKnown } from '../../features/study/words.ts';
import type { RegressResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const percent = (share: number): number => Math.round(share * 1000) / 10;

const questionOf = ({ definition, about }: RegressResult, text: Text): string =>
  targetSentence({ ...definition, positive: '' }, text.language, about);

function amountView(result: RegressResult, text: Text): View {
  const { deciles, mean, sd, baseline } = result;
  const isUseless = !(mean['r2']! - (result.folds.length > 1 ? sd['r2']! || 0 : 0) > 0);
  const data = deciles.map(({ decile, predicted, observed }) => ({
    name: text('decile.name', { n: decile }),
    value: predicted,
    label: text(observed === null ? 'decile.label' : 'decile.label.observed', {
      predicted: digits(predicted),
      observed: digits(observed ?? 0),
    }),
  }));
  return {
    title: text('amount.title', { groups: deciles.length }),
    sentence: text(isUseless ? 'amount.useless' : 'amount.sentence', {
      question: questionOf(result, text),
      r2: ifKnown(mean['r2'], percent),
      sd: ifKnown(sd['r2'], percent),
      mae: digits(mean['mae']!),
      baseline: digits(baseline['mae']!),
    }),
    definition: groupsDefinition(result, text),
    cautions: [...studyCautions(result, text), text('caution.cause')],
    table: {
      columns: [text('column.decile'), text('column.rows'), text('column.predicted.mean'), text('column.observed')],
      rows: deciles.map(({ decile, rows, predicted, observed }) => [decile, rows, predicted, observed]),
    },
    chart: (theme) => bars(theme, data, text('axis.predicted')),
    marks: deciles.map(({ decile }) => `decile:${decile}`),
  };
}

const pointsView = ({ points, mean }: RegressResult, text: Text): View => ({
  title: text('points.title'),
  sentence: text('points.sentence', { n: points.length, median: digits(mean['medianAe']!) }),
  definition: text('points.definition'),
  table: {
    columns: [text('column.point.predicted'), text('column.point.observed')],
    rows: points.map(({ predicted, observed }) => [predicted, observed]),
  },
  chart: (theme) =>
    scatterLine(
      theme,
      points.map(({ predicted, observed }) => [predicted, observed] as const),
      { x: text('axis.predicted'), y: text('axis.observed') },
    ),
});

/** How much; how far to trust it; what it goes by; why, user by user; the question; the card. */
export function views(result: RegressResult, text: Text): View[] {
  const question = questionOf(result, text);
  return [
    amountView(result, text),
    metricsView(result, 'rmse', text),
    importanceView(result, 'rmse', text),
    ...reasonViews(result, text),
    ...dependenceViews(result, text),
    ...coefficientViews(result, text),
    pointsView(result, text),
    ...timesViews(result, question, text),
    guardView(result, text),
    cardView(result, question, text),
  ];
}

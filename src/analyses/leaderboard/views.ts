import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { intervalPlot } from '../../charts/interval-plot.ts';
import { targetSentence } from '../../features/learning/words.ts';
import { digits, ifKnown, metricName, splitText } from '../../features/study/words.ts';
import type { BoardRow, LeaderboardResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const DRAWN = 20;

const say = (key: string, text: Text, values?: Record<string, string | number>): string => text(key as TextKey, values);

const nameOf = ({ estimator, isBaseline }: BoardRow, text: Text): string =>
  isBaseline ? text('baseline.name') : say(`option.estimators.${estimator}`, text);

const settingsOf = ({ params }: BoardRow): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? digits(value) : String(value)}`)
    .join(', ');

const higherIsBetter = (metric: string): boolean => !/Loss|brier|rmse|mae/i.test(metric);

/** The best first, what failed last; among halving's rungs the later ones. */
function inOrder({ rows, metric }: LeaderboardResult): BoardRow[] {
  const sign = higherIsBetter(metric) ? -1 : 1;
  const goodness = ({ mean }: BoardRow) => (mean === null ? Infinity : sign * mean);
  return [...rows].sort((a, b) => (b.rung ?? 0) - (a.rung ?? 0) || goodness(a) - goodness(b));
}

const spreadOf = ({ sd }: BoardRow): number | string => ifKnown(sd ?? undefined, (value) => digits(value, 2));

function sentenceOf(result: LeaderboardResult, text: Text): string {
  const { rows, best, runnerUp, winner, metric, definition, about } = result;
  const question = targetSentence(definition, text.language, about);
  const first = rows[best];
  if (!first) return text('board.none', { question });
  const values = {
    question,
    best: nameOf(first, text),
    metric: metricName(metric, text),
    mean: digits(first.mean!, 4),
    sd: spreadOf(first),
    baseline: ifKnown(rows[0]!.mean ?? undefined, (mean) => digits(mean, 4)),
  };
  if (!runnerUp) return text('board.alone', values);
  return text(winner === 'clear' ? 'board.clear' : 'board.noise', {
    ...values,
    second: nameOf(rows[runnerUp.row]!, text),
    difference: digits(runnerUp.difference, 2),
    // One fold tells nothing of the noise.
    low: ifKnown(runnerUp.low, (low) => digits(low, 2)),
    high: ifKnown(runnerUp.high, (high) => digits(high, 2)),
  });
}

function definitionOf(result: LeaderboardResult, text: Text): string {
  const { n, columns, split, rows, definition, ended } = result;
  return text('board.definition', {
    n,
    columns,
    split: splitText(split, text),
    trials: rows.length - 1,
    method: say(`option.method.${definition.method}`, text),
    ended: say(`ended.${ended}`, text),
  });
}

/** Every trial with its mean and spread, the baseline among them. */
export function views(result: LeaderboardResult, text: Text): View[] {
  const rows = inOrder(result);
  const folds = Math.max(0, ...rows.map((row) => row.folds.length));
  const metric = metricName(result.metric, text);
  const drawn = rows.filter(({ mean }) => mean !== null).slice(0, DRAWN);
  const points = drawn.map((row, n) => ({
    name: `${n + 1}. ${nameOf(row, text)}`,
    value: row.mean!,
    low: row.mean! - (row.sd ?? 0),
    high: row.mean! + (row.sd ?? 0),
    label: `${nameOf(row, text)}: ${digits(row.mean!, 4)} ± ${spreadOf(row)} ${settingsOf(row)}`,
  }));
  return [
    {
      title: text('board.title'),
      sentence: sentenceOf(result, text),
      definition: definitionOf(result, text),
      cautions: [text('caution.searched')],
      table: {
        columns: [
          text('column.estimator'),
          text('column.params'),
          metric,
          text('column.sd'),
          text('column.seconds'),
          ...Array.from({ length: folds }, (_, n) => `${n + 1}`),
          text('column.failed'),
        ],
        rows: rows.map((row) => [
          nameOf(row, text),
          settingsOf(row),
          row.mean,
          row.sd,
          row.seconds,
          ...Array.from({ length: folds }, (_, n) => row.folds[n] ?? null),
          row.failed,
        ]),
      },
      chart: (theme) => intervalPlot(theme, points, text('axis.metric', { metric })),
    },
  ];
}

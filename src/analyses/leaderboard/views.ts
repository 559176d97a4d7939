import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { isHigherBetter } from '../../core/metrics.ts';
import { intervalPlot } from '../../charts/interval-plot.ts';
import { targetSentence } from '../../features/learning/words.ts';
import { digits, ifKnown, metricName, settingsText, splitText } from '../../features/study/words.ts';
import { nextOf } from './next.ts';
import type { BoardRow, LeaderboardResult, NestedRow } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const DRAWN = 20;

const say = (key: string, text: Text, values?: Record<string, string | number>): string => text(key as TextKey, values);

const nameOf = ({ estimator, isBaseline }: BoardRow, text: Text): string =>
  isBaseline ? text('baseline.name') : say(`option.estimators.${estimator}`, text);

const settingsOf = ({ estimator, params }: Pick<NestedRow, 'estimator' | 'params'>, text: Text): string =>
  settingsText(estimator ?? '', params, text, (value) => String(digits(value)));

/** The best first, what failed last; among halving's rungs the later ones. */
function inOrder({ rows, metric }: LeaderboardResult): BoardRow[] {
  const sign = isHigherBetter(metric) ? -1 : 1;
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

const write = (value: number | null): number | string => ifKnown(value ?? undefined, (known) => digits(known, 4));

/** How often each model was chosen, the most frequent first. */
function chosenText(folds: readonly NestedRow[], text: Text): string {
  const counts = new Map<string, number>();
  for (const { estimator } of folds) if (estimator) counts.set(estimator, (counts.get(estimator) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([estimator, n]) => text('nested.chosen', { name: say(`option.estimators.${estimator}`, text), n }))
    .join(text.language === 'zh' ? '、' : ', ');
}

function nestedViews({ nested, rows, best, metric }: LeaderboardResult, text: Text): View[] {
  if (!nested) return [];
  const name = metricName(metric, text);
  const { folds, mean, sd, baseline } = nested;
  const values = {
    folds: folds.length,
    metric: name,
    mean: write(mean),
    sd: ifKnown(sd ?? undefined, (value) => digits(value, 2)),
    best: write(rows[best]?.mean ?? null),
    baseline: write(baseline),
    chosen: chosenText(folds, text),
  };
  return [
    {
      title: text('nested.title'),
      sentence: text(mean === null ? 'nested.none' : 'nested.sentence', values),
      definition: text('nested.definition'),
      table: {
        columns: [
          text('column.fold.name'),
          text('column.estimator'),
          text('column.params'),
          name,
          text('column.baseline.here'),
          text('column.failed'),
        ],
        rows: folds.map((fold, n) => [
          n + 1,
          fold.estimator ? say(`option.estimators.${fold.estimator}`, text) : text('nested.nobody'),
          settingsOf(fold, text),
          fold.value,
          fold.baseline,
          fold.failed,
        ]),
      },
    },
  ];
}

const keepText = (row: BoardRow, text: Text): string => {
  const settings = settingsOf(row, text);
  return text(settings ? 'next.keep-settings' : 'next.keep', { model: nameOf(row, text), settings });
};

/** Every trial with its mean and spread, the baseline among them; and where asked how well the search itself does. */
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
    label: `${nameOf(row, text)}: ${digits(row.mean!, 4)} ± ${spreadOf(row)} ${settingsOf(row, text)}`,
  }));
  return [
    {
      title: text('board.title'),
      sentence: sentenceOf(result, text),
      definition: definitionOf(result, text),
      cautions: result.nested ? [] : [text('caution.searched')],
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
          settingsOf(row, text),
          row.mean,
          row.sd,
          row.seconds,
          ...Array.from({ length: folds }, (_, n) => row.folds[n] ?? null),
          row.failed,
        ]),
      },
      chart: (theme) => intervalPlot(theme, points, text('axis.metric', { metric })),
      next: nextOf(result, rows, (row) => keepText(row, text)),
    },
    ...nestedViews(result, text),
  ];
}

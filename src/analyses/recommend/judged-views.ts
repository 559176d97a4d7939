import { groupedBars } from '../../charts/grouped-bars.ts';
import { intervalPlot } from '../../charts/interval-plot.ts';
import type { View } from '../../contract/view.ts';
import { filled } from '../../features/recommending/words.ts';
import type { AlgorithmRow, RecommendResult, SegmentRow } from './result.ts';
import { metricKeys } from './result.ts';
import type { Text } from './words.ts';
import { algorithmName, cautions, definitionText, isBetter, joined, listText, percent, three } from './words.ts';

const rowOf = (result: RecommendResult, algorithm: string): AlgorithmRow =>
  result.rows.find((row) => row.algorithm === algorithm)!;

/** Whether the recommender asked for is better than popularity, and by how much. */
function answer(result: RecommendResult, text: Text): string {
  const own = rowOf(result, result.algorithm);
  const { recall, ndcg } = result.metrics;
  if (ndcg === null) return text('board.nobody');
  const figures = {
    algorithm: algorithmName(result.algorithm, text),
    k: result.k,
    users: own.users,
    recall: percent(recall),
    popular: percent(result.popularity.recall),
    ndcg: three(ndcg),
    baseline: three(result.popularity.ndcg),
  };
  if (result.algorithm === 'popularity') return text('board.popular', figures);
  if (!own.toPopularity) return text('board.few', figures);
  const { difference, low, high } = own.toPopularity;
  const key = isBetter(result) ? 'better' : high < 0 ? 'worse' : 'unclear';
  return text(`board.${key}`, { ...figures, difference: three(difference), low: three(low), high: three(high) });
}

/** Who is ahead of the others; nobody, where the test can't tell. */
function winner({ best, rows }: RecommendResult, text: Text): string[] {
  if (!best || rows.length < 3) return [];
  if (best.tied.length === 1) return [text('board.best', { algorithm: algorithmName(best.algorithm, text) })];
  return [
    text('board.tied', {
      tied: listText(
        best.tied.map((id) => algorithmName(id, text)),
        text,
      ),
    }),
  ];
}

function rated(result: RecommendResult, text: Text): string[] {
  const { rmse, mae } = rowOf(result, result.algorithm);
  return rmse === null ? [] : [text('board.ratings', { rmse: three(rmse), mae: three(mae) })];
}

export function boardView(result: RecommendResult, text: Text): View {
  const { rows, k } = result;
  const drawn = rows.flatMap(({ algorithm, metrics, interval }) =>
    metrics.ndcg === null || !interval ? [] : [{ algorithm, value: metrics.ndcg, ...interval }],
  );
  const sentence = [answer(result, text), ...winner(result, text), ...rated(result, text)];
  return {
    title: text('board.title'),
    sentence: joined(sentence, text),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: filled({
      columns: [
        text('column.algorithm'),
        text('column.users'),
        text('metric.ndcg'),
        text('column.low'),
        text('column.high'),
        text('column.sd', { metric: text('metric.ndcg') }),
        text('metric.recall'),
        text('column.sd', { metric: text('metric.recall') }),
        text('column.to-popularity'),
        text('column.low'),
        text('column.high'),
        text('column.p'),
        text('column.to-best'),
        text('column.low'),
        text('column.high'),
        text('metric.rmse'),
        text('metric.mae'),
        text('column.seconds'),
      ],
      rows: rows.map((row) => [
        algorithmName(row.algorithm, text),
        row.users,
        row.metrics.ndcg,
        row.interval?.low ?? null,
        row.interval?.high ?? null,
        row.sd?.ndcg ?? null,
        row.metrics.recall,
        row.sd?.recall ?? null,
        row.toPopularity?.difference ?? null,
        row.toPopularity?.low ?? null,
        row.toPopularity?.high ?? null,
        row.toPopularity?.p ?? null,
        row.toBest?.difference ?? null,
        row.toBest?.low ?? null,
        row.toBest?.high ?? null,
        row.rmse,
        row.mae,
        row.seconds,
      ]),
    }),
    ...(drawn.length > 0 && {
      chart: (theme) =>
        intervalPlot(
          theme,
          drawn.map(({ algorithm, value, low, high }) => {
            const name = algorithmName(algorithm, text);
            const label = text('board.label', { name, ndcg: three(value), low: three(low), high: three(high) });
            return { name, value, low, high, label };
          }),
          text('axis.ndcg', { k }),
        ),
    }),
  };
}

/** Each measure with what it means, beside popularity. */
export function metricsView(result: RecommendResult, text: Text): View {
  const { metrics, popularity, algorithm } = result;
  const own = rowOf(result, algorithm);
  const keys = metricKeys.filter((key) => metrics[key] !== null);
  const ratings = (['rmse', 'mae'] as const).filter((key) => own[key] !== null);
  return {
    title: text('metrics.title'),
    sentence:
      metrics.hit === null
        ? text('metrics.sentence.none')
        : text('metrics.sentence', {
            algorithm: algorithmName(algorithm, text),
            users: own.users,
            hit: percent(metrics.hit),
            k: result.k,
            coverage: percent(metrics.coverage),
          }),
    definition: definitionText(result, text),
    table: filled({
      columns: [
        ...[text('column.metric'), algorithmName(algorithm, text), text('column.spread')],
        ...[text('column.popularity'), text('column.meaning')],
      ],
      rows: [
        ...keys.map((key) => [
          ...[text(`metric.${key}`), metrics[key], own.sd?.[key] ?? null, popularity[key]],
          text(`meaning.${key}`),
        ]),
        ...ratings.map((key) => [text(`metric.${key}`), own[key], null, null, text(`meaning.${key}`)]),
      ],
    }),
  };
}

const hadText = ({ from, to }: SegmentRow, text: Text): string =>
  to === 0 ? text('segments.had.none') : text('segments.had', { from, to });

function segmentsSentence(segments: readonly SegmentRow[], text: Text): string {
  const byQuality = [...segments].sort((a, b) => (b.metrics.ndcg ?? 0) - (a.metrics.ndcg ?? 0));
  const [best, least] = [byQuality[0]!, byQuality.at(-1)!];
  const figures = { had: hadText(best, text), ndcg: three(best.metrics.ndcg) };
  if (best === least) return text('segments.sentence.one', { ...figures, users: best.users });
  if (three(best.metrics.ndcg) === three(least.metrics.ndcg)) return text('segments.sentence.alike', figures);
  const other = { otherHad: hadText(least, text), otherNdcg: three(least.metrics.ndcg) };
  return text('segments.sentence', { ...figures, ...other });
}

/** Users by how many items they had when they were asked. */
export function segmentsView(result: RecommendResult, text: Text): View[] {
  const segments = rowOf(result, result.algorithm).segments.filter(({ users }) => users > 0);
  if (segments.length === 0) return [];
  const popular = rowOf(result, 'popularity').segments;
  const ofPopular = ({ name }: SegmentRow) => popular.find((each) => each.name === name)?.metrics.ndcg ?? null;
  return [
    {
      title: text('segments.title'),
      sentence: segmentsSentence(segments, text),
      definition: definitionText(result, text),
      table: {
        columns: [
          ...(['segment', 'from', 'to', 'count'] as const).map((key) => text(`column.${key}`)),
          ...(['ndcg', 'recall', 'hit'] as const).map((key) => text(`metric.${key}`)),
          text('column.popularity'),
        ],
        rows: segments.map((row) => [
          ...[text(`segment.${row.name}`), row.from, row.to, row.users],
          ...[row.metrics.ndcg, row.metrics.recall, row.metrics.hit, ofPopular(row)],
        ]),
      },
      chart: (theme) =>
        groupedBars(theme, {
          groups: segments.map((segment) =>
            text('segments.bar', { name: text(`segment.${segment.name}`), had: hadText(segment, text) }),
          ),
          series: [
            {
              name: algorithmName(result.algorithm, text),
              values: segments.map(({ metrics }) => metrics.ndcg ?? 0),
            },
            { name: text('column.popularity'), values: segments.map((row) => ofPopular(row) ?? 0) },
          ],
          axis: text('metric.ndcg'),
        }),
      marks: segments.map(({ from, to }) => `had:${from}:${to}`),
    },
  ];
}

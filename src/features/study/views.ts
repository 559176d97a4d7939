import type { StudyResult, Unreached } from '../../contract/learning.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { curves } from '../../charts/curve.ts';
import { intervalPlot } from '../../charts/interval-plot.ts';
import { signedBars } from '../../charts/signed-bars.ts';
import { spans } from '../../charts/spans.ts';
import {
  digits,
  ifKnown,
  encodedName,
  estimatorName,
  featureName,
  lengthText,
  metricName,
  momentText,
  settingsText,
  splitText,
  studyDefinition,
  valueText,
} from './words.ts';
import type { StudyTranslate } from './words.ts';

const DRAWN = 15;
const TOP_REASONS = 5;
const FEW_ROWS = 200;

/** Some names, and of many that there are more. */
const NAMED = 5;
const listText = (names: readonly string[], text: StudyTranslate): string =>
  names.slice(0, NAMED).join(text.language === 'zh' ? '、' : ', ') + (names.length > NAMED ? ' …' : '');

/** What a careful reader of any study should know. */
export function studyCautions(result: StudyResult, text: StudyTranslate): string[] {
  const identifiers = result.dropped
    .filter(({ reason }) => reason === 'identifier')
    .map(({ name }) => featureName(name, result.legend, text));
  return [
    ...(result.n < FEW_ROWS ? [text('caution.few', { n: result.n })] : []),
    ...(result.folds.length < 2 ? [text('caution.one-fold')] : []),
    ...(identifiers.length > 0 ? [text('caution.identifier', { names: listText(identifiers, text) })] : []),
    ...(result.flags.length > 0 ? [guardSentence(result, text)] : []),
  ];
}

/** Rounding leaves crumbs where the truth is nothing. */
const CRUMB = 1e-12;

const finite = (value: number | undefined): number | null => {
  if (!Number.isFinite(value)) return null;
  return Math.abs(value!) < CRUMB ? 0 : value!;
};

/** Mean and spread of each metric beside the baseline; `lead` first and in the sentence. */
export function metricsView(result: StudyResult, lead: string, text: StudyTranslate): View {
  const { mean, sd, baseline, folds } = result;
  const keys = [lead, ...Object.keys(mean).filter((key) => key !== lead)];
  return {
    title: text('metrics.title'),
    sentence: text(folds.length > 1 ? 'metrics.sentence' : 'metrics.sentence.one', {
      metric: metricName(lead, text),
      mean: ifKnown(mean[lead], digits),
      sd: ifKnown(sd[lead], (value) => digits(value, 2)),
      baseline: ifKnown(baseline[lead], digits),
      folds: folds.length,
    }),
    definition: studyDefinition(result, text),
    cautions: studyCautions(result, text),
    table: {
      columns: [
        ...(['metric', 'mean', 'sd', 'baseline'] as const).map((key) => text(`column.${key}`)),
        ...folds.map((_, n) => text('column.fold', { n: n + 1 })),
      ],
      rows: keys.map((key) => [
        metricName(key, text),
        finite(mean[key]),
        finite(sd[key]),
        finite(baseline[key]),
        ...folds.map(({ metrics }) => finite(metrics[key])),
      ]),
    },
  };
}

/** What the model goes by. */
export function importanceView(result: StudyResult, lead: string, text: StudyTranslate): View {
  const { importances, legend } = result;
  const [first] = importances;
  const told = importances.filter(({ value, sd }) => value > 2 * sd && value > 0).length;
  const named = importances.map((each) => ({ ...each, name: featureName(each.feature, legend, text) }));
  const metric = metricName(lead, text);
  return {
    title: text('importance.title'),
    sentence:
      first && told > 0
        ? text('importance.sentence', {
            feature: named[0]!.name,
            metric,
            value: digits(first.value, 2),
            count: told,
            all: importances.length,
          })
        : text('importance.none'),
    definition: text('importance.definition', { metric }),
    cautions: [text('caution.cause')],
    table: {
      columns: (['feature', 'importance', 'importance.sd', 'effect'] as const).map((key) => text(`column.${key}`)),
      rows: named.map(({ name, value, sd, effect }) => [name, value, sd, effect]),
    },
    chart: (theme) =>
      bars(
        theme,
        named.slice(0, DRAWN).map(({ name, value }) => ({
          name,
          value: Math.max(0, value),
          label: String(digits(value, 2)),
        })),
        text('axis.importance', { metric }),
      ),
  };
}

/** The weights of a linear model, if it is one. */
export function coefficientViews(result: StudyResult, text: StudyTranslate): View[] {
  const { coefficients, legend, intercept = 0 } = result;
  if (!coefficients || coefficients.length === 0) return [];
  const named = coefficients
    .map(({ feature, weight }) => ({ name: encodedName(feature, legend, text), value: weight }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const [first] = named;
  return [
    {
      title: text('coefficients.title'),
      sentence: text('coefficients.sentence', {
        n: named.length,
        intercept: digits(intercept),
        feature: first!.name,
        weight: digits(first!.value),
      }),
      definition: studyDefinition(result, text),
      cautions: [text('caution.cause')],
      table: {
        columns: [text('column.feature'), text('column.weight')],
        rows: named.map(({ name, value }) => [name, value]),
      },
      chart: (theme) =>
        signedBars(
          theme,
          named.slice(0, DRAWN).map((bar) => ({ ...bar, label: String(digits(bar.value, 2)) })),
          text('axis.weight'),
        ),
    },
  ];
}

const strongest = <T extends { effect: number }>(effects: readonly T[], most: number): T[] =>
  [...effects].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, most);

/** The rows explained, each with its strongest reasons in words; of several `classes`, of the likeliest. */
export function reasonViews(result: StudyResult, text: StudyTranslate, classes: readonly string[] = []): View[] {
  const { explained, explanation, legend } = result;
  const [first] = explained;
  if (!first || !explanation) return [];
  const reason = ({ feature, value, effect }: (typeof first.effects)[number]) =>
    text(effect > 0 ? 'reason.up' : 'reason.down', {
      feature: featureName(feature, legend, text),
      value: valueText(value, text),
      effect: `${effect > 0 ? '+' : '−'}${digits(Math.abs(effect), 2)}`,
    });
  const reasons = strongest(first.effects, 3).map(reason);
  const classOf = (row: (typeof explained)[number]) => (row.class === undefined ? [] : [classes[row.class] ?? null]);
  const places = Array.from({ length: Math.min(TOP_REASONS, first.effects.length) }, (_, n) => n);
  return [
    {
      title: text('reasons.title'),
      sentence: text(first.class === undefined ? 'reasons.sentence' : 'reasons.sentence.class', {
        id: first.id,
        class: String(classOf(first)[0] ?? ''),
        predicted: digits(first.predicted),
        reasons: reasons.join(text.language === 'zh' ? '；' : '; '),
      }),
      definition: text('reasons.definition', {
        method: text(`method.${explanation.method}` as 'method.tree'),
        base: digits(first.base),
        score: digits(first.score),
        residual: explanation.residual.toExponential(1),
      }),
      cautions: [text('caution.cause')],
      table: {
        columns: [
          text('column.row'),
          ...(first.class === undefined ? [] : [text('column.class')]),
          text('column.predicted'),
          text('column.base'),
          text('column.score'),
          ...places.map((n) => text('column.reason', { n: n + 1 })),
          text('column.residual'),
        ],
        rows: explained.map((row) => {
          const words = strongest(row.effects, TOP_REASONS).map(reason);
          return [
            row.id,
            ...classOf(row),
            row.predicted,
            row.base,
            row.score,
            ...places.map((n) => words[n] ?? null),
            row.residual,
          ];
        }),
      },
      chart: (theme) =>
        signedBars(
          theme,
          strongest(first.effects, DRAWN).map(({ feature, value, effect }) => ({
            name: `${featureName(feature, legend, text)} = ${valueText(value, text)}`,
            value: effect,
            label: String(digits(effect, 2)),
          })),
          text('axis.effect'),
        ),
    },
  ];
}

interface ChangesAsked {
  unreached: readonly Unreached[];
  actionable: readonly string[];
  classes: readonly string[];
}

/** What would bring the rows shown under the threshold, or of several `classes` into another one; nothing where nobody asked. */
export function counterfactualViews(
  result: StudyResult,
  { unreached, actionable, classes }: ChangesAsked,
  text: StudyTranslate,
): View[] {
  if (result.explained.length === 0) return [];
  const { counterfactuals, legend } = result;
  const words = ({ changes }: (typeof counterfactuals)[number]) =>
    changes
      .map(({ feature, from, to }) =>
        text('counterfactual.change', {
          feature: featureName(feature, legend, text),
          from: valueText(from, text),
          to: valueText(to, text),
        }),
      )
      .join(text.language === 'zh' ? '；' : '; ');
  const [first] = counterfactuals;
  const asked = new Set([...counterfactuals, ...unreached].map(({ id }) => id)).size;
  const names = actionable.map((name) => featureName(name, legend, text)).join(text.language === 'zh' ? '、' : ', ');
  const definition = [
    ...(first ? [text('counterfactual.asked', { n: asked })] : []),
    ...(first && unreached.length > 0 ? [text('counterfactual.rest', { n: unreached.length })] : []),
    ...(names ? [text('counterfactual.only', { features: names })] : []),
  ].join(text.language === 'zh' ? '' : ' ');
  const ofClasses = classes.length > 2;
  const says = (key: 'sentence' | 'none') =>
    text(ofClasses ? (`counterfactual.class.${key}` as const) : (`counterfactual.${key}` as const), {
      n: asked,
      ...(first && { id: first.id, from: digits(first.from), to: digits(first.to), changes: words(first) }),
      ...(first?.classes && { class: classes[first.classes.from]!, other: classes[first.classes.to]! }),
    });
  const classOf = (at: number | undefined) => (ofClasses ? [at === undefined ? null : classes[at]!] : []);
  const none = [text('counterfactual.no-change')];
  return [
    {
      title: text('counterfactual.title'),
      sentence: first ? says('sentence') : asked > 0 ? says('none') : text('counterfactual.nobody'),
      ...(definition && { definition }),
      cautions: [text('caution.cause')],
      table: {
        columns: [
          text('column.row'),
          ...(ofClasses ? [text('column.class')] : []),
          text('column.from'),
          ...(ofClasses ? [text('column.class.then')] : []),
          text('column.to'),
          text('column.changes'),
        ],
        rows: [
          ...counterfactuals.map((each) => [
            each.id,
            ...classOf(each.classes?.from),
            each.from,
            ...classOf(each.classes?.to),
            each.to,
            words(each),
          ]),
          ...unreached.map(({ id, from, class: own }) => [
            id,
            ...classOf(own),
            from,
            ...classOf(undefined),
            null,
            ...none,
          ]),
        ],
      },
    },
  ];
}

/** How the prediction goes with each of the leading features. */
export const dependenceViews = (result: StudyResult, text: StudyTranslate): View[] =>
  result.dependence.map((each): View => {
    const name = featureName(each.feature, result.legend, text);
    const numeric = each.points.every(({ x }) => typeof x === 'number');
    // Levels have no order: what differs most is told of them.
    const told = numeric ? each.points : [...each.points].sort((a, b) => a.mean - b.mean);
    const [first, last] = [told[0]!, told.at(-1)!];
    const axes = { x: name, y: text('axis.prediction') };
    return {
      title: text('dependence.title', { feature: name }),
      sentence: text(numeric ? 'dependence.sentence' : 'dependence.levels', {
        low: digits(first.mean),
        from: valueText(first.x, text),
        high: digits(last.mean),
        to: valueText(last.x, text),
      }),
      definition: text('dependence.definition'),
      cautions: [text('caution.cause')],
      table: {
        columns: [
          text('column.value'),
          text('dependence.mean'),
          text('column.low'),
          text('column.high'),
          text('dependence.ale'),
        ],
        rows: each.points.map(({ x, mean, low, high, ale }) => [x, mean, low, high, ale]),
      },
      chart: (theme) =>
        numeric
          ? curves(
              theme,
              [
                {
                  name: text('dependence.mean'),
                  points: each.points.map(({ x, mean }) => [x as number, mean] as const),
                  band: each.points.map(({ low, high }) => [low, high] as const),
                },
                {
                  name: text('dependence.ale'),
                  points: each.points.flatMap(({ x, ale }) => (ale === null ? [] : [[x as number, ale] as const])),
                },
              ],
              { ...axes, minY: 'auto' },
            )
          : intervalPlot(
              theme,
              each.points.map(({ x, mean, low, high }) => ({
                name: String(valueText(x, text)),
                value: mean,
                low,
                high,
                label: `${valueText(x, text)}: ${digits(mean)}`,
              })),
              axes.y,
            ),
    };
  });

/** History, gap and horizon of each cutoff; nothing for a table without times. */
export function timesViews({ times }: StudyResult, question: string, text: StudyTranslate): View[] {
  if (!times || times.cutoffs.length === 0) return [];
  const { cutoffs, history, gap, horizon } = times;
  const rows = cutoffs.map(momentText);
  const stretches = cutoffs.flatMap((cutoff, row) => [
    { row, from: cutoff - history, to: cutoff, kind: 0 },
    { row, from: cutoff, to: cutoff + gap, kind: 1 },
    { row, from: cutoff + gap, to: cutoff + gap + horizon, kind: 2 },
  ]);
  return [
    {
      title: text('times.title'),
      sentence: text(gap > 0 ? 'times.sentence' : 'times.sentence.now', {
        cutoffs: cutoffs.length,
        history: lengthText(history, text),
        horizon: lengthText(horizon, text),
        gap: lengthText(gap, text),
      }),
      definition: question,
      table: {
        columns: (['cutoff', 'reads-from', 'predicts-from', 'predicts-to'] as const).map((key) =>
          text(`column.${key}`),
        ),
        rows: cutoffs.map((cutoff) => [cutoff, cutoff - history, cutoff + gap, cutoff + gap + horizon].map(momentText)),
      },
      chart: (theme) =>
        spans(
          theme,
          stretches.filter(({ from, to }) => to > from),
          {
            rows,
            kinds: (['history', 'gap', 'horizon'] as const).map((kind) => text(`times.${kind}`)),
          },
        ),
    },
  ];
}

const flagText = ({ kind, value }: StudyResult['flags'][number], text: StudyTranslate): string =>
  text(`guard.${kind}`, { value: digits(value) });

function guardSentence({ flags, guarded, legend }: StudyResult, text: StudyTranslate): string {
  if (flags.length === 0) return guarded === null ? text('guard.clean.table') : text('guard.clean', { n: guarded });
  const names = [...new Set(flags.map(({ feature }) => featureName(feature, legend, text)))];
  return text('guard.flagged', { n: names.length, features: names.slice(0, 5).join(', ') });
}

export const guardView = (result: StudyResult, text: StudyTranslate): View => ({
  title: text('guard.title'),
  sentence: guardSentence(result, text),
  table: {
    columns: [text('column.feature'), text('column.why')],
    rows: result.flags.map((flag) => [featureName(flag.feature, result.legend, text), flagText(flag, text)]),
  },
});

/** Data, split, settings, time taken: what a reader must know before trusting it. */
export function cardView(result: StudyResult, question: string, text: StudyTranslate): View {
  const dropped = result.dropped.map(({ name, reason }) =>
    text(`dropped.${reason}` as 'dropped.constant', { name: featureName(name, result.legend, text) }),
  );
  const estimator = estimatorName(result.estimator, text);
  return {
    title: text('card.title'),
    sentence: text('card.sentence', { estimator, n: result.n, seconds: digits(result.seconds, 2) }),
    definition: studyDefinition(result, text),
    table: {
      columns: [text('column.fact'), text('column.value')],
      rows: [
        [text('card.question'), question],
        [text('card.estimator'), estimator],
        [text('card.settings'), settingsText(result.estimator, result.estimatorParams, text)],
        [text('card.rows'), String(result.n)],
        [text('card.columns'), String(result.columns.read)],
        [text('card.used'), String(result.columns.used)],
        [text('card.dropped'), dropped.join(', ') || '–'],
        [text('card.split'), splitText(result.split, text)],
        [text('card.backend'), [result.backend.name, result.backend.reason].filter(Boolean).join(': ')],
        [text('card.seconds'), String(digits(result.seconds, 2))],
        [text('card.limits'), text('card.limits.text')],
      ],
    },
  };
}

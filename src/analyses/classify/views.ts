import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { calibrationChart } from '../../charts/calibration.ts';
import { curves } from '../../charts/curve.ts';
import { matrix } from '../../charts/matrix.ts';
import { targetSentence } from '../../features/learning/words.ts';
import {
  cardView,
  coefficientViews,
  counterfactualViews,
  dependenceViews,
  guardView,
  importanceView,
  metricsView,
  reasonViews,
  studyCautions,
  timesViews,
} from '../../features/study/views.ts';
import { digits, groupsDefinition, ifKnown, studyDefinition } from '../../features/study/words.ts';
import type { ClassifyResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

/** Of fewer rows a tenth is no ground to judge by. */
const TELLING = 50;

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** What is asked, as a sentence. */
function questionOf({ definition, about, classes }: ClassifyResult, text: Text): string {
  const positive = about.source === 'table' && classes.length === 2 ? classes[1]! : definition.positive;
  return targetSentence({ ...definition, positive }, text.language, about);
}

/** Whether there is ground to trust the ranking over guessing, and the probabilities over one share for all. */
function trustOf({ mean, sd, baseline, folds, n }: ClassifyResult): 'sentence' | 'few' | 'order' | 'useless' {
  // Of one fold with both classes there is no spread.
  const margin = folds.length > 1 ? sd['auc']! || 0 : 0;
  if (!(mean['auc']! - margin > 0.5)) return 'useless';
  if (!(mean['logLoss']! < baseline['logLoss']!)) return 'order';
  return n < TELLING ? 'few' : 'sentence';
}

function whoSentence(result: ClassifyResult, text: Text): string {
  const { mean, sd, baseline, classes, prevalence } = result;
  const question = questionOf(result, text);
  if (classes.length > 2) {
    return text('who.classes', {
      question,
      classes: classes.length,
      accuracy: percent(mean['accuracy']!),
      baseline: percent(baseline['accuracy']!),
    });
  }
  return text(`who.${trustOf(result)}`, {
    question,
    lift: ifKnown(mean['liftAt10'], (lift) => digits(lift, 2)),
    prevalence: percent(prevalence),
    auc: ifKnown(mean['auc'], percent),
    sd: ifKnown(sd['auc'], percent),
    logLoss: digits(mean['logLoss']!),
    baseline: digits(baseline['logLoss']!),
  });
}

/** Of several classes: how often each is said, and rightly. */
function classesView(result: ClassifyResult, text: Text): View {
  const { classes, confusion, scores } = result;
  const sum = (counts: readonly number[]) => counts.reduce((total, n) => total + n, 0);
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  const rows = classes.map((name, at) => {
    const [right, truly] = [confusion[at]![at]!, sum(confusion[at]!)];
    const said = sum(confusion.map((counts) => counts[at]!));
    return { name, truly, said, found: share(right, truly), right: share(right, said), now: scores.said[at]! };
  });
  const data = rows.map(({ name, found }) => ({
    name,
    value: found ?? 0,
    label: text('decile.label', { predicted: percent(found ?? 0) }),
  }));
  return {
    title: text('classes.title'),
    sentence: whoSentence(result, text),
    definition: studyDefinition(result, text),
    cautions: [...studyCautions(result, text), text('caution.cause')],
    table: {
      columns: [
        text('column.class'),
        ...(['true', 'said', 'found', 'right', 'now'] as const).map((key) => text(`column.class.${key}`)),
      ],
      rows: rows.map(({ name, truly, said, found, right, now }) => [name, truly, said, found, right, now]),
    },
    chart: (theme) => bars(theme, data, text('column.class.found')),
    marks: classes.map((name) => `class:${name}`),
  };
}

function whoView(result: ClassifyResult, text: Text): View {
  const { deciles } = result;
  const data = deciles.map(({ decile, predicted, observed }) => ({
    name: text('decile.name', { n: decile }),
    value: predicted,
    label: text(observed === null ? 'decile.label' : 'decile.label.observed', {
      predicted: percent(predicted),
      observed: percent(observed ?? 0),
    }),
  }));
  return {
    title: text('who.title', { groups: deciles.length }),
    sentence: whoSentence(result, text),
    definition: groupsDefinition(result, text),
    cautions: [...studyCautions(result, text), text('caution.cause')],
    table: {
      columns: [text('column.decile'), text('column.rows'), text('column.predicted.mean'), text('column.observed')],
      rows: deciles.map(({ decile, rows, predicted, observed }) => [decile, rows, predicted, observed]),
    },
    ...(deciles.length > 0 && { chart: (theme) => bars(theme, data, text('axis.predicted')) }),
    marks: deciles.map(({ decile }) => `decile:${decile}`),
  };
}

const byText = (result: ClassifyResult, text: Text): string =>
  text(`option.threshold.${result.threshold!.by as 'f1' | 'cost' | 'capacity' | 'precision'}`);

function warningViews(result: ClassifyResult, text: Text): View[] {
  const { threshold, scores } = result;
  if (!threshold) return [];
  const values = {
    above: scores.above,
    rows: scores.rows,
    threshold: digits(threshold.value),
    stake: digits(scores.atStake ?? 0, 4),
  };
  return [
    {
      title: text('warning.title'),
      sentence: text(scores.atStake === null ? 'warning.sentence' : 'warning.stake', values),
      definition: text('warning.definition', {
        by: byText(result, text),
        recall: percent(threshold.recall),
        precision: percent(threshold.precision),
      }),
      table: {
        columns: [text('column.side'), text('column.rows')],
        rows: [
          [text('side.above'), scores.above],
          [text('side.below'), scores.rows - scores.above],
        ],
      },
      marks: ['above', 'below'],
    },
  ];
}

interface CurveWords {
  title: string;
  sentence: string;
  x: string;
  y: string;
}

function curveView(
  points: ClassifyResult['curve']['roc'],
  words: CurveWords,
  text: Text,
  reference?: 'diagonal' | number,
): View {
  const line =
    reference === 'diagonal'
      ? ([
          [0, 0],
          [1, 1],
        ] as const)
      : ([
          [0, reference ?? 0],
          [1, reference ?? 0],
        ] as const);
  return {
    title: words.title,
    sentence: words.sentence,
    definition: text('curve.definition'),
    table: {
      columns: [words.x, words.y, text('column.bound.low'), text('column.bound.high')],
      rows: points.map(({ x, y, low, high }) => [x, y, low, high]),
    },
    chart: (theme) =>
      curves(
        theme,
        [
          {
            name: words.y,
            points: points.map(({ x, y }) => [x, y] as const),
            band: points.map(({ low, high }) => [low, high] as const),
          },
        ],
        { x: words.x, y: words.y, maxX: 1, maxY: 1, ...(reference !== undefined && { reference: line }) },
      ),
  };
}

function curveViews(result: ClassifyResult, text: Text): View[] {
  const { curve, mean, prevalence, threshold } = result;
  if (curve.roc.length === 0 || !threshold) return [];
  const { confusion, recall, value } = threshold;
  const roc = {
    title: text('roc.title'),
    sentence: text('roc.sentence', {
      auc: ifKnown(mean['auc'], digits),
      threshold: digits(value),
      recall: percent(recall),
      fpr: percent(confusion.fp / Math.max(1, confusion.fp + confusion.tn)),
    }),
    x: text('axis.fpr'),
    y: text('axis.tpr'),
  };
  const pr = {
    title: text('pr.title'),
    sentence: text('pr.sentence', { ap: digits(mean['averagePrecision']!), prevalence: digits(prevalence) }),
    x: text('axis.recall'),
    y: text('axis.precision'),
  };
  const gain = {
    title: text('lift.title'),
    sentence: text('lift.sentence', { gain: percent(mean['recallAt10']!), lift: digits(mean['liftAt10']!, 2) }),
    x: text('axis.share'),
    y: text('axis.gain'),
  };
  return [
    curveView(curve.roc, roc, text, 'diagonal'),
    curveView(curve.pr, pr, text, prevalence),
    curveView(curve.gain, gain, text, 'diagonal'),
    calibrationView(result, text),
  ];
}

function calibrationView({ curve, mean }: ClassifyResult, text: Text): View {
  const { calibration } = curve;
  return {
    title: text('calibration.title'),
    sentence: text('calibration.sentence', { ece: percent(mean['ece']!), bins: calibration.length }),
    definition: text('curve.definition'),
    table: {
      columns: (['predicted', 'observed', 'n'] as const).map((key) => text(`column.bin.${key}`)),
      rows: calibration.map(({ predicted, observed, n }) => [predicted, observed, n]),
    },
    chart: (theme) =>
      calibrationChart(theme, calibration, { x: text('axis.bin.predicted'), y: text('axis.bin.observed') }),
  };
}

function decisionSentence(result: ClassifyResult, text: Text): string {
  const { threshold, confusion } = result;
  if (!threshold) {
    const all = confusion.flat().reduce((sum, n) => sum + n, 0);
    const right = confusion.reduce((sum, row, n) => sum + row[n]!, 0);
    return text('decision.classes', { right: percent(right / all) });
  }
  const { tp, fn, fp } = threshold.confusion;
  return text('decision.sentence', {
    threshold: digits(threshold.value),
    by: byText(result, text),
    tp,
    fn,
    fp,
    action: result.costs.action,
    miss: result.costs.miss,
    cost: threshold.cost.chosen,
    nobody: threshold.cost.nobody,
    everybody: threshold.cost.everybody,
  });
}

function decisionView(result: ClassifyResult, text: Text): View {
  const { confusion, classes } = result;
  const cells = confusion.flatMap((counts, row) => {
    const all = Math.max(
      1,
      counts.reduce((sum, n) => sum + n, 0),
    );
    return counts.map((n, column) => ({
      column,
      row,
      value: n / all,
      label: String(n),
      tip: text('cell.tip', { true: classes[row]!, said: classes[column]!, n }),
    }));
  });
  return {
    title: text('decision.title'),
    sentence: decisionSentence(result, text),
    definition: text('curve.definition'),
    table: {
      columns: [text('column.true'), ...classes],
      rows: confusion.map((counts, row) => [classes[row]!, ...counts]),
    },
    chart: (theme) =>
      matrix(theme, cells, {
        columns: classes.map((each) => text('axis.said.class', { class: each })),
        rows: classes.map((each) => text('axis.true', { class: each })),
        x: text('axis.said'),
      }),
  };
}

/** Who; whom to act on; how far to trust it; what it goes by; why, user by user; the question; the card. */
export function views(result: ClassifyResult, text: Text): View[] {
  const lead = result.classes.length === 2 ? 'auc' : 'logLoss';
  const question = questionOf(result, text);
  return [
    result.threshold ? whoView(result, text) : classesView(result, text),
    ...warningViews(result, text),
    metricsView(result, lead, text),
    importanceView(result, lead, text),
    ...reasonViews(result, text, result.classes),
    ...counterfactualViews(result, { ...result, ...result.definition }, text),
    ...dependenceViews(result, text),
    ...coefficientViews(result, text),
    ...curveViews(result, text),
    decisionView(result, text),
    ...timesViews(result, question, text),
    guardView(result, text),
    cardView(result, question, text),
  ];
}

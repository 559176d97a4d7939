import type { Task } from '../../contract/estimator.ts';
import { meanOf, median } from '../../core/metrics.ts';
import { metricsOf } from './metrics-of.ts';

/** What is predicted without a look at any column: the same for every row. */
export interface Baseline {
  /** One number, or one per class. */
  values: Float64Array;
  /** For so many rows, row after row. */
  predict(rows: number): Float64Array;
}

function constant(values: Float64Array): Baseline {
  const predict = (rows: number) => {
    const all = new Float64Array(rows * values.length);
    for (let row = 0; row < rows; row += 1) all.set(values, row * values.length);
    return all;
  };
  return { values, predict };
}

const labelsOf = (y: ArrayLike<number>, rows: Uint32Array) => Float64Array.from(rows, (row) => y[row]!);

function frequencies(labels: Float64Array, classes: number): Float64Array {
  const shares = new Float64Array(classes);
  for (const label of labels) shares[label]! += 1 / labels.length;
  return shares;
}

const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), -Infinity);

/**
 * The baseline of a task, from the training rows' labels: the prevalence, the frequency of each class (the majority's is the
 * highest), or a mean; with `centre: 'median'` a median, which absolute errors compare with. `classes` where they are known: a
 * training set may lack the last.
 */
export function baselineOf(
  task: Task,
  y: ArrayLike<number>,
  train: Uint32Array,
  options: { classes?: number; centre?: 'mean' | 'median' } = {},
): Baseline {
  const labels = labelsOf(y, train);
  if (task === 'multiclass') return constant(frequencies(labels, options.classes ?? highest(labels) + 1));
  return constant(Float64Array.of(options.centre === 'median' ? median(labels) : meanOf(labels)));
}

/** Metrics of absolute errors, which no constant meets better than a median. */
const OF_MEDIAN = ['mae', 'medianAe', 'pinball50'];

/** The metrics of the baseline on the rows asked; for a number each by what is hardest to beat: the mean, or for absolute errors the median. */
export function baselineMetrics(
  task: Task,
  y: ArrayLike<number>,
  split: { train: Uint32Array; test: Uint32Array },
  classes: number,
): Record<string, number> {
  const labels = labelsOf(y, split.test);
  const of = (centre: 'mean' | 'median') =>
    metricsOf(task, labels, baselineOf(task, y, split.train, { classes, centre }).predict(labels.length), classes);
  const metrics = of('mean');
  if (task !== 'regression') return metrics;
  const ofMedian = of('median');
  for (const name of OF_MEDIAN) metrics[name] = ofMedian[name]!;
  return metrics;
}

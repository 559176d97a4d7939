import * as v from 'valibot';
import type { Inputs, Task } from '../../contract/estimator.ts';
import type { Preparation } from '../../contract/learning.ts';
import { AppError } from '../../core/errors.ts';
import type { LearningColumn, LearningTable } from '../learning-table.ts';
import type { Matrix } from '../matrix.ts';
import { balancedWeights } from './balance.ts';
import { fitComponents, projectOn } from './components.ts';
import { distinctNames, encodeTable, namesOf } from './encode.ts';
import { fitColumns } from './fit-columns.ts';
import { drawFolds } from './folds.ts';
import { applyScaling, fitScaling } from './scaling.ts';
import { keepColumns, selectColumns } from './select.ts';
import type { ColumnPlan, Dropped, PipelineState } from './state.ts';
import { pipelineSchema } from './state.ts';
import { fitTarget, targetsOf } from './target-encoding.ts';
import { wishesOf } from './wishes.ts';

/** A preparation that learnt from training rows, and makes a matrix of any rows. */
export interface FittedPipeline {
  /** The matrix's columns. */
  names: readonly string[];
  /** By column of the matrix: the column of the table it was made of; −1: a mixture of several. */
  origin: Int32Array;
  /** Columns of the table, and by selection of the matrix, that were left out. */
  dropped: Dropped[];
  /** Rows (left out: all) as an estimator reads them. `pipeline.missing-column`, `pipeline.wrong-kind`. */
  transform(table: LearningTable, rows?: Uint32Array): Matrix;
  /** Plain JSON for `loadPipeline`. */
  toJSON(): unknown;
}

export interface PipelineOptions {
  preparation: Preparation;
  inputs: Inputs;
  task: Task;
  /** How many classes a classifier tells apart. */
  classes: number;
  seed: number;
}

/** Folds of the target encoding, as scikit-learn's TargetEncoder. */
const TARGET_FOLDS = 5;

type Numbers = Matrix & { data: Float64Array };

/** What is done after encoding, by what was learnt. */
function finish(x: Numbers, { scaling, kept, components }: PipelineState): Matrix {
  if (scaling) applyScaling(x, scaling);
  const chosen = kept ? keepColumns(x, kept) : x;
  return components ? projectOn(chosen, components) : chosen;
}

/** The names after selection and projection, and the columns of the table they come from. */
function outputsOf({ columns, kept, components }: PipelineState): { names: string[]; origin: Int32Array } {
  const names = distinctNames(columns.flatMap(namesOf));
  const origin = columns.flatMap((plan) => namesOf(plan).map(() => plan.source));
  if (components) {
    const count = components.directions.length / components.mean.length;
    return { names: Array.from({ length: count }, (_, k) => `pc${k + 1}`), origin: new Int32Array(count).fill(-1) };
  }
  const places = kept ?? names.map((_, at) => at);
  return { names: places.map((at) => names[at]!), origin: Int32Array.from(places, (at) => origin[at]!) };
}

function pipelineOf(state: PipelineState): FittedPipeline {
  return {
    ...outputsOf(state),
    dropped: state.dropped,
    transform: (table, rows) => finish(encodeTable(state.columns, table, rows), state),
    toJSON: () => state,
  };
}

/** Target encodings learn from the labels; `training` holds what the training rows are given instead, by name of the column. */
function learnTargets(
  plans: readonly ColumnPlan[],
  table: LearningTable,
  rows: Uint32Array,
  y: ArrayLike<number>,
  { task, classes, seed }: PipelineOptions,
): { columns: ColumnPlan[]; training: Map<number, Float64Array> } {
  const training = new Map<number, Float64Array>();
  if (!plans.some((plan) => plan.kind === 'category' && plan.encoding === 'target'))
    return { columns: [...plans], training };
  const targets = targetsOf(y, task, classes);
  const fold = drawFolds(y, Math.min(TARGET_FOLDS, rows.length), seed, task !== 'regression');
  let at = 0;
  const columns = plans.map((plan) => {
    const learnt = plan.kind === 'category' && plan.encoding === 'target';
    const column = table.columns[plan.source] as LearningColumn & { kind: 'category' };
    const fitted = learnt ? fitTarget(plan, column, rows, targets, fold) : { plan, training: [] };
    fitted.training.forEach((values, k) => training.set(at + k, values));
    at += namesOf(fitted.plan).length;
    return fitted.plan;
  });
  return { columns, training };
}

function setColumn({ data, rows, columns }: Numbers, column: number, values: Float64Array): void {
  for (let row = 0; row < rows; row += 1) data[row * columns + column] = values[row]!;
}

/** What can be done where rows have no labels: frequencies stand for targets, and only variance selects. */
const withoutLabels = (preparation: Preparation): Preparation => ({
  ...preparation,
  encode: preparation.encode === 'target' ? 'frequency' : preparation.encode,
  select: preparation.select === 'variance' ? 'variance' : 'none',
});

const isClassifier = (task: Task) => task === 'binary' || task === 'multiclass';

/**
 * Learns from the training rows alone how columns become numbers: what is missing, categories, scale, selection, projection.
 * `y` is the label of those rows. `x` are the training rows themselves (their target encoding is out of fold); `weights` comes
 * where classes are balanced. `model.no-rows`, `pipeline.no-columns`.
 */
export function fitPipeline(
  table: LearningTable,
  rows: Uint32Array,
  y: ArrayLike<number>,
  options: PipelineOptions,
): { pipeline: FittedPipeline; x: Matrix; weights?: Float64Array } {
  if (rows.length === 0) throw new AppError('model.no-rows');
  if (y.length !== rows.length) throw new AppError('model.wrong-length', { rows: rows.length, labels: y.length });
  const { task } = options;
  const preparation = task === 'anomaly' ? withoutLabels(options.preparation) : options.preparation;
  const wishes = wishesOf(preparation, options.inputs);
  const fitted = fitColumns(table, rows, wishes);
  if (fitted.columns.length === 0 && !table.sequences) {
    throw new AppError('pipeline.no-columns', { dropped: fitted.dropped.map(({ name }) => name).join(', ') });
  }
  const { columns, training } = learnTargets(fitted.columns, table, rows, y, options);
  const encoded = encodeTable(columns, table, rows);
  training.forEach((values, column) => setColumn(encoded, column, values));

  const state: PipelineState = { ...fitted, columns, scaling: null, kept: null, components: null };
  const selection = selectColumns(encoded, y, { ...options, preparation });
  if (selection) {
    state.kept = selection;
    const dropped = encoded.names.filter((_, at) => !selection.includes(at));
    state.dropped = [...fitted.dropped, ...dropped.map((name) => ({ name, reason: 'selection' as const }))];
  }
  if (wishes.scale !== 'none') state.scaling = fitScaling(encoded, wishes.scale);
  const scaled = finish(encoded, state);
  const { components } = preparation;
  if (components > 0 && scaled.columns > 0) state.components = fitComponents(scaled, components);
  const x = state.components ? projectOn(scaled, state.components) : scaled;
  const weights = preparation.balance && isClassifier(task) ? balancedWeights(y) : undefined;
  return { pipeline: pipelineOf(state), x, ...(weights && { weights }) };
}

/** A pipeline from its JSON, which makes the same matrices. `model.unreadable`. */
export function loadPipeline(state: unknown): FittedPipeline {
  const parsed = v.safeParse(pipelineSchema, state);
  if (!parsed.success) throw new AppError('model.unreadable', { kind: 'pipeline' });
  return pipelineOf(parsed.output);
}

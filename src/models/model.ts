import * as v from 'valibot';
import type { Task } from '../contract/estimator.ts';
import { tasks } from '../contract/estimator.ts';
import type { Preparation } from '../contract/learning.ts';
import { AppError } from '../core/errors.ts';
import type { Calibration } from './calibration/calibration.ts';
import { fitCalibration, loadCalibration } from './calibration/calibration.ts';
import { estimatorOf, loadFitted } from './catalog.ts';
import { widened } from './ensemble-core/classes.ts';
import { partOf } from './ensemble-core/parts.ts';
import type { FitContext, Fitted } from './estimator.ts';
import type { LearningTable } from './learning-table.ts';
import type { Matrix } from './matrix.ts';
import { drawFolds, foldRows } from './pipeline/folds.ts';
import type { FittedPipeline } from './pipeline/pipeline.ts';
import { fitPipeline, loadPipeline } from './pipeline/pipeline.ts';
import { specs } from './specs.ts';

/** What is to be trained: an estimator by id, its hyperparameters (others have their defaults), and how columns are prepared. */
export interface ModelConfig {
  estimator: string;
  estimatorParams: Record<string, unknown>;
  preparation: Preparation;
}

export interface ModelOptions {
  task: Task;
  /** How many classes a classifier tells apart. */
  classes: number;
}

/** From a table to predictions: preparation, estimator and calibration, all learnt from the same training rows. */
export interface TrainedModel extends ModelOptions {
  estimator: string;
  pipeline: FittedPipeline;
  fitted: Fitted;
  calibration?: Calibration;
  /** How long training took. */
  seconds: number;
  /** Per row (left out: all) the probability of label 1, K probabilities, a value, or how strange it is. */
  predict(table: LearningTable, rows?: Uint32Array): Float64Array;
  /** The same of rows that went through the pipeline already. */
  predictPrepared(x: Matrix): Float64Array;
  /** Plain JSON for `loadModel`, whose predictions are the same to the bit. */
  toJSON(): unknown;
}

/** Folds whose predictions teach the calibration, as scikit-learn's CalibratedClassifierCV. */
const CALIBRATION_FOLDS = 5;

type Parts = Omit<TrainedModel, 'predict' | 'predictPrepared' | 'toJSON'>;

/** As many probabilities per row as there are classes, though the training rows may have lacked the last of them. */
function predictFitted(fitted: Fitted, x: Matrix, { task, classes }: ModelOptions): Float64Array {
  const outputs = fitted.outputs ?? 1;
  return widened(fitted.predict(x), outputs, task === 'multiclass' ? Math.max(outputs, classes) : outputs);
}

function modelOf(parts: Parts): TrainedModel {
  const { pipeline, fitted, calibration } = parts;
  const predictPrepared = (x: Matrix): Float64Array => {
    const p = predictFitted(fitted, x, parts);
    return calibration ? calibration.apply(p) : p;
  };
  return {
    ...parts,
    predictPrepared,
    predict: (table, rows) => predictPrepared(pipeline.transform(table, rows)),
    toJSON: () => ({
      ...parts,
      pipeline: pipeline.toJSON(),
      fitted: fitted.toJSON(),
      calibration: calibration?.toJSON() ?? null,
    }),
  };
}

interface Data {
  table: LearningTable;
  rows: Uint32Array;
  /** Of the training rows alone. */
  y: Float64Array;
}

/** Pipeline and estimator, on some of the training rows. */
async function fitOn(config: ModelConfig, { table, rows, y }: Data, options: ModelOptions, context: FitContext) {
  const { estimator, estimatorParams, preparation } = config;
  const untrained = await estimatorOf(estimator, estimatorParams, options.task);
  const { inputs } = specs.get(estimator)!;
  const { pipeline, x, weights } = fitPipeline(table, rows, y, { ...options, preparation, inputs, seed: context.seed });
  await context.step(0);
  return { pipeline, fitted: await untrained.fit(x, y, context, weights) };
}

/** Probabilities of each training row by models that have not seen it. */
async function outOfFold(config: ModelConfig, data: Data, options: ModelOptions, context: FitContext, folds: number) {
  const { table, rows, y } = data;
  const fold = drawFolds(y, folds, context.seed, true);
  const outputs = options.task === 'multiclass' ? options.classes : 1;
  const p = new Float64Array(rows.length * outputs);
  for (let number = 0; number < folds; number += 1) {
    const { inside, outside } = foldRows(fold, number);
    const train = { table, rows: outside.map((at) => rows[at]!), y: Float64Array.from(outside, (at) => y[at]!) };
    const { pipeline, fitted } = await fitOn(config, train, options, partOf(context, number, folds + 1));
    const asked = inside.map((at) => rows[at]!);
    const predicted = predictFitted(fitted, pipeline.transform(table, asked), options);
    inside.forEach((at, place) => p.set(predicted.subarray(place * outputs, (place + 1) * outputs), at * outputs));
  }
  return p;
}

async function calibrate(config: ModelConfig, data: Data, options: ModelOptions, context: FitContext) {
  const { calibrate: method } = config.preparation;
  const isClassifier = options.task === 'binary' || options.task === 'multiclass';
  if (method === 'none' || !isClassifier) return undefined;
  const p = await outOfFold(config, data, options, context, CALIBRATION_FOLDS);
  return fitCalibration(method, data.y, p);
}

/**
 * Trains on some rows of a table; `y` has a label for each row of the table. The calibration learns from out-of-fold predictions
 * of the training rows, the model itself from all of them. Throws what the catalog, the pipeline and the estimator throw.
 */
export async function trainModel(
  config: ModelConfig,
  table: LearningTable,
  rows: Uint32Array,
  y: Float64Array,
  options: ModelOptions,
  context: FitContext,
): Promise<TrainedModel> {
  const start = performance.now();
  const data: Data = { table, rows, y: Float64Array.from(rows, (row) => y[row]!) };
  const { task, classes } = options;
  const calibration = await calibrate(config, data, options, context);
  const last = calibration ? partOf(context, CALIBRATION_FOLDS, CALIBRATION_FOLDS + 1) : context;
  const main = { ...last, ranOn: (backend: Parameters<FitContext['ranOn']>[0]) => context.ranOn(backend) };
  const { pipeline, fitted } = await fitOn(config, data, options, main);
  const seconds = (performance.now() - start) / 1000;
  const { estimator } = config;
  return modelOf({ task, classes, estimator, pipeline, fitted, seconds, ...(calibration && { calibration }) });
}

const stateSchema = v.object({
  task: v.picklist(tasks),
  classes: v.number(),
  estimator: v.string(),
  seconds: v.number(),
  pipeline: v.unknown(),
  fitted: v.unknown(),
  calibration: v.unknown(),
});

/** A model from its JSON. `model.unreadable`, `model.unknown-estimator`. */
export async function loadModel(state: unknown): Promise<TrainedModel> {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success) throw new AppError('model.unreadable', { kind: 'model' });
  const { pipeline, fitted, calibration, ...rest } = parsed.output;
  return modelOf({
    ...rest,
    pipeline: loadPipeline(pipeline),
    fitted: await loadFitted(rest.estimator, fitted),
    ...(calibration != null && { calibration: loadCalibration(calibration) }),
  });
}

import type { Preparation, StudyResult, Validation } from '../../contract/learning.ts';
import type { FitContext } from '../estimator.ts';
import { estimatorParams } from '../catalog.ts';
import type { TrainedModel } from '../model.ts';
import { trainModel } from '../model.ts';
import type { CrossValidation } from '../validation/cross-validate.ts';
import { crossValidate } from '../validation/cross-validate.ts';
import type { LearningData } from '../validation/fold.ts';
import type { Split } from '../validation/splits.ts';
import { account } from './account.ts';
import { teachingSplits } from './splits.ts';
import { listening, partly } from './listening.ts';

/** What is learnt from: the first `data.y.length` rows of the table teach, those after it are only asked. */
export interface StudyData extends LearningData {
  /** One name per row of the table. */
  ids: ArrayLike<string> & { readonly length: number };
}

export interface StudyOptions {
  estimator: string;
  estimatorParams: Record<string, unknown>;
  preparation: Preparation;
  validation: Validation;
  /** The metric that importance is told in. */
  lead: string;
  /** How many rows are explained. */
  explain: number;
  /** How far labels look ahead of their cutoff, in the unit of the cutoffs. */
  gap?: number;
  /** Where the rows to score begin: those before it are not explained. */
  scoreFrom: number;
}

/** A model that was judged, and all that a report says of it. */
export interface Study {
  model: TrainedModel;
  splits: Split[];
  judged: CrossValidation;
  /** The rows that were asked about at least once. */
  asked: Uint32Array;
  /** The prediction of each row of the table by the final model; rows × outputs. */
  predictions: Float64Array;
  /**
   * The predictions of the rows to score. Of rows that taught the final model, those by models that have not seen them: of its own
   * rows a model knows too much.
   */
  scores: Float64Array;
  result: Omit<StudyResult, 'legend' | 'times' | 'flags' | 'guarded' | 'counterfactuals'>;
}

const rowsUpTo = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);

/** The estimator's coefficients on the prepared columns, of a model that is a weighted sum with one output. */
export function coefficientsOf({ fitted, pipeline }: TrainedModel): Pick<StudyResult, 'coefficients' | 'intercept'> {
  const { linear } = fitted;
  if (!linear || linear.intercept.length !== 1) return {};
  return {
    coefficients: pipeline.names.map((feature, column) => ({ feature, weight: linear.coefficients[column]! })),
    intercept: linear.intercept[0]!,
  };
}

const outputsOf = ({ task, classes }: LearningData): number => (task === 'multiclass' ? classes : 1);

/** Out-of-fold predictions, and of rows that were never asked about the final model's. */
const unseenOr = ({ predictions }: CrossValidation, final: Float64Array): Float64Array =>
  final.map((value, at) => (Number.isNaN(predictions[at] ?? NaN) ? value : predictions[at]!));

function askedRows(predictions: Float64Array, rows: number, outputs: number): Uint32Array {
  return rowsUpTo(rows).filter((row) => !Number.isNaN(predictions[row * outputs]!));
}

/**
 * Judges a model on splits of the labelled rows, trains it on all of them, and accounts for it: importances, effects of the rows with
 * the highest predictions, dependence on the leading features. Throws what splitting, training and predicting throw.
 */
export async function study(data: StudyData, options: StudyOptions, context: FitContext): Promise<Study> {
  const begun = performance.now();
  const heard = listening(context);
  const config = {
    estimator: options.estimator,
    estimatorParams: estimatorParams(options.estimator, options.estimatorParams),
    preparation: options.preparation,
  };
  const rows = data.y.length;
  const outputs = outputsOf(data);
  const labelled: LearningData = { ...data, table: headOf(data.table, rows) };
  const splits = teachingSplits(labelled, options.validation, options.gap ?? 0, context.seed);
  const judged = await crossValidate(config, labelled, splits, partly(heard.context, 0, 0.5));
  const fit = (train: Uint32Array, part: FitContext) =>
    trainModel(config, labelled.table, train, data.y, { task: data.task, classes: data.classes }, part);
  const last = splits.at(-1)!;
  const unseen = { model: await fit(last.train, partly(heard.context, 0.5, 0.58)), rows: last.test };
  const model = await fit(rowsUpTo(rows), partly(heard.context, 0.58, 0.68));
  const predictions = model.predict(data.table);
  const candidates = rowsUpTo(data.table.rows).subarray(options.scoreFrom);
  const asked = { ...data, predictions, candidates };
  const told = await account({ model, unseen }, asked, options, partly(heard.context, 0.68, 0.98));
  const [first] = splits;
  return {
    model,
    splits,
    judged,
    asked: askedRows(judged.predictions, rows, outputs),
    predictions,
    scores: options.scoreFrom > 0 ? predictions.slice(options.scoreFrom * outputs) : unseenOr(judged, predictions),
    result: {
      estimator: config.estimator,
      estimatorParams: config.estimatorParams,
      n: rows,
      columns: { read: data.table.columns.length, used: model.pipeline.names.length },
      split: {
        kind: first?.method ?? 'kfold',
        folds: splits.length / repeatsOf(first, options),
        repeats: repeatsOf(first, options),
      },
      folds: judged.folds.map((fold, n) => ({ name: splits[n]!.name, ...fold })),
      mean: judged.mean,
      sd: judged.sd,
      baseline: judged.baseline.mean,
      ...coefficientsOf(model),
      dropped: model.pipeline.dropped,
      ...told,
      backend: heard.backend(),
      seconds: (performance.now() - begun) / 1000,
    },
  };
}

/** Time has no chance in it, and so no repeats. */
const repeatsOf = (split: Split | undefined, { validation }: StudyOptions): number =>
  split?.method === 'time' ? 1 : validation.repeats;

/** The first rows of a table, without a copy. */
export function headOf(table: LearningData['table'], rows: number): LearningData['table'] {
  if (table.rows === rows) return table;
  const { sequences } = table;
  return {
    rows,
    columns: table.columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: column.values.subarray(0, rows) }
        : { ...column, codes: column.codes.subarray(0, rows) },
    ),
    ...(sequences && {
      sequences: {
        ...sequences,
        codes: sequences.codes.subarray(0, rows * sequences.length),
        gaps: sequences.gaps.subarray(0, rows * sequences.length),
      },
    }),
  };
}

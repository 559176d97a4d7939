import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Random } from '../../core/random.ts';
import { seededRandom } from '../../core/random.ts';
import { meanAndVariance } from '../../core/statistics.ts';
import type { LearningColumn, LearningTable } from '../learning-table.ts';
import { observed } from './grid.ts';
import type { Cell } from './mixed-rows.ts';
import { cellOf, setValue, tableRows, valueOf } from './mixed-rows.ts';
import type { Predicts } from './predicts.ts';
import { predictAll } from './predicts.ts';
import { rowNumbers, sampleRows } from './sample-rows.ts';
import type { StepContext } from './steps.ts';

export interface SurrogateOptions {
  /** Rows whose spread and levels the neighbours are drawn by; a sample of the table where left out. */
  rows?: Uint32Array;
  samples?: number;
  /** Width of the kernel in standard deviations; by default 0.75 · √columns. */
  width?: number;
  /** Which of several outputs. */
  output?: number;
}

export interface SurrogateTerm {
  column: string;
  value: Cell;
  /** `deviation`: change of the prediction per standard deviation; `value`: what it owes to just this value. */
  per: 'deviation' | 'value';
  weight: number;
}

/** A weighted sum that imitates a model near one row, on the scale of the predictions. */
export interface LocalSurrogate {
  /** The strongest first. */
  terms: SurrogateTerm[];
  /** What the model predicts for the row, and what the surrogate does. */
  prediction: number;
  imitated: number;
  /** Share of the predictions' weighted variance among the neighbours that the surrogate explains; NaN where they are all equal. */
  r2: number;
}

const REFERENCE_ROWS = 1000;
const SAMPLES = 2000;
/** Ridge penalty, as the lime package has it. */
const PENALTY = 1;

/** How a column is varied: by normal noise of a spread, or (0) by drawing what another row has. */
function spreadOf(column: LearningColumn, row: number, rows: Uint32Array): number {
  if (column.kind === 'category' || Number.isNaN(column.values[row]!)) return 0;
  const values = observed(column.values, rows);
  const different = values.filter((value, at) => at === 0 || value !== values[at - 1]).length;
  return different <= 2 ? 0 : Math.sqrt(meanAndVariance(values).variance);
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

interface Neighbours {
  table: LearningTable;
  /** Neighbours × columns: deviations in units of the spread, or 1 where the value is the row's own. */
  codes: Float64Array;
  weights: Float64Array;
}

/** The row itself, then neighbours about it. */
function neighboursOf(
  table: LearningTable,
  row: number,
  reference: Uint32Array,
  spreads: readonly number[],
  samples: number,
  width: number,
  random: Random,
): Neighbours {
  const columns = table.columns.length;
  const around = tableRows(table, new Uint32Array(samples).fill(row));
  const codes = new Float64Array(samples * columns);
  const weights = new Float64Array(samples);
  for (let at = 0; at < samples; at += 1) {
    let distance = 0;
    for (const [place, column] of around.columns.entries()) {
      const own = valueOf(table.columns[place]!, row);
      const spread = spreads[place]!;
      const noise = at === 0 ? 0 : spread > 0 ? normal(random) : random();
      if (spread > 0) {
        setValue(column, at, own + spread * noise);
        codes[at * columns + place] = noise;
        distance += noise * noise;
        continue;
      }
      const drawn = valueOf(table.columns[place]!, reference[Math.floor(noise * reference.length)]!);
      const value = at === 0 ? own : drawn;
      setValue(column, at, value);
      const same = Object.is(value, own) || value === own;
      codes[at * columns + place] = Number(same);
      distance += Number(!same);
    }
    weights[at] = Math.exp(-distance / (2 * width * width));
  }
  return { table: around, codes, weights };
}

/** Means of the columns of a matrix, weighted. */
function weightedMeans(codes: Float64Array, weights: Float64Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  codes.forEach((code, at) => {
    means[at % columns]! += (weights[Math.floor(at / columns)]! * code) / total;
  });
  return means;
}

/** Weighted ridge regression with a free intercept: coefficients, intercept and R². */
function ridge(codes: Float64Array, y: Float64Array, weights: Float64Array, columns: number) {
  const means = weightedMeans(codes, weights, columns);
  const [middle] = weightedMeans(y, weights, 1);
  const normal = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  for (let row = 0; row < y.length; row += 1) {
    for (let i = 0; i < columns; i += 1) {
      const weighted = weights[row]! * (codes[row * columns + i]! - means[i]!);
      right[i]! += weighted * (y[row]! - middle!);
      for (let j = 0; j <= i; j += 1) normal[i * columns + j]! += weighted * (codes[row * columns + j]! - means[j]!);
    }
  }
  for (let i = 0; i < columns; i += 1) normal[i * columns + i]! += PENALTY;
  const coefficients = solvePositiveDefinite(normal, right)!;
  const intercept = coefficients.reduce((sum, each, column) => sum - each * means[column]!, middle!);
  let [missed, whole] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    let guess = intercept;
    for (let i = 0; i < columns; i += 1) guess += coefficients[i]! * codes[row * columns + i]!;
    missed += weights[row]! * (y[row]! - guess) ** 2;
    whole += weights[row]! * (y[row]! - middle!) ** 2;
  }
  return { coefficients, intercept, r2: whole > 0 ? 1 - missed / whole : NaN };
}

/**
 * LIME for tables (Ribeiro, Singh & Guestrin, KDD 2016): neighbours drawn about the row (numbers by their spread; categories, numbers of
 * two values and missing ones as other rows have them), weighted by nearness, and a ridge regression on what the model predicts
 * for them. Read it no further than its R² carries. Events stay the row's own.
 */
export async function localSurrogate(
  model: Predicts,
  table: LearningTable,
  row: number,
  context: StepContext,
  options: SurrogateOptions = {},
): Promise<LocalSurrogate> {
  const random = seededRandom(context.seed);
  const columns = table.columns.length;
  const { samples = SAMPLES, output = 0, width = 0.75 * Math.sqrt(columns) } = options;
  const reference = options.rows ?? sampleRows(rowNumbers(table.rows), REFERENCE_ROWS, random);
  const spreads = table.columns.map((column) => spreadOf(column, row, reference));
  const near = neighboursOf(table, row, reference, spreads, samples, width, random);
  const predicted = await predictAll(model, near.table, context);
  const outputs = predicted.length / samples;
  const y = Float64Array.from({ length: samples }, (_, at) => predicted[at * outputs + output]!);
  const { coefficients, intercept, r2 } = ridge(near.codes, y, near.weights, columns);
  const imitated = coefficients.reduce((sum, each, column) => sum + each * near.codes[column]!, intercept);
  const terms = table.columns.map((column, at): SurrogateTerm => ({
    column: column.name,
    value: cellOf(column, row),
    per: spreads[at]! > 0 ? 'deviation' : 'value',
    weight: coefficients[at]!,
  }));
  return { terms: terms.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)), prediction: y[0]!, imitated, r2 };
}

import { AppError } from '../../core/errors.ts';

/** Subjects with covariates: what a hazard model learns from. */
export interface SurvivalData {
  names: readonly string[];
  /** Row after row: subjects × names. */
  x: Float64Array;
  times: Float64Array;
  /** 1 where the event was seen, 0 where the observation ended first. */
  events: Uint8Array;
  /** A code for each subject; one stratum where left out. */
  strata?: Int32Array;
}

/** A coefficient on the scale of the log hazard (Cox) or of log time (AFT). */
export interface Coefficient {
  name: string;
  coef: number;
  se: number;
  z: number;
  p: number;
  low: number;
  high: number;
}

/** A column that no coefficient can be told for, and why. */
export interface Dropped {
  name: string;
  reason: 'constant' | 'collinear';
}

/** Throws `survival.no-subjects`, `survival.no-events`, `survival.bad-duration` where there is nothing to learn from. */
export function checkSurvival({ times, events }: SurvivalData): void {
  if (times.length === 0) throw new AppError('survival.no-subjects');
  if (!events.some((event) => event === 1)) throw new AppError('survival.no-events', { subjects: times.length });
  const bad = times.findIndex((time) => !(time >= 0 && time < Infinity));
  if (bad >= 0) throw new AppError('survival.bad-duration', { row: bad + 1, value: String(times[bad]) });
}

/** Columns on one scale, without those that are constant or a sum of others. */
export interface Standardised {
  /** Places of the columns that are kept. */
  kept: number[];
  dropped: Dropped[];
  mean: Float64Array;
  scale: Float64Array;
  /** Row after row: subjects × kept. */
  x: Float64Array;
}

/** What is left of a column, relative to its length, when the columns before it have explained their part. */
const COLLINEAR = 1e-7;

function moments(x: Float64Array, columns: number): { mean: Float64Array; scale: Float64Array } {
  const rows = x.length / columns;
  const [mean, scale] = [new Float64Array(columns), new Float64Array(columns)];
  for (let n = 0; n < x.length; n++) mean[n % columns]! += x[n]! / rows;
  for (let n = 0; n < x.length; n++) scale[n % columns]! += (x[n]! - mean[n % columns]!) ** 2 / rows;
  return { mean, scale: scale.map(Math.sqrt) };
}

/** The correlations of the columns `from`, all pairs, of values already centred and scaled. */
function correlations(x: Float64Array, columns: number): Float64Array {
  const products = new Float64Array(columns * columns);
  const rows = x.length / columns;
  for (let row = 0; row < rows; row++) {
    for (let a = 0; a < columns; a++) {
      const value = x[row * columns + a]! / rows;
      for (let b = 0; b <= a; b++) products[a * columns + b]! += value * x[row * columns + b]!;
    }
  }
  return products;
}

/** The columns that Cholesky's factorisation reaches with something left of them, in order. */
function independent(correlation: Float64Array, columns: number): boolean[] {
  const factor = Float64Array.from(correlation);
  const kept = new Array<boolean>(columns).fill(true);
  for (let row = 0; row < columns; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = factor[row * columns + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * columns + k]! * factor[column * columns + k]!;
      if (row !== column) factor[row * columns + column] = kept[column] ? sum / factor[column * columns + column]! : 0;
      else if (sum > COLLINEAR) factor[row * columns + row] = Math.sqrt(sum);
      else kept[row] = false;
    }
  }
  return kept;
}

function picked(x: Float64Array, columns: number, kept: readonly number[]): Float64Array {
  const rows = x.length / columns;
  const result = new Float64Array(rows * kept.length);
  for (let row = 0; row < rows; row++) {
    for (let n = 0; n < kept.length; n++) result[row * kept.length + n] = x[row * columns + kept[n]!]!;
  }
  return result;
}

/** Centres and scales the columns (population deviation), leaving out constant ones and those that others before them make up. */
export function standardised({ names, x, times }: SurvivalData): Standardised {
  const columns = names.length;
  if (columns === 0)
    return { kept: [], dropped: [], mean: new Float64Array(), scale: new Float64Array(), x: new Float64Array() };
  if (x.length !== columns * times.length)
    throw new AppError('model.wrong-length', { rows: x.length / columns, labels: times.length });
  const { mean, scale } = moments(x, columns);
  const varies = names.flatMap((_, n) => (scale[n]! > 1e-12 * Math.max(1, Math.abs(mean[n]!)) ? [n] : []));
  const scaled = picked(x, columns, varies);
  for (let n = 0; n < scaled.length; n++) {
    const column = varies[n % varies.length]!;
    scaled[n] = (scaled[n]! - mean[column]!) / scale[column]!;
  }
  const own = independent(correlations(scaled, varies.length), varies.length);
  const places = varies.flatMap((_, n) => (own[n] ? [n] : []));
  const kept = places.map((place) => varies[place]!);
  const dropped = names.flatMap((name, n): Dropped[] =>
    kept.includes(n) ? [] : [{ name, reason: varies.includes(n) ? 'collinear' : 'constant' }],
  );
  return { kept, dropped, mean, scale, x: picked(scaled, varies.length, places) };
}

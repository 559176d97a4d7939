import type { Training } from './training.ts';

const MULTIPLICATIONS_A_TIME = 1 << 23;

/** The sums of squares and products of centred columns: all that least squares needs to know of the rows. */
export interface NormalEquations {
  /** Weighted means of the columns and of y. */
  mean: Float64Array;
  yMean: number;
  /** Σ weight · x xᵀ of the centred columns; symmetric, row-major. */
  gram: Float64Array;
  /** Σ weight · x · y, centred. */
  right: Float64Array;
}

function meansOf({ data, rows, columns, y, weights, total }: Training): Pick<NormalEquations, 'mean' | 'yMean'> {
  const mean = new Float64Array(columns);
  let yMean = 0;
  for (let row = 0, at = 0; row < rows; row += 1) {
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column += 1, at += 1) mean[column]! += weight * data[at]!;
    yMean += weight * y[row]!;
  }
  return { mean: mean.map((sum) => sum / total), yMean: yMean / total };
}

/** Centred before they are multiplied, so that large means cost no digits. `pause` is called every few milliseconds. */
export async function normalEquations(t: Training, pause: () => Promise<void>): Promise<NormalEquations> {
  const { columns, rows } = t;
  const equations: NormalEquations = {
    ...meansOf(t),
    gram: new Float64Array(columns * columns),
    right: new Float64Array(columns),
  };
  const rowsATime = Math.max(16, Math.ceil(MULTIPLICATIONS_A_TIME / (columns * columns)));
  for (let from = 0; from < rows; from += rowsATime) {
    await pause();
    addRows(t, equations, from, Math.min(rows, from + rowsATime));
  }
  const { gram } = equations;
  for (let i = 0; i < columns; i += 1) for (let j = 0; j < i; j += 1) gram[j * columns + i] = gram[i * columns + j]!;
  return equations;
}

function addRows(t: Training, { mean, yMean, gram, right }: NormalEquations, from: number, to: number): void {
  const { data, columns, y, weights } = t;
  const centred = new Float64Array(columns);
  for (let row = from; row < to; row += 1) {
    for (let c = 0; c < columns; c += 1) centred[c] = data[row * columns + c]! - mean[c]!;
    const weight = weights ? weights[row]! : 1;
    const value = y[row]! - yMean;
    for (let i = 0; i < columns; i += 1) {
      const scaled = weight * centred[i]!;
      if (scaled === 0) continue;
      right[i]! += scaled * value;
      for (let j = 0, at = i * columns; j <= i; j += 1, at += 1) gram[at]! += scaled * centred[j]!;
    }
  }
}

/** The intercept that goes with coefficients of centred columns. */
export const interceptOf = ({ mean, yMean }: NormalEquations, coefficients: Float64Array): number =>
  coefficients.reduce((left, value, column) => left - value * mean[column]!, yMean);

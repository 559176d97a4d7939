import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import { symmetricEigen } from '../projection/symmetric-eigen.ts';
import type { Solution } from './linear-maker.ts';
import type { NormalEquations } from './normal-equations.ts';
import { interceptOf, normalEquations } from './normal-equations.ts';
import { dot } from './scores.ts';
import type { Training } from './training.ts';

/** Eigenvalues of the correlation matrix below this share of the largest are rounding: no direction of their own. */
const RANK = 1e-11;
/** With more columns, eigenvectors take too long: a penalty of this share of a column's square takes their place. */
const MOST_FOR_EIGEN = 160;
const NUDGE = 1e-9;
/** Turns of refinement: each wins back the digits that squaring the condition number cost. */
const REFINEMENTS = 2;

/** The pseudo-inverse of a correlation matrix, and whether it is a whole one. */
function pseudoInverse(correlation: Float64Array, size: number): { inverse: Float64Array; rank: number } {
  const { values, vectors } = symmetricEigen(correlation, size);
  const inverse = new Float64Array(size * size);
  let rank = 0;
  for (let n = 0; n < size; n += 1) {
    if (!(values[n]! > RANK * values[0]!)) continue;
    rank += 1;
    for (let i = 0; i < size; i += 1) {
      const scaled = vectors[n * size + i]! / values[n]!;
      for (let j = 0; j < size; j += 1) inverse[i * size + j]! += scaled * vectors[n * size + j]!;
    }
  }
  return { inverse, rank };
}

/** Lengths of the centred columns; 1 for a constant one, which then has zeros in all products. */
const lengthsOf = ({ gram, mean }: NormalEquations, size: number, total: number): Float64Array =>
  mean.map((value, i) => {
    const length = Math.sqrt(gram[i * size + i]!);
    return length > 1e-12 * Math.abs(value) * Math.sqrt(total) ? length : Infinity;
  });

function scaledGram(gram: Float64Array, lengths: Float64Array): Float64Array {
  const size = lengths.length;
  return gram.map((value, at) => value / lengths[Math.floor(at / size)]! / lengths[at % size]!);
}

/** What the columns still have in common with the residuals, in two-sided centred sums, and the weighted sum of their squares. */
function leftOver(t: Training, { mean, yMean }: NormalEquations, coefficients: Float64Array) {
  const { data, columns: d, rows, y, weights } = t;
  const right = new Float64Array(d);
  const shift = dot(mean, 0, coefficients, 0, d) - yMean;
  let squares = 0;
  for (let row = 0, at = 0; row < rows; row += 1, at += d) {
    const residual = y[row]! - dot(data, at, coefficients, 0, d) + shift;
    const scaled = weights ? weights[row]! * residual : residual;
    for (let c = 0; c < d; c += 1) right[c]! += scaled * (data[at + c]! - mean[c]!);
    squares += scaled * residual;
  }
  return { right, squares };
}

interface Solver {
  /** Where the matrix has one. */
  inverse: Float64Array | null;
  solve(right: Float64Array): Float64Array;
}

function solverOf(correlation: Float64Array, size: number): Solver {
  if (size <= MOST_FOR_EIGEN) {
    const { inverse, rank } = pseudoInverse(correlation, size);
    return { inverse: rank === size ? inverse : null, solve: (right) => times(inverse, right) };
  }
  const nudged = correlation.slice();
  for (let i = 0; i < size; i += 1) nudged[i * size + i]! += NUDGE;
  return { inverse: null, solve: (right) => solvePositiveDefinite(nudged, right) ?? new Float64Array(size) };
}

const times = (matrix: Float64Array, vector: Float64Array): Float64Array =>
  vector.map((_, i) => dot(matrix, i * vector.length, vector, 0, vector.length));

/**
 * Ordinary (weighted) least squares by the normal equations of columns of length 1, with iterative refinement on the rows. Where
 * columns depend on each other, the solution of least norm on that scale: scikit-learn's `LinearRegression` behind a
 * `StandardScaler`. Standard errors as of homoscedastic residuals, where the columns have full rank and rows are left.
 */
export async function leastSquares(t: Training, step: (share: number) => Promise<void>): Promise<Solution> {
  const equations = await normalEquations(t, () => step(0));
  const size = t.columns;
  const lengths = lengthsOf(equations, size, t.total);
  const { inverse, solve: solveScaled } = solverOf(scaledGram(equations.gram, lengths), size);
  const solve = (right: Float64Array) =>
    solveScaled(right.map((value, i) => value / lengths[i]!)).map((value, i) => value / lengths[i]!);
  const coefficients = solve(equations.right);
  let left = leftOver(t, equations, coefficients);
  for (let turn = 0; turn < REFINEMENTS; turn += 1) {
    await step((turn + 1) / (REFINEMENTS + 1));
    const change = solve(left.right);
    for (let i = 0; i < size; i += 1) coefficients[i]! += change[i]!;
    left = leftOver(t, equations, coefficients);
  }
  const solution = { coefficients, intercept: interceptOf(equations, coefficients) };
  const freedom = t.total - size - 1;
  if (!inverse || !(freedom > 0)) return solution;
  return { ...solution, standardErrors: errorsOf(equations, inverse, lengths, left.squares / freedom, t.total) };
}

/** Square roots of the diagonal of variance · (XᵀX)⁻¹; the intercept's comes last. */
function errorsOf(
  { mean }: NormalEquations,
  inverse: Float64Array,
  lengths: Float64Array,
  variance: number,
  total: number,
): number[] {
  const size = lengths.length;
  const errors = Array.from(lengths, (length, i) => Math.sqrt(variance * inverse[i * size + i]!) / length);
  const scaled = mean.map((value, i) => value / lengths[i]!);
  const ofMeans = dot(scaled, 0, times(inverse, scaled), 0, size);
  return [...errors, Math.sqrt(variance * (1 / total + ofMeans))];
}

/**
 * The coefficients that make Σ weight · (y − ŷ)² + alpha ‖w‖² least: scikit-learn's `Ridge`. Null where rounding leaves the equations
 * without a solution.
 */
export async function ridge(
  t: Training,
  alpha: number,
  step: (share: number) => Promise<void>,
): Promise<Solution | null> {
  const equations = await normalEquations(t, () => step(0));
  const size = t.columns;
  const gram = equations.gram.slice();
  for (let i = 0; i < size; i += 1) gram[i * size + i]! += alpha;
  await step(0.9);
  const coefficients = solvePositiveDefinite(gram, equations.right);
  return coefficients && { coefficients, intercept: interceptOf(equations, coefficients) };
}

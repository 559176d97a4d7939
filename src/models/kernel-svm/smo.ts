const STEPS_A_TIME = 128;
const MOST_STEPS = 2_000_000;
const LEAST_CURVATURE = 1e-12;

/** The dual problem ½ αᵀQα + pᵀα with 0 ≤ α ≤ upper and Σ sign · α = 0, where Q[i, j] = sign[i] sign[j] K(row i, row j). */
export interface DualProblem {
  sign: Int8Array;
  linear: Float64Array;
  upper: Float64Array;
  /** The kernel of variable i's row with all rows; variable i stands for row i modulo the number of rows. K(row, row) is 1. */
  kernel(row: number): Float32Array;
  rows: number;
}

export interface DualSolution {
  /** By row: Σ sign · α of its variables. */
  coefficients: Float64Array;
  /** What is added to the weighted sum of kernels. */
  intercept: number;
}

interface Pair {
  i: number;
  j: number;
  gap: number;
  curvature: number;
}

/** The pair that promises the most, by second-order information (Fan, Chen & Lin 2005); the gap is how far from optimal. */
function pairOf({ sign, upper, kernel, rows }: DualProblem, alpha: Float64Array, gradient: Float64Array): Pair | null {
  let [i, most] = [-1, -Infinity];
  for (let t = 0; t < alpha.length; t += 1) {
    const rises = sign[t]! > 0 ? alpha[t]! < upper[t]! : alpha[t]! > 0;
    if (rises && -sign[t]! * gradient[t]! > most) [i, most] = [t, -sign[t]! * gradient[t]!];
  }
  if (i < 0) return null;
  const own = kernel(i % rows);
  let [j, best, gap, curvature] = [-1, 0, -Infinity, 1];
  for (let t = 0; t < alpha.length; t += 1) {
    const falls = sign[t]! > 0 ? alpha[t]! > 0 : alpha[t]! < upper[t]!;
    if (!falls) continue;
    const off = most + sign[t]! * gradient[t]!;
    if (off > gap) gap = off;
    if (off <= 0) continue;
    const bend = Math.max(LEAST_CURVATURE, 2 - 2 * own[t % rows]!);
    if ((off * off) / bend > best) [j, best, curvature] = [t, (off * off) / bend, bend];
  }
  return j < 0 ? null : { i, j, gap, curvature };
}

/** Moves two multipliers along the constraint as far as is best, or as far as their bounds allow. */
function move(
  { sign, upper, kernel, rows }: DualProblem,
  alpha: Float64Array,
  gradient: Float64Array,
  { i, j, curvature }: Pair,
): void {
  const [si, sj] = [sign[i]!, sign[j]!];
  const room = (t: number, direction: number) => (direction > 0 ? upper[t]! - alpha[t]! : alpha[t]!);
  const wanted = (-si * gradient[i]! + sj * gradient[j]!) / curvature;
  const [roomI, roomJ] = [room(i, si), room(j, -sj)];
  const length = Math.min(wanted, roomI, roomJ);
  // At a bound it is exactly there.
  alpha[i] = length === roomI ? (si > 0 ? upper[i]! : 0) : alpha[i]! + si * length;
  alpha[j] = length === roomJ ? (sj > 0 ? 0 : upper[j]!) : alpha[j]! - sj * length;
  const [ki, kj] = [kernel(i % rows), kernel(j % rows)];
  for (let t = 0; t < alpha.length; t += 1) gradient[t]! += sign[t]! * length * (ki[t % rows]! - kj[t % rows]!);
}

/** The intercept: where free multipliers put it, else the middle of what the bounds allow. */
function interceptOf({ sign, upper }: DualProblem, alpha: Float64Array, gradient: Float64Array): number {
  let [free, sum, high, low] = [0, 0, Infinity, -Infinity];
  for (let t = 0; t < alpha.length; t += 1) {
    const value = sign[t]! * gradient[t]!;
    if (upper[t] === 0) continue;
    if (alpha[t]! > 0 && alpha[t]! < upper[t]!) {
      free += 1;
      sum += value;
    } else if (alpha[t]! > 0 === sign[t]! > 0) low = Math.max(low, value);
    else high = Math.min(high, value);
  }
  if (free > 0) return -sum / free;
  const [from, to] = [Number.isFinite(low) ? low : high, Number.isFinite(high) ? high : low];
  return Number.isFinite(from) ? -(from + to) / 2 : 0;
}

/** Sequential minimal optimisation (Platt 1998) as libsvm does it, until no pair is off by more than `tolerance`. */
export async function solveDual(
  problem: DualProblem,
  tolerance: number,
  pause: () => Promise<void>,
): Promise<DualSolution> {
  const { sign, linear, rows } = problem;
  const alpha = new Float64Array(sign.length);
  const gradient = linear.slice();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (step % STEPS_A_TIME === 0) await pause();
    const pair = pairOf(problem, alpha, gradient);
    if (!pair || pair.gap < tolerance) break;
    move(problem, alpha, gradient, pair);
  }
  const coefficients = new Float64Array(rows);
  alpha.forEach((value, t) => (coefficients[t % rows]! += sign[t]! * value));
  return { coefficients, intercept: interceptOf(problem, alpha, gradient) };
}

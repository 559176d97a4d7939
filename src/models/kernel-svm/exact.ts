import { squaredDistance } from '../clustering/rows.ts';
import type { Training } from '../linear-core/training.ts';
import type { DualProblem, DualSolution } from './smo.ts';
import { solveDual } from './smo.ts';

export interface KernelParams {
  c: number;
  gamma: number;
  epsilon: number;
  tolerance: number;
}

/** The kernel's rows, each computed when it is first asked for. */
function kernelOf({ data, rows, columns: d }: Training, gamma: number): DualProblem['kernel'] {
  const kept: (Float32Array | undefined)[] = Array.from({ length: rows });
  return (row) => {
    const known = kept[row];
    if (known) return known;
    const values = new Float32Array(rows);
    for (let other = 0; other < rows; other += 1) {
      values[other] = Math.exp(-gamma * squaredDistance(data, row * d, data, other * d, d));
    }
    return (kept[row] = values);
  };
}

/** The problem of a label of ±1, or of a number: then each row has two variables, one to rise and one to fall. */
function problemOf(t: Training, targets: Float64Array, { c, epsilon, gamma }: KernelParams): DualProblem {
  const { rows } = t;
  const most = Float64Array.from({ length: rows }, (_, row) => c * (t.weights ? t.weights[row]! : 1));
  const kernel = kernelOf(t, gamma);
  if (t.task !== 'regression') {
    return { sign: Int8Array.from(targets), linear: new Float64Array(rows).fill(-1), upper: most, kernel, rows };
  }
  return {
    sign: Int8Array.from({ length: 2 * rows }, (_, at) => (at < rows ? 1 : -1)),
    linear: Float64Array.from({ length: 2 * rows }, (_, at) => epsilon + (at < rows ? -1 : 1) * targets[at % rows]!),
    upper: Float64Array.from({ length: 2 * rows }, (_, at) => most[at % rows]!),
    ...{ kernel, rows },
  };
}

/** One machine per vector of targets, all with the same kernel. */
export async function solveExact(
  t: Training,
  targets: readonly Float64Array[],
  params: KernelParams,
  pause: () => Promise<void>,
): Promise<DualSolution[]> {
  const machines: DualSolution[] = [];
  for (const each of targets) machines.push(await solveDual(problemOf(t, each, params), params.tolerance, pause));
  return machines;
}

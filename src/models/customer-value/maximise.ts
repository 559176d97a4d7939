import type { FitContext } from '../estimator.ts';
import { inverse } from '../survival/inverse.ts';

/** Where a likelihood of positive parameters is highest. */
export interface LikelihoodMaximum {
  parameters: number[];
  /** Standard errors from the observed information; null where it is not positive definite, as on a ridge. */
  errors: number[] | null;
  value: number;
  /** Whether the gradient vanishes there, with a parameter none of which ran to its limit. */
  converged: boolean;
}

type Objective = (logs: Float64Array) => number;

/** Beyond e^±18 a parameter says no more than that it is very large or small. */
const LIMIT = 18;
/** Relative to the likelihood: near enough for Newton's method. */
const SIMPLEX_TOLERANCE = 1e-7;
const MOST_EVALUATIONS = 3000;

interface Vertex {
  at: Float64Array;
  value: number;
}

const between = (from: Float64Array, to: Float64Array, share: number): Float64Array =>
  from.map((value, n) => value + share * (to[n]! - value));

/** Nelder and Mead's simplex (1965), downhill in `cost`; `step` is awaited at each move. */
async function simplex(cost: Objective, start: Float64Array, step: () => Promise<void>): Promise<Vertex> {
  const vertex = (at: Float64Array): Vertex => ({ at, value: cost(at) });
  const corners = Array.from(start, (_, n) => start.map((value, k) => (k === n ? value + 0.5 : value)));
  const vertices = [start, ...corners].map(vertex);
  for (let evaluations = 0; evaluations < MOST_EVALUATIONS; evaluations += 2) {
    await step();
    vertices.sort((a, b) => a.value - b.value);
    const [best, worst, second] = [vertices[0]!, vertices.at(-1)!, vertices.at(-2)!];
    if (worst.value - best.value <= SIMPLEX_TOLERANCE * (1 + Math.abs(best.value))) break;
    const others = vertices.slice(0, -1);
    const centre = start.map((_, k) => others.reduce((sum, { at }) => sum + at[k]!, 0) / others.length);
    const reflected = vertex(between(worst.at, centre, 2));
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = vertex(between(worst.at, centre, 3));
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= second.value) {
      next = vertex(between(worst.at, centre, reflected.value < worst.value ? 1.5 : 0.5));
      if (next.value >= Math.min(worst.value, reflected.value)) {
        vertices.forEach((each, n) => n > 0 && (vertices[n] = vertex(between(best.at, each.at, 0.5))));
        continue;
      }
    }
    vertices[vertices.length - 1] = next;
  }
  return vertices.reduce((best, each) => (each.value < best.value ? each : best));
}

const STEP = 1e-4;

interface Slopes {
  gradient: Float64Array;
  /** Second derivatives, row after row. */
  hessian: Float64Array;
}

/** Central differences on the scale of the logarithms. */
function slopes(cost: Objective, at: Float64Array): Slopes {
  const size = at.length;
  const moved = (a: number, da: number, b = 0, db = 0) => {
    const there = Float64Array.from(at);
    there[a]! += da;
    there[b]! += db;
    return cost(there);
  };
  const centre = cost(at);
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const [up, down] = [moved(a, STEP), moved(a, -STEP)];
    gradient[a] = (up - down) / (2 * STEP);
    hessian[a * size + a] = (up - 2 * centre + down) / STEP ** 2;
    for (let b = 0; b < a; b++) {
      const corners =
        moved(a, STEP, b, STEP) - moved(a, STEP, b, -STEP) - moved(a, -STEP, b, STEP) + moved(a, -STEP, b, -STEP);
      hessian[a * size + b] = hessian[b * size + a] = corners / (4 * STEP ** 2);
    }
  }
  return { gradient, hessian };
}

const MOST_NEWTON = 12;

/** Newton's method from where the simplex stopped, as long as it goes down. */
async function polished(cost: Objective, start: Vertex, step: () => Promise<void>): Promise<Vertex & Slopes> {
  let best = start;
  for (let iteration = 0; ; iteration++) {
    await step();
    const at = slopes(cost, best.at);
    const size = at.gradient.length;
    const covariance = inverse(at.hessian, size);
    if (!covariance || iteration === MOST_NEWTON) return { ...best, ...at };
    const moved = best.at.map((value, a) =>
      at.gradient.reduce((sum, slope, b) => sum - covariance[a * size + b]! * slope, value),
    );
    const next = { at: moved, value: cost(moved) };
    const far = moved.some((value, n) => Math.abs(value - best.at[n]!) > 1e-9);
    if (!(next.value <= best.value) || !far) return { ...best, ...at };
    best = next;
  }
}

/**
 * Maximises a log-likelihood over positive parameters: a simplex from each start on the scale of their logarithms, then Newton's method with
 * numeric derivatives from the best. Null where it is finite nowhere.
 */
export async function maximise(
  logLikelihood: (parameters: number[]) => number,
  starts: readonly (readonly number[])[],
  context: Pick<FitContext, 'step'>,
): Promise<LikelihoodMaximum | null> {
  const cost: Objective = (logs) => {
    if (logs.some((log) => Math.abs(log) > LIMIT)) return Infinity;
    const value = -logLikelihood(Array.from(logs, Math.exp));
    return Number.isNaN(value) ? Infinity : value;
  };
  let moves = 0;
  const step = () => context.step(1 - 1 / (1 + moves++ / 150));
  let best: Vertex | null = null;
  for (const start of starts) {
    const found = await simplex(cost, Float64Array.from(start, Math.log), step);
    if (found.value < Infinity && (!best || found.value < best.value)) best = found;
  }
  if (!best) return null;
  const end = await polished(cost, best, step);
  const parameters = Array.from(end.at, Math.exp);
  const size = parameters.length;
  const covariance = end.hessian.every(Number.isFinite) ? inverse(end.hessian, size) : null;
  const still = end.gradient.every((slope) => Math.abs(slope) < 1e-3 * Math.max(1, Math.abs(end.value) * 1e-4));
  return {
    parameters,
    errors: covariance && parameters.map((value, n) => value * Math.sqrt(covariance[n * (size + 1)]!)),
    value: -end.value,
    converged: covariance !== null && still,
  };
}

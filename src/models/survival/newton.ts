import { solvePositiveDefinite } from '../../core/linear-algebra.ts';

/** A concave function at a point: its value, its gradient, and minus its second derivatives, row after row. */
export interface Curvature {
  value: number;
  gradient: Float64Array;
  information: Float64Array;
}

export interface Maximum extends Curvature {
  weights: Float64Array;
  iterations: number;
  converged: boolean;
}

const MOST_ITERATIONS = 60;
const MOST_HALVINGS = 30;
/** Newton's promised gain, relative to the value: below it, rounding decides. */
const TOLERANCE = 1e-13;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, n) => sum + value * b[n]!, 0);

/** Newton's direction; where the information is not positive definite its diagonal is raised until it is. */
function direction({ gradient, information }: Curvature): Float64Array {
  const size = gradient.length;
  let ridge = 0;
  for (;;) {
    const raised = information.map((entry, n) => (n % (size + 1) === 0 ? entry + ridge : entry));
    const solved = solvePositiveDefinite(raised, gradient);
    if (solved?.every(Number.isFinite)) return solved;
    ridge = ridge === 0 ? 1e-8 * Math.max(1, ...information.map(Math.abs)) : 10 * ridge;
  }
}

/**
 * Maximises a smooth concave function by Newton's method; a step that does not raise the value is halved. `converged` is false where
 * the iterations ran out, as where the likelihood rises for ever.
 */
export async function newton(
  evaluate: (weights: Float64Array) => Promise<Curvature>,
  start: Float64Array,
): Promise<Maximum> {
  let weights = start;
  let at = await evaluate(weights);
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    const along = direction(at);
    if (dot(along, at.gradient) <= TOLERANCE * Math.max(1, Math.abs(at.value)))
      return { ...at, weights, iterations: iteration - 1, converged: true };
    let length = 1;
    let next: Curvature | null = null;
    let moved = weights;
    for (let halving = 0; halving < MOST_HALVINGS; halving++, length /= 2) {
      moved = weights.map((value, n) => value + length * along[n]!);
      const there = await evaluate(moved);
      if (there.value >= at.value) {
        next = there;
        break;
      }
    }
    if (!next) return { ...at, weights, iterations: iteration, converged: true };
    [weights, at] = [moved, next];
  }
  return { ...at, weights, iterations: MOST_ITERATIONS, converged: false };
}

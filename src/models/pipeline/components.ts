import type { Matrix } from '../matrix.ts';
import { principalComponents, project } from '../projection/pca.ts';
import type { Components } from './state.ts';

/** The directions in which the training rows differ most, as plain JSON. `model.not-finite`. */
export function fitComponents(x: Matrix, count: number): Components {
  const { names, mean, directions } = principalComponents(x, count);
  // A sum with 0 makes 0 of −0, which JSON does not know.
  return {
    names: [...names],
    mean: Array.from(mean, (value) => value + 0),
    directions: Array.from(directions, (value) => value + 0),
  };
}

/** The rows along those directions, as `pc1` …; sequences come along. */
export function projectOn(x: Matrix, { names, mean, directions }: Components): Matrix {
  const of = { names, mean: Float64Array.from(mean), directions: Float64Array.from(directions) };
  const none = new Float64Array(0);
  return { ...project(x, { ...of, variances: none, shares: none }), ...(x.sequences && { sequences: x.sequences }) };
}

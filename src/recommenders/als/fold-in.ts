/** What a person's equations are made of: YᵀY + λI in full, the items' factors, and the person's items with their α w. */
export interface PersonalEquations {
  gram: Float64Array;
  factors: Float32Array;
  width: number;
  items: readonly number[];
  weights: readonly number[];
}

/** Steps end when the residual is this small against the right side: beyond what float32 factors tell. */
const TOLERANCE = 1e-9;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0);

/** (YᵀY + λI + Σ w y yᵀ) p. */
function apply({ gram, factors, width, items, weights }: PersonalEquations, p: Float64Array): Float64Array {
  const out = new Float64Array(width);
  for (let row = 0, at = 0; row < width; row += 1) {
    for (let k = 0; k < width; k += 1, at += 1) out[row]! += gram[at]! * p[k]!;
  }
  items.forEach((item, n) => {
    const from = item * width;
    let product = 0;
    for (let k = 0; k < width; k += 1) product += factors[from + k]! * p[k]!;
    const factor = weights[n]! * product;
    for (let k = 0; k < width; k += 1) out[k]! += factor * factors[from + k]!;
  });
  return out;
}

/** Solves a person's equations for some right side by conjugate gradient, to the end. */
export function solvePersonal(equations: PersonalEquations, right: Float64Array): Float64Array {
  const x = new Float64Array(right.length);
  const residual = right.slice();
  const direction = right.slice();
  let square = dot(residual, residual);
  const enough = square * TOLERANCE ** 2;
  // Twice as many steps as unknowns: rounding may cost some beyond the number that suffices on paper.
  for (let step = 0; step < 2 * right.length && square > enough; step += 1) {
    const applied = apply(equations, direction);
    const length = square / dot(direction, applied);
    for (let k = 0; k < x.length; k += 1) {
      x[k]! += length * direction[k]!;
      residual[k]! -= length * applied[k]!;
    }
    const next = dot(residual, residual);
    const turn = next / square;
    for (let k = 0; k < x.length; k += 1) direction[k] = residual[k]! + turn * direction[k]!;
    square = next;
  }
  return x;
}

/** The factors of somebody with these items, all else held: the right side is Σ (1 + w) y. */
export function foldIn(equations: PersonalEquations): Float64Array {
  const { factors, width, items, weights } = equations;
  const right = new Float64Array(width);
  items.forEach((item, n) => {
    for (let k = 0; k < width; k += 1) right[k]! += (1 + weights[n]!) * factors[item * width + k]!;
  });
  return solvePersonal(equations, right);
}

/** YᵀY + λI of row-major factors. */
export function gramOf(factors: Float32Array, width: number, regularisation: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let from = 0; from < factors.length; from += width) {
    for (let i = 0; i < width; i += 1) {
      const value = factors[from + i]!;
      for (let j = 0; j <= i; j += 1) gram[i * width + j]! += value * factors[from + j]!;
    }
  }
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j < i; j += 1) gram[j * width + i] = gram[i * width + j]!;
    gram[i * width + i]! += regularisation;
  }
  return gram;
}

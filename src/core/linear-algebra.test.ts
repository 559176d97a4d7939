import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solvePositiveDefinite } from './linear-algebra.ts';

it('solves a system that can be checked by hand', () => {
  // 4x + 2y = 10, 2x + 3y = 11  →  x = 1, y = 3
  const x = solvePositiveDefinite(Float64Array.of(4, 2, 2, 3), Float64Array.of(10, 11))!;
  expect(x[0]).toBeCloseTo(1, 12);
  expect(x[1]).toBeCloseTo(3, 12);
});

it('gives back the solution that the right-hand side was made from', () => {
  const size = 5;
  const numbers = fc.array(fc.integer({ min: -9, max: 9 }), {
    minLength: size * size + size,
    maxLength: size * size + size,
  });
  fc.assert(
    fc.property(numbers, (values) => {
      const m = values.slice(0, size * size);
      const solution = values.slice(size * size);
      // M Mᵀ + I is positive definite for every M.
      const a = Float64Array.from({ length: size * size }, (_, at) => {
        const [row, column] = [Math.floor(at / size), at % size];
        let sum = row === column ? 1 : 0;
        for (let k = 0; k < size; k += 1) sum += m[row * size + k]! * m[column * size + k]!;
        return sum;
      });
      const b = Float64Array.from({ length: size }, (_, row) =>
        solution.reduce((sum, value, column) => sum + a[row * size + column]! * value, 0),
      );
      const x = solvePositiveDefinite(a, b)!;
      solution.forEach((value, at) => expect(x[at]).toBeCloseTo(value, 6));
    }),
  );
});

it('refuses a matrix that is not positive definite', () => {
  expect(solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeNull();
});

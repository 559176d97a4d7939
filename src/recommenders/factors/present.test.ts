import { expect, it } from 'vitest';
import { productsWithPresent } from './present.ts';
import { alike } from './strongest.ts';

/** Of five rows the second and fourth are all zero. */
const matrix = Float32Array.of(...[3, 4], ...[0, 0], ...[4, 3], ...[0, 0], ...[-1, 0]);

it('finds the products of all rows, those of zeros too', () => {
  const out = new Float32Array(5).fill(9);
  productsWithPresent(Float32Array.of(1, 2), matrix, out);
  expect([...out]).toEqual([11, 0, 10, 0, -1]);
  const whole = new Float32Array(2);
  productsWithPresent(Float64Array.of(1, 2), Float32Array.of(1, 1, 0, 5), whole);
  expect([...whole]).toEqual([3, 10]);
});

it('tells what is alike by the cosine, and nothing of a row of zeros', () => {
  // (3, 4) · (4, 3) = 24, over 5 · 5; (−1, 0) points the other way.
  expect(alike(matrix, 2, 0, 5)).toEqual([{ item: 2, score: 24 / 25 }]);
  expect([alike(matrix, 2, 1, 5), alike(matrix, 2, 5, 5), alike(matrix, 2, -1, 5)]).toEqual([[], [], []]);
});

import { expect, it } from 'vitest';
import { estimatorOf } from '../catalog.ts';
import { matrixOf } from '../matrix.ts';
import { testContext } from '../testing.ts';
import reference from '../trees/reference.json';
import { testData } from '../trees/test-data.ts';
import { pathLength } from './isolate.ts';

/** The points of reference.py: 200 rows without gaps, then one far out, and one far out in a single column. */
function points() {
  const { x } = testData(1500, 1);
  const rows = Array.from({ length: 1500 }, (_, row) => row).filter((row) => !Number.isNaN(x.data[row * 6]!));
  const column = (at: number) => rows.slice(0, 200).map((row) => x.data[row * 6 + at]!);
  return matrixOf(
    ['a', 'b', 'c'],
    [
      [...column(0), 3, 0.5],
      [...column(1), 3, 0.5],
      [...column(2), 3, -2],
    ],
    202,
  );
}

it('scores as scikit-learn’s does, row by row (reference.py)', async () => {
  const estimator = await estimatorOf('isolation-forest', { trees: 2000, samples: 128 }, 'anomaly');
  const x = points();
  const scores = (await estimator.fit(x, new Float64Array(202), testContext())).predict(x);
  // Two forests of 2000 trees differ by chance in the second digit after the next.
  scores.forEach((score, row) => expect(Math.abs(score - reference.isolation[row]!)).toBeLessThan(0.015));
  expect(scores.indexOf(Math.max(...scores))).toBe(200);
});

it('the mean search in a tree of n values, by hand', () => {
  // 2 (1 + 1/2 + … + 1/(n − 1)) − 2 (n − 1) / n, by Euler’s approximation of the sum.
  expect([pathLength(1), pathLength(2)]).toEqual([0, 1]);
  expect(pathLength(256)).toBeCloseTo(10.2448, 3);
});

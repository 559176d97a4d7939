import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { expectClose, matrixOfRows, references, tables, trained } from '../linear-core/testing.ts';

const { x } = tables;
const { binary, several, number, weights } = references;

/** Log odds: decision values up to a slope and a shift. */
const logOdds = (p: Float64Array): number[] => Array.from(p, (value) => Math.log(value / (1 - value)));

/** The straight line through two pairs, taken for all. */
function expectAffine(actual: readonly number[], expected: readonly number[]): void {
  const [high, low] = [expected.indexOf(Math.max(...expected)), expected.indexOf(Math.min(...expected))];
  const slope = (actual[high]! - actual[low]!) / (expected[high]! - expected[low]!);
  expect(slope).toBeGreaterThan(0);
  const shift = actual[low]! - slope * expected[low]!;
  expectClose(
    actual.map((value) => (value - shift) / slope),
    expected,
    1e-4,
  );
}

/** Rows around the origin, and a ring around them. */
function ring(rows: number) {
  const random = seededRandom(5);
  const points = Array.from({ length: rows }, (_, row) => {
    const [angle, far] = [2 * Math.PI * random(), (row % 2) * 1.2 + 0.8 * random()];
    return [far * Math.cos(angle), far * Math.sin(angle)];
  });
  return { table: matrixOfRows(points), y: points.map((_, row) => row % 2) };
}

const accuracy = (p: Float64Array, y: readonly number[]): number =>
  y.filter((label, row) => Number(p[row]! > 0.5) === label).length / y.length;

describe('kernel support vector machine against scikit-learn (libsvm)', () => {
  it('decision values, up to the slope and shift of the probabilities', async () => {
    const fitted = await trained('kernel-svm', 'binary', { c: 2, tolerance: 1e-8 }, [x, binary]);
    expectAffine(logOdds(fitted.predict(x)), references.svcKernel);
  });

  it('with weights', async () => {
    const params = { c: 2, gamma: 0.3, tolerance: 1e-8 };
    const fitted = await trained('kernel-svm', 'binary', params, [x, binary, weights]);
    expectAffine(logOdds(fitted.predict(x)), references.svcKernelWeighted);
  });

  it('numbers', async () => {
    const fitted = await trained('kernel-svm', 'regression', { c: 2, epsilon: 0.2, tolerance: 1e-8 }, [x, number]);
    expectClose(fitted.predict(x), references.svrKernel, 1e-4);
  });
});

describe('kernel support vector machine', () => {
  it.each(['exact', 'fourier'])('tells a ring from what is within (%s)', async (approximation) => {
    const { table, y } = ring(400);
    const fitted = await trained('kernel-svm', 'binary', { approximation, c: 10 }, [table, y]);
    // They never overlap: within is at most .8, the ring at least 1.2 away.
    expect(accuracy(fitted.predict(table), y)).toBeGreaterThan(0.99);
    const linear = await trained('logistic', 'binary', {}, [table, y]);
    expect(accuracy(linear.predict(table), y)).toBeLessThan(0.7);
  });

  it('several classes: the likeliest is mostly right', async () => {
    const p = (await trained('kernel-svm', 'multiclass', { c: 10 }, [x, several])).predict(x);
    const right = several.filter((label, row) => p[3 * row + label] === Math.max(...p.subarray(3 * row, 3 * row + 3)));
    expect(right.length / several.length).toBeGreaterThan(0.75);
  });
});

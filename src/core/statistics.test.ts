import { expect, test } from 'vitest';
import { medianAndMad, quantileSorted, wilson } from './statistics.ts';

// SciPy 1.17.1, binomtest(k, n).proportion_ci(method='wilson').
test.each([
  [210, 600, 0.31289906387002187, 0.3890094464340883],
  [0, 10, 0.0, 0.27753279986288926],
  [10, 10, 0.7224672001371109, 1.0],
  [1, 3, 0.06149194472039626, 0.7923403991979523],
  [4, 6, 0.299993315138392, 0.9032285888942195],
])('%i of %i', (successes, trials, low, high) => {
  expect(wilson(successes, trials)!.low).toBeCloseTo(low, 12);
  expect(wilson(successes, trials)!.high).toBeCloseTo(high, 12);
});

test('without trials there is no interval', () => expect(wilson(0, 0)).toBeNull());

// NumPy, quantile([1, 2, 4, 8], q): its default is type 7.
test.each([
  [0, 1],
  [0.25, 1.75],
  [0.5, 3],
  [0.9, 6.8],
  [1, 8],
])('quantile %f', (q, expected) => expect(quantileSorted([1, 2, 4, 8], q)).toBeCloseTo(expected, 12));

test('median and MAD, by hand: the deviations from 3 are 2, 1, 0, 1, 97', () => {
  const { median, mad } = medianAndMad([100, 1, 2, 3, 4]);
  expect(median).toBe(3);
  expect(mad).toBeCloseTo(1.4826, 4);
});

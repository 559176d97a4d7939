import { expect, test } from 'vitest';
import { moments, spreadOf } from './spread.ts';

test('of no value there is neither mean nor spread, of one no spread', () => {
  expect(moments([NaN, NaN])).toEqual({ mean: NaN, sd: NaN });
  expect(moments([2, NaN])).toEqual({ mean: 2, sd: NaN });
  expect(spreadOf([{ auc: NaN }, { auc: NaN }])).toEqual({ mean: { auc: NaN }, sd: { auc: NaN } });
});

test('of two the spread is that of a sample', () => {
  // (1 − 2)² + (3 − 2)² over one degree of freedom.
  expect(moments([1, 3])).toEqual({ mean: 2, sd: Math.sqrt(2) });
});

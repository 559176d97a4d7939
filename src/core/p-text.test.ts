import { expect, test } from 'vitest';
import { pText } from './p-text.ts';

test('a p is told with its sign, to two digits, and never as a row of zeros', () => {
  expect([0.5, 0.01449, 0.0001, 0.00009, 4.8e-23, 0, 1].map(pText)).toEqual([
    ...['= 0.5', '= 0.014', '= 0.0001', '< 0.0001', '< 0.0001', '< 0.0001', '= 1'],
  ]);
});

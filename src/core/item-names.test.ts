import { expect, it } from 'vitest';
import { itemFinder } from './item-names.ts';

it('finds an item by its key, then by key or title however they are written, the first of several', () => {
  const find = itemFinder(['a1', 'A1', 'tea', 'b2'], ['Tea', 'Cake', 'a1', 'cake']);
  expect(['a1', ' A1 ', 'TEA', 'Tea', 'CAKE', 'B2', 'none', ''].map(find)).toEqual([
    ...[0, 1, 2, 2, 1, 3],
    undefined,
    undefined,
  ]);
});

it('does without titles', () => {
  expect(itemFinder(['x', 'y'])('Y')).toBe(1);
  expect(itemFinder(['x'], [null])('x')).toBe(0);
});

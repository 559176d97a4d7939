import { expect, it } from 'vitest';
import { itemFinder, itemsNamed } from './item-names.ts';

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

it('takes a pasted list apart, but no title that has a comma of its own', () => {
  const find = itemFinder(['a', 'b', 'c'], ['Lights, funky', 'Tea', null]);
  expect(itemsNamed(find, ['lights, funky', 'tea; c、zzz', 'a\tb\r\nC'])).toEqual({
    found: [0, 1, 2, 0, 1, 2],
    unknown: ['zzz'],
  });
  // Nothing in it is an item: it is told as it was written.
  expect(itemsNamed(find, ['x, y', ''])).toEqual({ found: [], unknown: ['x, y', ''] });
});

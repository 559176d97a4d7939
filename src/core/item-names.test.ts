import { expect, it } from 'vitest';
import { itemFinder, itemsNamed, namesOf } from './item-names.ts';

it('finds an item by its key, then by key or title however they are written, the first of several', () => {
  const find = itemFinder(['a1', 'A1', 'tea', 'b2'], ['Tea', 'Cake', 'a1', 'cake']);
  expect(['a1', ' A1 ', 'TEA', 'Tea', 'CAKE', 'B2', 'none', ''].map(find)).toEqual([
    ...[0, 1, 2, 2, 1, 3],
    undefined,
    undefined,
  ]);
});

it('means by a title that several items share the one that most had; of equals the first', () => {
  const titles = ['Milk', 'milk', ' MILK', 'Tea', 'tea'];
  const find = itemFinder(['a', 'b', 'c', 'd', 'milk 2'], titles, [1, 7, 7, 0, 0]);
  expect(['milk', 'TEA', 'a', 'milk 2'].map(find)).toEqual([1, 3, 0, 4]);
});

it('a key goes before a title, however often that was had', () => {
  expect(itemFinder(['x', 'y'], [null, 'X'], [0, 99])('x')).toBe(0);
});

it('tells items of one title apart by their keys, and one that is named twice is still one', () => {
  const [milk, other, tea] = [
    { item: '1', title: 'Milk' },
    { item: '2', title: 'Milk' },
    { item: '3', title: 'Tea' },
  ];
  const named = namesOf([milk, other, tea, tea, { item: '4', title: null }]);
  expect(['1', '2', '3', '4', '5'].map(named)).toEqual(['Milk (1)', 'Milk (2)', 'Tea', '4', '5']);
  expect(namesOf([milk, milk, tea])('1')).toBe('Milk');
  expect(namesOf([{ item: '5', title: ' Oat\n  milk ' }])('5')).toBe('Oat milk');
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

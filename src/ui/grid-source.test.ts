import { expect, test } from 'vitest';
import { rowsSource } from './grid-source.ts';

test('figures are written as asked, texts as they are; what is shown with fewer digits has all of them beside it', () => {
  const source = rowsSource(
    ['step', 'share'],
    [
      ['12.345', 0.123456789],
      ['buy', null],
    ],
    (value) => value.toFixed(2),
  );
  expect([source.cell(0, 0), source.cell(0, 1), source.cell(1, 1)]).toEqual(['12.345', '0.12', null]);
  expect([source.exact?.(0, 0), source.exact?.(0, 1), source.exact?.(1, 1)]).toEqual([null, '0.123456789', null]);
  expect(source.columns.map(({ numeric }) => numeric)).toEqual([false, true]);
});

test('without a way of writing they have all digits', () => {
  expect(rowsSource(['share'], [[0.1234567890123]]).cell(0, 0)).toBe('0.1234567890123');
});

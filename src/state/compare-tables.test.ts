import { expect, test } from 'vitest';
import { joinTables } from './compare-tables.ts';

const names = { a: 'A', b: 'B', difference: 'A − B' };

test('rows are joined by what names them, and each figure has its difference', () => {
  const a = {
    columns: ['step', 'users'],
    rows: [
      ['view', 10],
      ['buy', 4],
    ] as const,
  };
  const b = {
    columns: ['step', 'users'],
    rows: [
      ['buy', 1],
      ['view', 7],
    ] as const,
  };
  expect(joinTables(a, b, names)).toEqual({
    columns: ['step', 'users · A', 'users · B', 'users · A − B'],
    rows: [
      ['view', 10, 7, 3],
      ['buy', 4, 1, 3],
    ],
    sides: [
      { a: 0, b: 1 },
      { a: 1, b: 0 },
    ],
  });
});

test('a row that one side lacks stands there without its figures', () => {
  const a = { columns: ['event', 'n'], rows: [['x', 2]] as const };
  const b = { columns: ['event', 'n'], rows: [['y', 3]] as const };
  const joined = joinTables(a, b, names);
  expect(joined.rows).toEqual([
    ['x', 2, null, null],
    ['y', null, 3, null],
  ]);
  expect(joined.sides[1]).toEqual({ a: null, b: 0 });
});

test('where all columns are figures the first one names the rows', () => {
  const a = {
    columns: ['day', 'n'],
    rows: [
      [0, 5],
      [1, 2],
    ] as const,
  };
  const b = {
    columns: ['day', 'n'],
    rows: [
      [0, 4],
      [1, 2],
    ] as const,
  };
  expect(joinTables(a, b, names).rows).toEqual([
    [0, 5, 4, 1],
    [1, 2, 2, 0],
  ]);
});

test('rows of one name are told apart by their order; an unknown figure stays unknown', () => {
  const a = {
    columns: ['k', 'n'],
    rows: [
      ['x', 1],
      ['x', null],
    ] as const,
  };
  const b = {
    columns: ['k', 'n'],
    rows: [
      ['x', 3],
      ['x', 9],
    ] as const,
  };
  expect(joinTables(a, b, names).rows).toEqual([
    ['x', 1, 3, -2],
    ['x', null, 9, null],
  ]);
});

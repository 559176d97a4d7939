import { expect, it } from 'vitest';
import { exampleTable } from './recipe-examples.ts';

it('puts altered columns first, and tells kept, altered, new, gone and dropped cells apart', () => {
  const table = exampleTable({
    columns: ['id', 'name', 'old'],
    afterColumns: ['id', 'name', 'new'],
    rows: [
      { before: ['1', ' ann', 'x'], after: ['1', 'ann', null] },
      { before: ['2', 'bob', 'y'], after: null },
    ],
  });
  expect(table.columns).toEqual(['name', 'old', 'new', 'id']);
  expect(table.rows[0]).toEqual({
    dropped: false,
    cells: [
      { before: ' ann', after: 'ann', changed: true },
      { before: 'x', after: undefined, changed: true },
      { before: undefined, after: null, changed: true },
      { before: '1', after: '1', changed: false },
    ],
  });
  expect(table.rows[1]).toMatchObject({ dropped: true, cells: [{ before: 'bob', changed: false }, {}, {}, {}] });
});

import { expect, test } from 'vitest';
import { Board } from './board.svelte.ts';

/** Two days from Monday, 1 January 2024: three cells. */
const cells = () => ({
  zone: 'Europe/Berlin',
  weekStart: 'monday' as const,
  events: 7,
  firstDay: 19723,
  days: 2,
  dimensions: [
    { name: 'event', values: ['view', 'buy'] },
    { name: 'country', values: ['DE'] },
  ],
  hours: Int32Array.of(9, 33, 33),
  codes: [Uint8Array.of(0, 0, 1), Uint8Array.of(0, 1, 2)],
  counts: Float64Array.of(4, 2, 1),
});

test('with nothing chosen each chart has the whole log', () => {
  const board = new Board(cells());
  expect(board.filtered.total).toBe(7);
  expect([...board.whole[0]!]).toEqual([4, 3]);
  expect([...board.whole[1]!]).toEqual([6, 1, 0, 0]);
  expect([...board.whole[2]!]).toEqual([4, 2, 1]);
  // Monday 09:00 and Tuesday 09:00.
  expect([board.whole[3]![9], board.whole[3]![33]]).toEqual([4, 3]);
});

test('a chosen day filters the other charts, not its own', () => {
  const board = new Board(cells());
  board.choose({ from: 1, to: 1 });
  expect(board.filtered.total).toBe(3);
  expect([...board.filtered.counts[0]!]).toEqual([4, 3]);
  expect([...board.filtered.counts[1]!]).toEqual([2, 1, 0, 0]);
  board.clear();
  expect(board.filtered.total).toBe(7);
});

test('a value is a switch; several of one chart add up', () => {
  const board = new Board(cells());
  board.toggle(1, [1]);
  expect(board.filtered.total).toBe(1);
  board.toggle(1, [0]);
  expect(board.filtered.total).toBe(7);
  board.toggle(1, [0]);
  board.toggle(1, [1]);
  expect(board.isFiltered).toBe(false);
});

test('what is chosen becomes a scope, by the days of the zone', () => {
  const board = new Board(cells());
  board.choose({ from: 0, to: 0 });
  board.toggle(1, [1]);
  board.toggle(2, [0, 1]);
  // Berlin is an hour ahead of UTC in January. "All others" can't be named, and is left out.
  expect(board.scope()).toEqual({
    span: { from: Date.UTC(2023, 11, 31, 23), to: Date.UTC(2024, 0, 1, 23) },
    events: ['buy'],
    where: [{ property: 'country', is: 'is', values: ['DE'] }],
  });
});

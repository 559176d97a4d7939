import { expect, test } from 'vitest';
import { brushedDays } from './day-chart.ts';

test('a stroke chooses the days that it touches, in either direction', () => {
  expect(brushedDays(0, 99, 100, 10)).toEqual({ from: 0, to: 9 });
  expect(brushedDays(55, 21, 100, 10)).toEqual({ from: 2, to: 5 });
});

test('beyond the chart it ends with the log, and a click chooses nothing', () => {
  expect(brushedDays(-40, 400, 100, 10)).toEqual({ from: 0, to: 9 });
  expect(brushedDays(50, 51, 100, 10)).toBeNull();
});

import { expect, test } from 'vitest';
import { dayOf, endOfDay, startOfDay } from './zone-day.ts';

const HOUR = 3_600_000;

test('a day begins at its zone’s midnight', () => {
  expect(startOfDay('2024-03-01', 'UTC')).toBe(Date.UTC(2024, 2, 1));
  expect(startOfDay('2024-03-01', 'Asia/Shanghai')).toBe(Date.UTC(2024, 1, 29, 16));
});

// Berlin: 31 March 2024 has 23 hours, 27 October 25.
test.each([
  ['2024-03-31', 23],
  ['2024-10-27', 25],
  ['2024-06-01', 24],
])('%s in Berlin has %i hours', (day, hours) => {
  expect((endOfDay(day, 'Europe/Berlin') - startOfDay(day, 'Europe/Berlin')) / HOUR).toBe(hours);
});

test('an instant belongs to the day of its zone', () => {
  expect(dayOf(Date.UTC(2024, 0, 31, 20), 'Asia/Shanghai')).toBe('2024-02-01');
  expect(dayOf(Date.UTC(2024, 0, 31, 20), 'UTC')).toBe('2024-01-31');
});

test('what is no day has no beginning', () => {
  expect(startOfDay('soon', 'UTC')).toBeNaN();
});

import { describe, expect, test } from 'vitest';
import type { AppError } from './errors.ts';
import {
  DAY,
  HOUR,
  MINUTE,
  WEEK,
  bucketName,
  offsetAt,
  parseDuration,
  zoneOffset,
  zoneTransitions,
} from './calendar.ts';

describe('durations', () => {
  test.each([
    ['30m', 30 * MINUTE],
    ['12h', 12 * HOUR],
    ['7d', 7 * DAY],
    ['2w', 2 * WEEK],
    ['1.5 H', 1.5 * HOUR],
    ['45s', 45_000],
    ['none', null],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['', '7', 'd', '-1d', '0h', '1y', '7 days', '1e3d'])('“%s” is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({ name: 'params.bad-duration', values: { value: text } }) as AppError,
    );
  });
});

describe('zones', () => {
  test.each([
    // The tz database: Shanghai kept local mean time, +8:05:43, until 1901, and a summer time in 1986.
    ['Asia/Shanghai', '1900-06-01T00:00:00Z', (8 * 60 + 5) * 60 + 43],
    ['Asia/Shanghai', '1986-07-01T00:00:00Z', 9 * 3600],
    ['Asia/Shanghai', '2024-07-01T00:00:00Z', 8 * 3600],
    ['America/Los_Angeles', '2024-07-01T00:00:00Z', -7 * 3600],
    ['Asia/Kathmandu', '2024-07-01T00:00:00Z', 5.75 * 3600],
  ])('%s at %s', (zone, time, seconds) => expect(zoneOffset(zone, Date.parse(time))).toBe(seconds * 1000));

  test('Los Angeles in 2024 changes at 10:00 and 09:00 UTC, to the second', () => {
    expect(zoneTransitions('America/Los_Angeles', Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1))).toEqual([
      { from: -Infinity, offset: -8 * HOUR },
      { from: Date.parse('2024-03-10T10:00:00Z'), offset: -7 * HOUR },
      { from: Date.parse('2024-11-03T09:00:00Z'), offset: -8 * HOUR },
    ]);
  });

  test.each(['Africa/Casablanca', 'Pacific/Apia', 'Antarctica/Troll', 'America/Caracas'])(
    '%s, hour by hour over five years',
    (zone) => {
      const first = Date.UTC(2011, 0, 1);
      const transitions = zoneTransitions(zone, first, Date.UTC(2016, 0, 1));
      for (let ms = first; ms < Date.UTC(2016, 0, 1); ms += HOUR) {
        if (offsetAt(transitions, ms) !== zoneOffset(zone, ms)) expect.fail(`${zone} at ${new Date(ms).toISOString()}`);
      }
    },
  );

  test('an unknown zone is refused', () => {
    expect(() => zoneOffset('Mars/Olympus', 0)).toThrow(expect.objectContaining({ name: 'data.bad-zone' }) as AppError);
  });

  test('a log with impossible times does not take forever', () => {
    const started = performance.now();
    expect(zoneTransitions('Europe/Berlin', Date.UTC(0, 0, 1), Date.UTC(9999, 0, 1)).length).toBeGreaterThan(100);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

test('buckets before 1970 have names too', () => {
  expect(bucketName('day', -1, 'monday', [])).toBe('1969-12-31');
  expect(bucketName('week', 0, 'monday', [])).toBe('1969-12-29');
  expect(bucketName('week', 0, 'sunday', [])).toBe('1969-12-28');
  expect(bucketName('month', -1, 'monday', [])).toBe('1969-12-01');
  expect(bucketName('hour', -1, 'monday', [{ from: -Infinity, offset: 0 }])).toBe('1969-12-31T23:00');
});

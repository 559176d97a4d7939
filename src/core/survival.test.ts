import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import reference from './statistics/statistics.golden.json';
import { kaplanMeier } from './survival.ts';

const DAY = 86_400_000;

const expectClose = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, n) => expect(actual[n]).toBeCloseTo(value, 10));
};

test('by hand: 1 of 4 has the event at 1, one is censored at 2, both of the others have it at 3', () => {
  const curve = kaplanMeier([3, 1, 2, 3], [1, 1, 0, 1]);
  expect([...curve.time]).toEqual([1, 2, 3]);
  expect([...curve.atRisk]).toEqual([4, 3, 2]);
  expect([...curve.events]).toEqual([1, 0, 2]);
  expect([...curve.survival]).toEqual([0.75, 0.75, 0]);
  expect(curve.median).toBe(3);
  expect(curve.low[2]).toBe(0);
  expect(curve.high[2]).toBe(curve.high[1]);
});

test('nobody, and nobody with the event', () => {
  expect(kaplanMeier([], [])).toMatchObject({ time: new Float64Array(0), median: null });
  const censored = kaplanMeier([1, 2], [0, 0]);
  expect([...censored.survival, ...censored.low, ...censored.high]).toEqual([1, 1, 1, 1, 1, 1]);
});

test('as lifelines has it', () => {
  const { times, events, ...expected } = reference.survival.small;
  const curve = kaplanMeier(times, events);
  expectClose(curve.time, expected.time);
  expectClose(curve.atRisk, expected.atRisk);
  expectClose(curve.survival, expected.survival);
  expectClose(curve.low, expected.low);
  expectClose(curve.high, expected.high);
  expect(curve.median).toBe(expected.median);
});

/** Days from each CDNOW customer's first purchase to the next on another day, and whether there was one. */
function secondPurchases(): { times: number[]; events: number[] } {
  const lines = gunzipSync(readFileSync('sample-data/cdnow.csv.gz')).toString('utf8').trim().split('\n').slice(1);
  const days = new Map<string, Set<number>>();
  for (const line of lines) {
    const [customer, , date] = line.split(',');
    const known = days.get(customer!) ?? new Set();
    days.set(customer!, known.add(Date.parse(date!) / DAY));
  }
  const end = Math.max(...[...days.values()].map((each) => Math.max(...each)));
  const sorted = [...days.values()].map((each) => [...each].sort((a, b) => a - b));
  return {
    times: sorted.map(([first, second]) => (second ?? end) - first!),
    events: sorted.map((each) => (each.length > 1 ? 1 : 0)),
  };
}

test('CDNOW: days to the second purchase, as lifelines has it', () => {
  const expected = reference.survival.cdnow;
  const { times, events } = secondPurchases();
  expect([times.length, events.filter(Boolean).length]).toEqual([expected.customers, expected.second]);
  const curve = kaplanMeier(times, events);
  const at = (values: Float64Array) => expected.time.map((time) => values[curve.time.indexOf(time)]!);
  expectClose(at(curve.atRisk), expected.atRisk);
  expectClose(at(curve.survival), expected.survival);
  expectClose(at(curve.low), expected.low);
  expectClose(at(curve.high), expected.high);
  expect(curve.median).toBe(expected.median);
});

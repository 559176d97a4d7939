import { Float64, Int16, Int32, Table, tableFromArrays, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_SESSION, sessionsOf, timelineOf } from './timeline.ts';

interface Event {
  u: number;
  t: number;
  e: number;
}

const tableOf = (events: readonly Event[]): Table =>
  new Table({
    u: vectorFromArray(
      events.map(({ u }) => u),
      new Int32(),
    ),
    t: vectorFromArray(
      events.map(({ t }) => t),
      new Float64(),
    ),
    r: vectorFromArray(
      events.map((_, n) => n),
      new Int32(),
    ),
    e: vectorFromArray(
      events.map(({ e }) => e),
      new Int16(),
    ),
  });

/** The same said by a plain sort of objects. */
const sorted = (events: readonly Event[]) =>
  events.map((event, r) => ({ ...event, r })).sort((a, b) => a.u - b.u || a.t - b.t || a.r - b.r);

const logs = fc.array(
  fc.record({
    u: fc.integer({ min: 0, max: 6 }),
    t: fc.integer({ min: 0, max: 20 }),
    e: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 200 },
);

describe('a timeline', () => {
  test('is the log in order of user, time and input row', () => {
    fc.assert(
      fc.property(logs, fc.nat(), (events, at) => {
        // The rows come in batches.
        const [table, cut] = [tableOf(events), at % (events.length + 1)];
        const timeline = timelineOf(table.slice(0, cut).concat(table.slice(cut)));
        const wanted = sorted(events);
        expect([...timeline.places]).toEqual(wanted.map(({ r }) => r));
        expect([...timeline.times]).toEqual(wanted.map(({ t }) => t));
        expect([...timeline.events]).toEqual(wanted.map(({ e }) => e));
        expect([...timeline.rows]).toEqual(wanted.map(({ r }) => r));
        expect([...timeline.codes]).toEqual([...new Set(wanted.map(({ u }) => u))]);
        for (let n = 0; n < timeline.users; n++)
          for (let at = timeline.offsets[n]!; at < timeline.offsets[n + 1]!; at++)
            expect(wanted[at]!.u).toBe(timeline.codes[n]);
      }),
    );
  });

  test('of a user in reverse takes no time that grows with the square', () => {
    const length = 200_000;
    const table = tableFromArrays({
      u: new Int32Array(length),
      t: Float64Array.from({ length }, (_, n) => length - n),
      r: Int32Array.from({ length }, (_, n) => n),
      e: new Int16Array(length),
    });
    const begun = performance.now();
    expect(timelineOf(table).times[0]).toBe(1);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test('of nothing is empty', () => {
    expect(timelineOf(tableOf([]))).toMatchObject({ users: 0, times: new Float64Array() });
  });
});

describe('sessions', () => {
  const log = [
    { u: 0, t: 0, e: 0 },
    { u: 0, t: 30, e: 0 },
    { u: 0, t: 61, e: 0 },
    { u: 1, t: 62, e: 0 },
  ];

  test('begin after a gap strictly greater, and with another user', () => {
    expect([...sessionsOf(timelineOf(tableOf(log)), 30)]).toEqual([0, 0, 1, 2]);
  });

  test('are the different names where the log names them, in whatever order they come', () => {
    expect([...sessionsOf(timelineOf(tableOf(log)), 30, Float64Array.of(7, 8, 7, 7))]).toEqual([0, 1, 0, 2]);
  });

  test('do not hold events that name none', () => {
    const named = Float64Array.of(NaN, 8, NaN, 7);
    expect([...sessionsOf(timelineOf(tableOf(log)), 30, named)]).toEqual([NO_SESSION, 0, NO_SESSION, 1]);
  });
});

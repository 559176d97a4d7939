import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { quietContext } from '../test-project.ts';
import type { TestEvent, TestFrame } from '../test-tables.ts';
import { bucketByHand, changeoverLogs, tablesOfEvents, usersByHand } from '../test-tables.ts';
import compute, { members } from './compute.ts';
import type { Params } from './params.ts';
import { params as schema } from './params.ts';

const HOURS = { hour: 1, day: 24, week: 168, month: 720 };

/** Every definition said once more, user by user and cell by cell, without regard to cost. */
function byHand(events: readonly TestEvent[], frame: TestFrame, params: Params) {
  const { period, clock, kind, minimum, intervals, cohort, incomplete, reference } = params;
  const end = Math.max(...events.map(({ ms }) => ms));
  const of = (ms: number) => bucketByHand(ms, period, frame);
  const span = HOURS[period] * 3_600_000;
  const cells =
    kind === 'brackets'
      ? [
          [0, 0],
          [1, 1],
          [2, 4],
        ]
      : Array.from({ length: intervals + 1 }, (_, n) => [n, n]);
  const rows = new Map<number, { user: number; seen: boolean[]; back: boolean[]; sums: number[] }[]>();
  for (const [user, list] of usersByHand(events)) {
    const starts = list.filter(({ mask }) => mask & 1);
    const entries =
      cohort === 'firstEver'
        ? starts.slice(0, 1)
        : starts.filter((each, n) => starts.findIndex(({ ms }) => of(ms) === of(each.ms)) === n);
    for (const start of entries) {
      const after = list.slice(list.indexOf(start)).filter(({ mask }) => mask & 2);
      const distance = (event: TestEvent) =>
        clock === 'calendar' ? of(event.ms) - of(start.ms) : Math.floor((event.ms - start.ms) / span);
      const within = (from: number, to: number) =>
        after.filter((event) => distance(event) >= from && distance(event) <= to);
      const enough = (from: number, to: number) => within(from, to).length >= minimum;
      const periods = (from: number, to: number) =>
        Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
      const farthest = Math.max(0, ...after.map(distance));
      const scope = ([from, to]: number[]): [number, number] => {
        if (kind === 'onOrAfter') return [from!, Math.max(farthest, to!)];
        return kind === 'onOrBefore' && to! > 0 ? [1, to!] : [from!, to!];
      };
      const isBack = (cell: number[]) => {
        const [from, to] = scope(cell);
        if (kind === 'streak' && cell[1]! > 0) return periods(1, cell[1]!).every((each) => enough(each, each));
        return kind === 'brackets' ? enough(from, to) : periods(from, to).some((each) => enough(each, each));
      };
      const isSeen = ([, to]: number[]) => {
        if (clock === 'rolling') return start.ms + (to! + 1) * span <= end;
        return of(start.ms) + to! <= of(end) - (incomplete === 'drop' ? 1 : 0);
      };
      const back = cells.map(isBack);
      const sums = cells.map((cell) => within(...scope(cell)).reduce((sum, { value }) => sum + value, 0));
      const row = rows.get(of(start.ms)) ?? [];
      rows.set(of(start.ms), [...row, { user, seen: cells.map(isSeen), back, sums }]);
    }
  }
  const cellsOf = (row: { user: number; seen: boolean[]; back: boolean[]; sums: number[] }[]) =>
    cells.map((_, n) => {
      const seen = row.filter((each) => each.seen[n]);
      const base = seen.filter((each) => reference === 'total' || n === 0 || each.back[n - 1]);
      const returned = base.filter((each) => each.back[n]);
      const sum = seen.filter((each) => each.back[n]).reduce((all, each) => all + each.sums[n]!, 0);
      return {
        observable: base.length,
        returned: returned.length,
        sum: seen.length > 0 ? sum : null,
        users: returned.map(({ user }) => user),
      };
    });
  const cohorts = [...rows].sort(([a], [b]) => a - b).map(([, row]) => cellsOf(row));
  return { cohorts, total: cellsOf([...rows.values()].flat()) };
}

const questions = fc.record({
  period: fc.constantFrom('hour', 'day', 'week', 'month'),
  clock: fc.constantFrom('calendar', 'rolling'),
  kind: fc.constantFrom('on', 'onOrAfter', 'onOrBefore', 'brackets', 'streak'),
  cohort: fc.constantFrom('firstEver', 'recurring'),
  minimum: fc.integer({ min: 1, max: 2 }),
  intervals: fc.integer({ min: 1, max: 4 }),
  incomplete: fc.constantFrom('keep', 'drop'),
  reference: fc.constantFrom('total', 'previous'),
  property: fc.constantFrom('', 'x'),
});

test('every cell is that of a brute force, and has its users behind it', async () => {
  const property = fc.asyncProperty(changeoverLogs(12), questions, async ({ events, frame }, question) => {
    const params = v.parse(schema, { ...question, brackets: '1, 2-4' });
    const tables = tablesOfEvents(events, frame);
    const result = await compute(tables, params, quietContext());
    const expected = byHand(events, frame, params);
    const figures = (cells: readonly { returned: number; observable: number; sum: number | null }[]) =>
      cells.map(({ returned, observable, sum }) => ({ returned, observable, sum: params.property ? sum : null }));
    expect(figures(result.total)).toEqual(figures(expected.total));
    expect(result.cohorts.map(({ cells }) => figures(cells))).toEqual(expected.cohorts.map(figures));
    for (const [index, { users }] of expected.total.entries()) {
      const listed = await members(tables, params, `all:${index}`, quietContext());
      expect([...listed].sort()).toEqual([...new Set(users)].sort());
    }
  });
  await fc.assert(property, { numRuns: 400, seed: 5 });
});

test('a breakdown parts the users of each cell, by the value of their start', async () => {
  const property = fc.asyncProperty(changeoverLogs(6), async ({ events, frame }) => {
    const params = v.parse(schema, { period: 'day', intervals: 3, breakdown: 'b' });
    const tables = tablesOfEvents(events, frame);
    const { groups, total } = await compute(tables, params, quietContext());
    for (const { index, returned, observable } of total) {
      const sum = (key: 'returned' | 'observable') => groups.reduce((all, { cells }) => all + cells[index]![key], 0);
      expect({ returned: sum('returned'), observable: sum('observable') }).toEqual({ returned, observable });
    }
    const first = [...usersByHand(events).values()].map((list) => list.find(({ mask }) => mask & 1)).filter(Boolean);
    for (const { value, size } of groups)
      expect(size).toBe(first.filter((start) => String(start!.value) === value).length);
    for (const { value, cells } of groups) {
      const listed = await members(tables, params, `=${value}:1`, quietContext());
      expect([...listed]).toHaveLength(cells[1]!.returned);
    }
  });
  await fc.assert(property, { numRuns: 100, seed: 6 });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CubeFilters, Dimension } from './cube.ts';
import { Cube } from './cube.ts';
import { Presence } from './presence.ts';

interface Row {
  user: number;
  day: number;
  event: number;
  value: number;
  count: number;
}

/** More than 32 codes of one, and more than 32 of the others together. */
const dimensions: Dimension[] = [
  { name: 'day', size: 40 },
  { name: 'event', size: 5 },
  { name: 'value', size: 30 },
];
const names = ['day', 'event', 'value'] as const;

const columnsOf = (rows: readonly Row[]) =>
  Object.fromEntries(names.map((name) => [name, Int32Array.from(rows, (row) => row[name])]));
const cubeOf = (rows: readonly Row[]) =>
  new Cube(
    dimensions,
    columnsOf(rows),
    Float64Array.from(rows, ({ count }) => count),
  );
const presenceOf = (rows: readonly Row[]) =>
  new Presence(
    dimensions,
    columnsOf(rows),
    Int32Array.from(rows, ({ user }) => user),
  );

const lets = (row: Row, filters: CubeFilters, but?: string): boolean =>
  names.every((name) => {
    const filter = name === but ? undefined : filters[name];
    if (!filter) return true;
    return 'from' in filter ? row[name] >= filter.from && row[name] < filter.to : filter.codes.includes(row[name]);
  });

const figuresOf = (rows: readonly Row[], filters: CubeFilters, measure: (rows: Row[]) => number) => ({
  total: measure(rows.filter((row) => lets(row, filters))),
  by: Object.fromEntries(
    dimensions.map(({ name, size }) => {
      const left = rows.filter((row) => lets(row, filters, name));
      return [
        name,
        Float64Array.from({ length: size }, (_, code) => measure(left.filter((row) => row[name as 'day'] === code))),
      ];
    }),
  ),
});

const counted = (rows: Row[]) => rows.reduce((sum, { count }) => sum + count, 0);
const distinct = (rows: Row[]) => new Set(rows.map(({ user }) => user)).size;

it('by hand: a filter moves the other dimensions, not its own', () => {
  const row = (user: number, day: number, event: number, count = 1): Row => ({ user, day, event, value: 0, count });
  const rows = [row(0, 1, 0, 2), row(0, 2, 1), row(1, 2, 1, 4), row(0, 2, 1)];
  const filters = { event: { codes: [1] } };
  const counts = cubeOf(rows).sums(filters);
  expect([counts.total, counts.by.event!.slice(0, 2), counts.by.day!.slice(0, 3)]).toEqual([
    6,
    Float64Array.of(2, 6),
    Float64Array.of(0, 0, 6),
  ]);
  const users = presenceOf(rows).users(filters);
  expect([users.total, users.by.event!.slice(0, 2), users.by.day!.slice(0, 3)]).toEqual([
    2,
    Float64Array.of(1, 2),
    Float64Array.of(0, 0, 2),
  ]);
  expect(cubeOf(rows).length).toBe(2);
  expect(presenceOf([]).users()).toMatchObject({ total: 0 });
});

const rows = fc.array(
  fc.record({ user: fc.nat(8), day: fc.nat(39), event: fc.nat(4), value: fc.nat(29), count: fc.nat(5) }),
  { maxLength: 60 },
);
const range = fc.record({ from: fc.integer({ min: -2, max: 40 }), to: fc.integer({ min: -2, max: 45 }) });
const codes = fc.record({ codes: fc.array(fc.integer({ min: -1, max: 41 }), { maxLength: 20 }) });
const filter = fc.oneof(range, codes);
const filters = fc.record({ day: filter, event: filter, value: filter }, { requiredKeys: [] });

it('says what counting row by row says, brush after brush', () => {
  fc.assert(
    fc.property(rows, fc.array(filters, { minLength: 1, maxLength: 5 }), (all, brushes) => {
      const [cube, presence] = [cubeOf(all), presenceOf(all)];
      for (const brush of brushes) {
        expect(cube.sums(brush)).toEqual(figuresOf(all, brush, counted));
        expect(presence.users(brush)).toEqual(figuresOf(all, brush, distinct));
      }
    }),
    { numRuns: 60 },
  );
});

it('of more combinations than there is room for, keeps those that are there', () => {
  const wide: Dimension[] = [
    { name: 'a', size: 100_000 },
    { name: 'b', size: 100_000 },
  ];
  const columns = { a: [99_999, 0, 99_999], b: [99_999, 1, 99_999] };
  const cube = new Cube(wide, columns, [1, 2, 3]);
  const { total, by } = cube.sums({ a: { from: 5, to: 100_000 } });
  expect([cube.length, total, by.a![99_999], by.a![0], by.b![99_999], by.b![1]]).toEqual([2, 4, 4, 2, 4, 0]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Validation } from '../../contract/learning.ts';
import references from './references.json' with { type: 'json' };
import { nestedSplits, splitsOf, type AboutRows, type Split } from './splits.ts';
import { timeWindows } from './time.ts';

const validation = (method: Validation['validation'], folds = 5, repeats = 1): Validation => ({
  validation: method,
  folds,
  repeats,
});

const about = (y: readonly number[], more: Partial<AboutRows> = {}): AboutRows => ({
  rows: y.length,
  y,
  task: 'binary',
  classes: 2,
  seed: 1,
  ...more,
});

const zeros = (rows: number) => Array.from({ length: rows }, () => 0);
const codes = (most: number) => fc.array(fc.integer({ min: 0, max: most }), { minLength: 8, maxLength: 60 });
const foldCount = fc.integer({ min: 2, max: 7 });
const seeds = fc.integer({ min: 0, max: 1000 });

const counts = (values: readonly number[], rows: Uint32Array, classes: number) =>
  Array.from({ length: classes }, (_, code) => [...rows].filter((row) => values[row] === code).length);

/** Train and test share no row, both rise, and each row is asked once in each repeat. */
function expectCover(splits: Split[], rows: number, repeats = 1): void {
  const asked = new Array<number>(rows).fill(0);
  for (const { train, test } of splits) {
    expect(new Set([...train, ...test]).size).toBe(train.length + test.length);
    expect(train.length + test.length).toBe(rows);
    for (const part of [train, test]) expect(part).toEqual(part.slice().sort());
    test.forEach((row) => (asked[row]! += 1));
  }
  expect(asked).toEqual(new Array(rows).fill(repeats));
}

describe('splits of folds', () => {
  it('k-fold: disjoint, each row asked once, sizes as scikit-learn’s', () => {
    for (const [rows, folds, sizes] of references.kfold as [number, number, number[]][]) {
      const splits = splitsOf(validation('kfold', folds), about(zeros(rows)));
      expectCover(splits, rows);
      expect(splits.map(({ test }) => test.length)).toEqual(sizes);
    }
  });

  it('stratified: every fold has its share of each class, to one row', () => {
    fc.assert(
      fc.property(codes(2), foldCount, seeds, (y, folds, seed) => {
        const splits = splitsOf(validation('stratified', folds), about(y, { task: 'multiclass', classes: 3, seed }));
        expectCover(splits, y.length);
        for (let code = 0; code < 3; code += 1) {
          const each = splits.map(({ test }) => counts(y, test, 3)[code]!);
          expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
        }
        const sizes = splits.map(({ test }) => test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(references.stratified)(
    'stratified: $folds folds as scikit-learn deals them out',
    ({ y, folds, counts: expected }) => {
      const splits = splitsOf(validation('stratified', folds), about(y, { task: 'multiclass', classes: 3 }));
      expect(splits.map(({ test }) => counts(y, test, expected[0]!.length))).toEqual(expected);
    },
  );

  it('grouped: no group on both sides', () => {
    fc.assert(
      fc.property(codes(9), foldCount, seeds, (groups, folds, seed) => {
        fc.pre(new Set(groups).size > 1);
        const splits = splitsOf(validation('grouped', folds), about(zeros(groups.length), { groups, seed }));
        expectCover(splits, groups.length);
        for (const { train, test } of splits) {
          const taught = new Set([...train].map((row) => groups[row]));
          expect([...test].some((row) => taught.has(groups[row]))).toBe(false);
          expect(test.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it.each(references.grouped)('grouped: $folds folds as even as scikit-learn’s', ({ groups, folds, sizes }) => {
    const splits = splitsOf(validation('grouped', folds), about(zeros(groups.length), { groups }));
    expect(splits.map(({ test }) => test.length).sort()).toEqual([...sizes].sort());
  });

  it('repeats are shuffled anew, and the same for the same seed', () => {
    const y = Array.from({ length: 40 }, (_, row) => Number(row % 4 === 0));
    const splits = splitsOf(validation('stratified', 4, 3), about(y));
    expectCover(splits, 40, 3);
    expect(splits.map(({ name }) => name).slice(0, 5)).toEqual([
      'stratified 1/4, repeat 1',
      'stratified 2/4, repeat 1',
      'stratified 3/4, repeat 1',
      'stratified 4/4, repeat 1',
      'stratified 1/4, repeat 2',
    ]);
    expect(new Set(splits.map(({ test }) => String(test))).size).toBe(12);
    expect(splitsOf(validation('stratified', 4, 3), about(y))).toEqual(splits);
    expect(splitsOf(validation('stratified', 4, 3), about(y, { seed: 2 }))).not.toEqual(splits);
  });
});

describe('splits by time', () => {
  it('never look ahead: all that teaches was before all that is asked', () => {
    fc.assert(
      fc.property(codes(12), foldCount, fc.integer({ min: 0, max: 3 }), (cutoffs, folds, gap) => {
        fc.pre(timeWindows(cutoffs, folds, gap).length > 0);
        const splits = splitsOf(validation('time', folds), about(zeros(cutoffs.length), { cutoffs, gap }));
        expect(splits.length).toBeLessThanOrEqual(folds);
        let before = -1;
        for (const { train, test, method } of splits) {
          const last = Math.max(...[...train].map((row) => cutoffs[row]!));
          const first = Math.min(...[...test].map((row) => cutoffs[row]!));
          expect(method).toBe('time');
          expect(last).toBeLessThan(first);
          expect(last + gap).toBeLessThanOrEqual(first);
          // Windows expand, and no row is asked twice.
          expect(train.length).toBeGreaterThan(0);
          expect(first).toBeGreaterThan(before);
          before = Math.max(...[...test].map((row) => cutoffs[row]!));
        }
        expect(before).toBe(Math.max(...cutoffs));
      }),
    );
  });

  it.each(references.time)(
    '$folds windows over $cutoffs cutoffs as scikit-learn’s TimeSeriesSplit',
    ({ cutoffs, folds, windows }) => {
      const found = timeWindows(
        Array.from({ length: cutoffs }, (_, at) => at),
        folds,
      );
      expect(found.map(({ trainTo, testFrom, testTo }) => [trainTo, testFrom, testTo])).toEqual(windows);
    },
  );

  it('as many windows as there are cutoffs to ask', () => {
    expect(timeWindows([30, 10, 20, 10], 5)).toEqual([
      { trainTo: 10, testFrom: 20, testTo: 20 },
      { trainTo: 20, testFrom: 30, testTo: 30 },
    ]);
    expect(timeWindows([10, 20, 30], 5, 15)).toEqual([{ trainTo: 10, testFrom: 30, testTo: 30 }]);
  });
});

describe('what is done where the method asked for is not possible', () => {
  const y = Array.from({ length: 20 }, (_, row) => row % 2);
  const one = zeros(20);
  const groups = y.map((_, row) => row >> 1);

  it('one cutoff only: grouped where groups have several rows, else stratified, and it says so', () => {
    const names = (method: Validation['validation'], more: Partial<AboutRows>) =>
      splitsOf(validation(method, 2), about(y, more)).map(({ name, insteadOf }) => [name, insteadOf]);
    expect(names('time', { cutoffs: one })[0]).toEqual(['stratified 1/2 (one cutoff only)', 'time']);
    expect(names('auto', { cutoffs: one, groups })[1]).toEqual(['grouped 2/2 (one cutoff only)', 'time']);
    expect(names('time', {})[0]).toEqual(['stratified 1/2 (no cutoffs)', 'time']);
    expect(names('time', { cutoffs: y, gap: 2 })[0]).toEqual(['stratified 1/2 (cutoffs too close)', 'time']);
  });

  it('auto: by time, else grouped, stratified, or k-fold for numbers', () => {
    const method = (more: Partial<AboutRows>) => splitsOf(validation('auto', 2), about(y, more))[0]!.name;
    expect(method({ cutoffs: y, groups })).toBe('time 1/1');
    expect(method({ groups })).toBe('grouped 1/2');
    expect(method({ groups: y.map((_, row) => row) })).toBe('stratified 1/2');
    expect(method({})).toBe('stratified 1/2');
    expect(method({ task: 'regression' })).toBe('kfold 1/2');
    expect(splitsOf(validation('stratified', 2), about(y, { task: 'regression' }))[0]!.method).toBe('kfold');
  });

  it('no more folds than rows or groups; none at all is an error', () => {
    expect(splitsOf(validation('kfold', 5), about([0, 1, 1]))).toHaveLength(3);
    expect(splitsOf(validation('grouped', 5), about([0, 1, 1], { groups: [7, 7, 8] }))).toHaveLength(2);
    const code = (name: string) => expect.objectContaining({ name });
    expect(() => splitsOf(validation('kfold'), about([0]))).toThrow(code('validation.too-few-rows'));
    expect(() => splitsOf(validation('grouped'), about([0, 1]))).toThrow(code('validation.no-groups'));
    expect(() => splitsOf(validation('grouped'), about([0, 1], { groups: [3, 3] }))).toThrow(
      code('validation.one-group'),
    );
  });
});

describe('nested splits', () => {
  it('inner ones are of the training rows alone, and keep their groups together', () => {
    fc.assert(
      fc.property(codes(9), seeds, (groups, seed) => {
        fc.pre(new Set(groups).size > 4);
        const nested = nestedSplits(
          validation('grouped', 3),
          about(zeros(groups.length), { groups, seed }),
          validation('grouped', 2),
        );
        expectCover(
          nested.map(({ outer }) => outer),
          groups.length,
        );
        for (const { outer, inner } of nested) {
          expect(inner).toHaveLength(2);
          for (const { train, test } of inner) {
            expect([...train, ...test].sort((a, b) => a - b)).toEqual([...outer.train]);
            const taught = new Set([...train].map((row) => groups[row]));
            expect([...test].some((row) => taught.has(groups[row]))).toBe(false);
          }
        }
      }),
    );
  });
});

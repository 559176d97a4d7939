import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupOf, groupsFor, rankedGroups } from './ranked-groups.ts';

describe('rows in groups by prediction', () => {
  it('are as many as the rows can bear, by hand', () => {
    const rows = [1, 4, 9, 10, 24, 30, 49, 50, 10_000];
    expect(rows.map((n) => groupsFor(n, n))).toEqual([1, 1, 1, 2, 4, 6, 9, 10, 10]);
    expect(groupsFor(1000, 30)).toBe(6);
    expect(groupsFor(30, 1000)).toBe(6);
  });

  it('stand beside what the same group of the judged came to', () => {
    // Twelve scored, 0.1 … 1.2, and ten judged whose upper half came true but for one.
    const scores = Float64Array.from({ length: 12 }, (_, n) => (n + 1) / 10);
    const judged = Float64Array.from({ length: 10 }, (_, n) => n / 10);
    const labels = Float64Array.of(0, 0, 0, 0, 0, 1, 1, 0, 1, 1);
    const [upper, lower, ...more] = rankedGroups(scores, judged, labels);
    expect(more).toEqual([]);
    expect(upper).toEqual({ decile: 1, rows: 6, predicted: expect.closeTo(0.95, 12), observed: 0.8 });
    expect(lower).toEqual({ decile: 2, rows: 6, predicted: expect.closeTo(0.35, 12), observed: 0 });
  });

  it('say nothing of nobody', () => {
    expect(rankedGroups(new Float64Array(0), Float64Array.of(0.5), Float64Array.of(1))).toEqual([]);
    expect(rankedGroups(Float64Array.of(0.5), new Float64Array(0), new Float64Array(0))).toEqual([
      { decile: 1, rows: 1, predicted: 0.5, observed: null },
    ]);
  });

  it('differ by one row at most, are full enough, and none holds a higher row than one before it', () => {
    const values = fc.float64Array({ minLength: 5, maxLength: 120, min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, (scores) => {
        const groups = groupsFor(scores.length, scores.length);
        const own = groupOf(scores, groups);
        const sizes = Array.from({ length: groups }, (_, n) => own.filter((group) => group === n + 1).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5);
        const bounds = Array.from({ length: groups }, (_, n) => scores.filter((_, row) => own[row] === n + 1));
        for (let n = 1; n < groups; n += 1) {
          expect(Math.min(...bounds[n - 1]!)).toBeGreaterThanOrEqual(Math.max(...bounds[n]!));
        }
      }),
    );
  });
});

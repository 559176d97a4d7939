import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { promoted, rungsOf, someRows } from './halving.ts';
import { parzen } from './parzen.ts';
import { proposerOf, type SearchMethod } from './propose.ts';
import {
  defaultPoint,
  paramsAt,
  randomPoint,
  spaceOf,
  unitOf,
  valueAt,
  type Dimension,
  type Point,
  type Space,
} from './space.ts';
import type { Observation } from './tpe.ts';

const number = (name: string, more: Partial<Dimension & { kind: 'number' }> = {}): Dimension => ({
  ...{ name, kind: 'number', from: 0, to: 1, log: false, integer: false },
  ...more,
});
const choice = (name: string, of: readonly unknown[]): Dimension => ({ name, kind: 'choice', of });

const spaceFor = (estimator: string, dimensions: Dimension[], defaults: Record<string, unknown> = {}): Space => ({
  ...{ estimator, params: {}, dimensions, defaults },
});

describe('a space', () => {
  const log = number('c', { from: 1e-4, to: 100, log: true });
  const whole = number('k', { from: 3, to: 100, log: true, integer: true });

  it('values and places are each other’s way back, and stay inside', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (unit) => {
        for (const dimension of [log, number('x', { from: -2, to: 5 })]) {
          expect(unitOf(dimension, valueAt(dimension, unit))).toBeCloseTo(unit, 9);
        }
        const k = valueAt(whole, unit) as number;
        expect(Number.isInteger(k) && k >= 3 && k <= 100).toBe(true);
        expect(valueAt(whole, unitOf(whole, k))).toBe(k);
        expect(valueAt(log, unit)).toBeGreaterThanOrEqual(1e-4);
        expect(valueAt(log, unit)).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('the middle of a logarithmic scale is the geometric mean; whole numbers are each as likely', () => {
    expect(valueAt(log, 0.5)).toBeCloseTo(0.1, 12);
    const counts = [0, 0, 0];
    for (let at = 0; at < 3000; at += 1) {
      counts[(valueAt(number('n', { from: 1, to: 3, integer: true }), at / 3000) as number) - 1]! += 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThanOrEqual(1);
  });

  it('of an estimator: its own ranges, but not of what is fixed; defaults are themselves, wherever they lie', () => {
    const space = spaceOf({ estimator: 'knn', params: { weights: 'distance' } });
    expect(space.dimensions.map(({ name }) => name)).toEqual(['k']);
    expect(paramsAt(space, defaultPoint(space, 0))).toEqual({ weights: 'distance', k: 5 });
    expect(unitOf(choice('w', ['a', 'b']), 'c')).toBeNaN();
    expect(unitOf(log, null)).toBeNaN();
  });

  it('bounds the wrong way round, a logarithm of 0 and a choice of nothing are refused', () => {
    for (const range of [{ from: 2, to: 1 }, { from: 0, to: 1, log: true }, { of: [] }]) {
      expect(() => spaceOf({ estimator: 'ridge', ranges: { alpha: range } })).toThrow(
        expect.objectContaining({ name: 'search.bad-range' }),
      );
    }
  });
});

describe('Parzen densities', () => {
  const observed = [0.1, 0.12, 0.15, 0.8];

  it('integrate to 1, and draw what they say', () => {
    const density = parzen(number('x'), observed);
    const [bins, draws] = [20, 20_000];
    const mass = Array.from({ length: bins }, (_, bin) => {
      const inner = Array.from({ length: 50 }, (_, at) => (bin + (at + 0.5) / 50) / bins);
      return inner.reduce((sum, unit) => sum + Math.exp(density.logDensity(unit)), 0) / 50 / bins;
    });
    expect(mass.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 4);
    const random = seededRandom(2);
    const counts = new Array<number>(bins).fill(0);
    for (let draw = 0; draw < draws; draw += 1) counts[Math.floor(density.sample(random) * bins)]! += 1;
    // Five standard errors of a count.
    mass.forEach((part, bin) =>
      expect(Math.abs(counts[bin]! - part * draws)).toBeLessThan(5 * Math.sqrt(part * draws)),
    );
  });

  it('of choices are counts and one; places that are none tell nothing', () => {
    const density = parzen(choice('w', ['a', 'b', 'c']), [0, 0, NaN, 2]);
    expect([0, 1, 2].map((at) => Math.exp(density.logDensity(at)))).toEqual(
      [3 / 6, 1 / 6, 2 / 6].map((p) => expect.closeTo(p, 12)),
    );
  });
});

/** Tries so many points, and how good the best was. */
function tryOut(
  method: SearchMethod,
  spaces: Space[],
  goodness: (point: Point) => number,
  trials: number,
  seed: number,
) {
  const propose = proposerOf(method, spaces, { trials, trainRows: 100_000, seed });
  const tried: Observation[] = [];
  for (let proposal = propose(tried); proposal; proposal = propose(tried)) {
    tried.push({ point: proposal.point, goodness: goodness(proposal.point) });
  }
  return { tried, best: Math.max(...tried.map((trial) => trial.goodness)) };
}

describe('TPE', () => {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const runs = Array.from({ length: 20 }, (_, seed) => seed);

  it('comes nearer to the top of a smooth hill than chance', () => {
    const spaces = [spaceFor('hill', [number('x'), number('y'), number('z')], { x: 0.9, y: 0.9, z: 0.1 })];
    const hill = ({ units: [x, y, z] }: Point) => -((x! - 0.3) ** 2) - (y! - 0.55) ** 2 - (z! - 0.7) ** 2;
    const regret = (method: SearchMethod) => mean(runs.map((seed) => -tryOut(method, spaces, hill, 45, seed).best));
    expect(regret('tpe')).toBeLessThan(0.5 * regret('random'));
  });

  it('finds the estimator, its choice and its scale, where others have parameters of their own', () => {
    const spaces = [
      spaceFor('flat', [number('a')], { a: 0.5 }),
      spaceFor('steep', [number('c', { from: 1e-4, to: 100, log: true }), choice('w', ['a', 'b', 'c'])], {
        c: 100,
        w: 'a',
      }),
      spaceFor('fixed', []),
    ];
    const goodness = (point: Point) => {
      if (point.candidate !== 1) return point.candidate === 0 ? 0.6 - (point.units[0]! - 0.5) ** 2 : 0.5;
      const { c, w } = paramsAt(spaces[1]!, point) as { c: number; w: string };
      return 1 - Math.abs(Math.log10(c) + 2) / 4 - (w === 'b' ? 0 : 0.3);
    };
    const gap = (method: SearchMethod) => mean(runs.map((seed) => 1 - tryOut(method, spaces, goodness, 50, seed).best));
    expect(gap('tpe')).toBeLessThan(0.75 * gap('random'));
    const { tried } = tryOut('tpe', spaces, goodness, 60, 4);
    const late = tried.slice(-30).filter(({ point }) => point.candidate === 1 && point.units[1] === 1);
    expect(late.length).toBeGreaterThan(15);
  });
});

describe('what is tried', () => {
  const spaces = [spaceFor('a', [number('x')], { x: 0.25 }), spaceFor('b', [choice('w', [1, 2, 3])], { w: 3 })];
  const good = ({ units }: Point) => units[0]!;

  it.each(['random', 'tpe', 'halving'] as const)(
    '%s: defaults first, the same for the same seed, nothing twice',
    (method) => {
      const { tried } = tryOut(method, spaces, good, 25, 5);
      expect(tried.slice(0, 2).map(({ point }) => point)).toEqual([
        { candidate: 0, units: [0.25], isDefault: true },
        { candidate: 1, units: [2], isDefault: true },
      ]);
      expect(tryOut(method, spaces, good, 25, 5).tried).toEqual(tried);
      expect(tryOut(method, spaces, good, 25, 6).tried).not.toEqual(tried);
      if (method === 'halving') return;
      expect(tried).toHaveLength(25);
      expect(new Set(tried.map(({ point }) => JSON.stringify(point))).size).toBe(25);
      // More trials only go further.
      expect(tryOut(method, spaces, good, 40, 5).tried.slice(0, 25)).toEqual(tried);
    },
  );

  it('ends where a space of few choices is tried out, or there is nothing to search', () => {
    expect(tryOut('tpe', [spaces[1]!], good, 30, 1).tried).toHaveLength(3);
    expect(tryOut('random', [spaceFor('c', [])], () => 1, 30, 1).tried).toHaveLength(1);
    expect(tryOut('halving', [spaces[1]!], good, 30, 1).tried.length).toBeLessThanOrEqual(3 + 3 + 3);
  });

  it('points of chance are of every estimator that has something to search', () => {
    const random = seededRandom(1);
    const seen = Array.from({ length: 300 }, () => randomPoint([...spaces, spaceFor('c', [])], random).candidate);
    expect([0, 1, 2].map((candidate) => seen.filter((of) => of === candidate).length > 100)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('successive halving', () => {
  it('takes no more trials than it may, a third of each rung goes on, and all rows teach on the last', () => {
    expect(rungsOf(13, 2, 100_000)).toEqual([
      { points: 9, share: 1 / 9 },
      { points: 3, share: 1 / 3 },
      { points: 1, share: 1 },
    ]);
    expect(rungsOf(13, 2, 500)).toEqual([{ points: 13, share: 1 }]);
    expect(rungsOf(6, 6, 100_000)).toEqual([{ points: 6, share: 1 }]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 1e6 }),
        (trials, candidates, rows) => {
          const rungs = rungsOf(trials, candidates, rows);
          expect(rungs.reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(trials);
          expect(rungs[0]!.points).toBeGreaterThanOrEqual(Math.min(trials, candidates));
          expect(rungs.at(-1)!.share).toBe(1);
          expect(rungs.length === 1 || rungs[0]!.share * rows >= 299).toBe(true);
        },
      ),
    );
  });

  it('keeps the best to the end', () => {
    const spaces = [spaceFor('a', [number('x')], { x: 0 }), spaceFor('b', [number('x')], { x: 0 })];
    for (let seed = 0; seed < 20; seed += 1) {
      const { tried, best } = tryOut('halving', spaces, ({ units }) => units[0]!, 40, seed);
      expect(tried).toHaveLength(40);
      expect(tried.at(-1)!.goodness).toBe(best);
      expect(tried.slice(0, 27).map(({ goodness }) => goodness)).toContain(best);
    }
  });

  it('failed trials go on last; among equals the earlier', () => {
    const of = (...goodness: number[]) =>
      goodness.map((value) => ({ point: { candidate: 0, units: [] }, goodness: value }));
    expect(promoted(of(-Infinity, 0.5, 0.7, -Infinity, 0.7), 4)).toEqual([2, 4, 1, 0]);
  });

  it('a smaller share of rows is part of a larger one, with each label’s share', () => {
    const y = Array.from({ length: 1000 }, (_, row) => Number(row % 10 === 0));
    const train = Uint32Array.from({ length: 800 }, (_, at) => at + 100);
    const [small, large] = [someRows(train, 1 / 9, y, 3), someRows(train, 1 / 3, y, 3)];
    expect([small.length, large.length]).toEqual([89, 267]);
    expect([...small].every((row) => large.includes(row))).toBe(true);
    expect([small, large].map((rows) => rows.filter((row) => y[row] === 1).length)).toEqual([9, 27]);
    expect(small).toEqual(small.slice().sort());
    expect(someRows(train, 1, y, 3)).toBe(train);
    expect(someRows(train, 0.25, undefined, 3)).toHaveLength(200);
  });
});

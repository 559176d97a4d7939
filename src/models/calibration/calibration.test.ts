import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawFolds } from '../pipeline/folds.ts';
import golden from './calibration.golden.json' with { type: 'json' };
import { fitCalibration, loadCalibration } from './calibration.ts';

// The references are scikit-learn's: ../pipeline/references.py.
const close = (found: ArrayLike<number>, expected: readonly number[], digits: number) =>
  expected.forEach((value, at) => expect(found[at]).toBeCloseTo(value, digits));

describe('isotonic', () => {
  it('is scikit-learn’s curve, between its points too', () => {
    const { apply } = fitCalibration('isotonic', golden.hit, Float64Array.from(golden.scores));
    close(apply(Float64Array.from(golden.grid)), golden.isotonic, 12);
  });

  it('by hand: neighbours out of order are pooled, and the ends go on', () => {
    const { apply } = fitCalibration('isotonic', [0, 1, 0, 1], Float64Array.of(0.2, 0.4, 0.6, 0.8));
    expect(
      [...apply(Float64Array.of(0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1))].map((p) => Math.round(p * 1e9) / 1e9),
    ).toEqual([0, 0, 0.25, 0.5, 0.5, 0.5, 0.75, 1, 1]);
  });
});

describe('Platt', () => {
  it('with his targets, one score for all gives the mean target', () => {
    // Three of four: targets 4/5 thrice, 1/3 once.
    const { apply } = fitCalibration('platt', [1, 1, 0, 1], new Float64Array(4).fill(0.3));
    expect(apply(Float64Array.of(0.3))[0]).toBeCloseTo((3 * 0.8 + 1 / 3) / 4, 8);
  });

  it('keeps the order of scores that tell the label, to the last', () => {
    const p = Float64Array.of(1e-9, 0.01, 0.2, 0.4, 0.7, 0.9, 1 - 1e-9);
    const { apply } = fitCalibration('platt', [0, 0, 0, 1, 0, 1, 1], p);
    const corrected = apply(p);
    for (let at = 1; at < p.length; at += 1) expect(corrected[at]).toBeGreaterThan(corrected[at - 1]!);
  });

  it('what says 0 and 1 alone, and is right of three in ten and seven in ten, is corrected to that', () => {
    // A line through two scores goes through the mean target of each: 51/52 of the hits, 1/52 of the others.
    const p = Float64Array.from({ length: 100 }, (_, row) => row % 2);
    const labels = Array.from(p, (said, row) => Number((said === 1) === row < 70));
    const [low, high] = fitCalibration('platt', labels, p).apply(Float64Array.of(0, 1));
    const hits = (p1: number, p0: number) => (p1 * 51 + p0) / 52;
    expect(low).toBeCloseTo(hits(0.3, 0.7), 6);
    expect(high).toBeCloseTo(hits(0.7, 0.3), 6);
  });

  it('probabilities of 0 and 1 that are wrong do not break it', () => {
    const { apply } = fitCalibration('platt', [1, 0, 1, 0], Float64Array.of(0, 1, 1, 0));
    expect([...apply(Float64Array.of(0, 0.5, 1))].every((p) => p > 0 && p < 1)).toBe(true);
  });
});

describe('any calibration', () => {
  const row = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1));

  it.each(['platt', 'isotonic'] as const)('%s stays between 0 and 1, and is the same when loaded', (method) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const p = Float64Array.from(rows, ([one]) => one);
        const calibration = fitCalibration(
          method,
          rows.map(([, label]) => label),
          p,
        );
        const corrected = calibration.apply(p);
        expect(corrected.every((one) => one >= 0 && one <= 1)).toBe(true);
        const loaded = loadCalibration(JSON.parse(JSON.stringify(calibration)));
        expect(loaded.apply(p)).toStrictEqual(corrected);
      }),
    );
  });

  it.each(['platt', 'isotonic'] as const)('%s of several classes: each row adds up to 1', (method) => {
    const p = Float64Array.of(0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.2, 0.2, 0.6, 0.5, 0.4, 0.1, 0.3, 0.3, 0.4);
    const corrected = fitCalibration(method, [0, 1, 2, 0, 2], p).apply(p);
    for (let at = 0; at < p.length; at += 3) {
      expect(corrected[at]! + corrected[at + 1]! + corrected[at + 2]!).toBeCloseTo(1, 12);
    }
  });

  it('no rows, and a state that is none, are refused', () => {
    const none = () => fitCalibration('platt', [], new Float64Array(0));
    expect(none).toThrowError(expect.objectContaining({ name: 'model.no-rows' }));
    for (const state of [null, { curves: [] }, { curves: [{ method: 'isotonic', x: [1], y: [] }] }]) {
      expect(() => loadCalibration(state)).toThrowError(expect.objectContaining({ name: 'model.unreadable' }));
    }
  });
});

describe('folds', () => {
  it('are those that the references were made with', () => {
    expect([...drawFolds(golden.y, 5, 1, true)]).toEqual(golden.folds);
  });

  it('have as much of each label as any other, but for one row', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 2), { minLength: 5, maxLength: 60 }), fc.nat(), (y, seed) => {
        const fold = drawFolds(y, 5, seed, true);
        for (const label of [0, 1, 2]) {
          const counts = [0, 1, 2, 3, 4].map(
            (one) => y.filter((value, at) => value === label && fold[at] === one).length,
          );
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

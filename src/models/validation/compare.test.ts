import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { beyondNoise } from './compare.ts';
import references from './references.json' with { type: 'json' };

describe('whether a difference is beyond noise', () => {
  it.each(references.comparison)('p = $expected.p', ({ a, b, testShare, expected }) => {
    const found = beyondNoise(a, b, testShare);
    for (const key of ['difference', 'low', 'high', 'p'] as const) expect(found[key]).toBeCloseTo(expected[key], 10);
  });

  it('the same folds differ by nothing; one fold tells nothing; folds without a value are left out', () => {
    expect(beyondNoise([0.8, 0.9], [0.8, 0.9], 0.5)).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
    expect(beyondNoise([0.9], [0.8], 0.2)).toMatchObject({ low: -Infinity, high: Infinity, p: 1 });
    const [a, b] = [
      [0.8, 0.85, 0.82],
      [0.7, 0.79, 0.74],
    ];
    expect(beyondNoise([...a, NaN], [...b, 0.7], 0.2)).toEqual(beyondNoise(a, b, 0.2));
  });

  it('calls hardly more winners among equals than 5 %, where folds share rows', () => {
    // A fold's difference has a part that all folds share (through the rows that they learn from) as large as the correction assumes.
    const random = seededRandom(4);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const [runs, folds, share] = [2000, 5, 0.2];
    let [corrected, plain] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const common = normal() * Math.sqrt(share / (1 - share));
      const a = Array.from({ length: folds }, () => common + normal());
      const zero = a.map(() => 0);
      corrected += Number(beyondNoise(a, zero, share).p < 0.05);
      plain += Number(beyondNoise(a, zero, 0).p < 0.05);
    }
    expect(corrected / runs).toBeGreaterThan(0.035);
    expect(corrected / runs).toBeLessThan(0.065);
    // P(|t₄| > 2.776 / 1.5) = 0.138: the plain test takes the error for two thirds of what it is.
    expect(plain / runs).toBeGreaterThan(0.12);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending } from './ascending.ts';
import { seededRandom } from './random.ts';

/** The same by comparing. */
const compared = (values: ArrayLike<number>): number[] =>
  Array.from(values, (_, row) => row).sort((a, b) => values[a]! - values[b]! || a - b);

const special = [0, -0, 1, -1, Infinity, -Infinity, 5e-324, -5e-324, 1e308, -1e308, 2 ** 53, 0.1, -0.1];

describe('ascending', () => {
  it('puts rows in order, equal ones as they came', () => {
    expect([...ascending([3, 1, 2, 1, -5])]).toEqual([4, 1, 3, 2, 0]);
    expect([...ascending([])]).toEqual([]);
  });

  it('is as by comparing, for few rows and for many', () => {
    const number = fc.oneof(fc.constantFrom(...special), fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(number, { maxLength: 30 }), fc.constantFrom(1, 5000), (values, times) => {
        const all = Float64Array.from({ length: values.length * times }, (_, n) => values[n % values.length]!);
        expect([...ascending(all)]).toEqual(compared(all));
      }),
      { numRuns: 60 },
    );
  });

  it('is as by comparing for a hundred thousand different numbers', () => {
    const random = seededRandom(3);
    const values = Float64Array.from({ length: 100_000 }, () => (random() - 0.5) * 10 ** (40 * random() - 20));
    expect([...ascending(values)]).toEqual(compared(values));
    const whole = Int32Array.from({ length: 100_000 }, () => random() * 2000 - 1000);
    expect([...ascending(whole)]).toEqual(compared(whole));
  });
});

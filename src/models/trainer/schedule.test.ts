import { describe, expect, it } from 'vitest';
import type { DescentOptions } from './schedule.ts';
import { bestEpoch, finished, rateOf, stalled } from './schedule.ts';

const options: DescentOptions = {
  optimiser: 'adam',
  learningRate: 0.08,
  schedule: 'constant',
  epochs: 10,
  batchSize: 1,
  patience: 3,
};

describe('the course of the learning rate', () => {
  it('stays, or falls along half a cosine', () => {
    expect([0, 5, 9].map((epoch) => rateOf(options, epoch, []))).toEqual([0.08, 0.08, 0.08]);
    const cosine = { ...options, schedule: 'cosine' as const };
    expect(rateOf(cosine, 0, [])).toBe(0.08);
    expect(rateOf(cosine, 5, [])).toBeCloseTo(0.04, 12);
    expect(rateOf(cosine, 10, [])).toBeCloseTo(0, 12);
  });

  it('is halved after each three epochs without progress', () => {
    const plateau = { ...options, schedule: 'plateau' as const };
    const rate = (measures: number[]) => rateOf(plateau, measures.length, measures);
    expect(rate([5, 4, 3])).toBe(0.08);
    expect(rate([5, 6, 6])).toBe(0.08);
    expect(rate([5, 6, 6, 6])).toBe(0.04);
    expect(rate([5, 6, 6, 6, 6, 6])).toBe(0.04);
    expect(rate([5, 6, 6, 6, 6, 6, 6])).toBe(0.02);
    // Progress in between begins the count anew, and never raises the rate.
    expect(rate([5, 6, 6, 6, 4, 5, 5])).toBe(0.04);
    expect(rate([5, 6, 6, 6, 4, 5, 5, 5])).toBe(0.02);
  });
});

describe('the end', () => {
  it('comes after the last epoch, or without progress for as long as the patience', () => {
    expect(finished(options, [5, 4, 4, 4])).toBe(false);
    expect(finished(options, [5, 4, 4, 4, 4])).toBe(true);
    expect(finished({ ...options, patience: 0 }, [5, 4, 4, 4, 4])).toBe(false);
    expect(finished(options, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toBe(true);
  });

  it('the best epoch is the first of its height, by more than a ten-thousandth', () => {
    expect(bestEpoch([])).toBe(-1);
    expect(bestEpoch([3, 1, 2, 1])).toBe(1);
    expect(bestEpoch([1, 0.99999])).toBe(0);
    expect(stalled([3, 1, 2, 1])).toBe(2);
  });
});

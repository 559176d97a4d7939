import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import { foreseen, succession } from '../sequences/test-succession.ts';
import { profileOfHistory } from '../testing.ts';

const small = {
  width: 16,
  layers: 1,
  epochs: 20,
  batchSize: 16,
  learningRate: 0.01,
  dropout: 0.1,
  earlyStopping: false,
};
const fitTo = async (params: Record<string, unknown> = {}) =>
  (await recommenderOf('sasrec', { ...small, ...params }, 'implicit')).fit(succession(), testContext());

describe('sasrec', () => {
  it.each([{}, { allUpTo: 0, negatives: 4 }])('foresees what follows: %j', async (params) => {
    const fitted = await fitTo(params);
    expect(foreseen(fitted)).toBeGreaterThan(0.9);
    // Of the last items it is the last one that leads to the next.
    expect(fitted.because!(profileOfHistory([3, 4, 5]), 6, 1)[0]?.item).toBe(5);
  });
});

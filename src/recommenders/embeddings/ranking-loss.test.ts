import { describe, expect, it } from 'vitest';
import { Parameters, zeros } from '../../models/networks/parameters.ts';
import { learningDataOfLog } from '../testing.ts';
import { pairsOf } from './pairs.ts';
import { decayOf } from './penalty.ts';
import { exactRankingLoss, negativesOf } from './ranking-loss.ts';

// User 0 had four items, user 1 none, user 2 two.
const log = [[0, 0], [0, 1], [0, 2], [0, 3], [2, 4], [2, 5]] as const; // prettier-ignore
const pairs = pairsOf(learningDataOfLog(log, 3, 9).interactions);
const rows = Uint32Array.of(0, 4);
const margin = (user: number, item: number, other: number): number => Math.sin(3 * user + 2 * item - other);

describe('the ranking loss', () => {
  const at = (temperature: number) => ({ pairs, negatives: 5, temperature, seed: 2 });
  const drawn = negativesOf(at(1), rows, null);
  /** −ln σ of each row's margins. */
  const losses = Array.from(rows, (row, n) =>
    Array.from(drawn.subarray(5 * n, 5 * n + 5), (other) =>
      Math.log(1 + Math.exp(-margin(pairs.user[row]!, pairs.item[row]!, other))),
    ),
  );
  const summed = (of: (some: number[]) => number) => losses.reduce((sum, some) => sum + of(some), 0);
  const mean = (some: number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;

  it('is nearly the mean at the highest temperature, and the hardest one at the lowest', () => {
    expect(exactRankingLoss(at(100), rows, margin)).toBeCloseTo(summed(mean), 2);
    const least = exactRankingLoss(at(0.01), rows, margin);
    const hardest = summed((some) => Math.max(...some));
    expect(least).toBeLessThan(hardest);
    expect(hardest - least).toBeLessThan(2 * 0.01 * Math.log(5));
  });

  it('at 1 is that of the mean of the odds', () => {
    const odds = (some: number[]) => Math.log(mean(some.map(Math.exp)));
    expect(exactRankingLoss(at(1), rows, margin)).toBeCloseTo(summed(odds), 10);
  });
});

it('the penalty on a user grows with his items, beside the mean loss; on items it is alike, on numbers not held none', () => {
  const parameters = new Parameters();
  parameters.add([3, 2], zeros, true);
  parameters.add([9, 1], zeros, true);
  parameters.add([2], zeros);
  const decay = decayOf(parameters, pairs, 2, 12);
  // 12 over 6 pairs is 2; the mean user who had anything had three items.
  const ofUsers = [4, 4, 0, 0, 2, 2].map((had) => Math.fround((2 * had) / 3));
  expect([...decay.subarray(0, 6)].map((value, n) => value - ofUsers[n]!).every((off) => Math.abs(off) < 1e-6)).toBe(
    true,
  );
  expect([...decay.subarray(6)]).toEqual([...new Array<number>(9).fill(2), 0, 0]);
});

import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import type { Interactions } from '../data.ts';
import { learningDataOfLog, plantedData, profileOfHistory, profileOfUser } from '../testing.ts';
import golden from './als.golden.json';
import type { AlsParams } from './factorise.ts';
import { factorise } from './factorise.ts';
import recommender from './recommender.ts';

/** A table of weights, users by items, as interactions. */
function interactionsOf(weights: readonly (readonly number[])[]): Interactions {
  const log = weights.flatMap((row, user) =>
    row.flatMap((weight, item) => (weight > 0 ? [[user, item, weight] as const] : [])),
  );
  return learningDataOfLog(log, weights.length, weights[0]!.length).interactions;
}

const rowsOf = (flat: Float32Array, width: number): number[][] =>
  Array.from({ length: flat.length / width }, (_, row) => Array.from(flat.subarray(row * width, (row + 1) * width)));

const inner = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

/** Σ c (p − x·y)² + λ (Σ‖x‖² + Σ‖y‖²), pair by pair as the paper writes it. */
function lossOf(
  weights: number[][],
  users: number[][],
  items: number[][],
  { alpha, regularisation }: AlsParams,
): number {
  let loss = regularisation * [...users, ...items].reduce((sum, row) => sum + inner(row, row), 0);
  weights.forEach((row, user) =>
    row.forEach((weight, item) => {
      loss += (1 + alpha * weight) * (Number(weight > 0) - inner(users[user]!, items[item]!)) ** 2;
    }),
  );
  return loss;
}

const params: AlsParams = { factors: 6, iterations: 10, regularisation: 0.5, alpha: 4, cgSteps: 3 };

describe('implicit ALS', () => {
  it('with steps enough, solves both half-steps as NumPy does directly', async () => {
    const { factors, alpha, regularisation, seed } = golden;
    const solved = await factorise(
      interactionsOf(golden.weights),
      { factors, alpha, regularisation, iterations: 1, cgSteps: 30 },
      { seed, step: async () => undefined },
    );
    // float32 has 7 digits; the systems' condition costs some of them.
    for (const side of ['users', 'items'] as const) {
      const most = Math.max(...golden[side].map(Math.abs));
      expect(solved[side]).toHaveLength(golden[side].length);
      golden[side].forEach((value, at) => expect(Math.abs(solved[side][at]! - value)).toBeLessThan(1e-4 * most));
    }
  });

  it('the loss falls at each iteration', async () => {
    const { weights } = golden;
    const losses: number[] = [];
    for (let iterations = 1; iterations <= 8; iterations += 1) {
      const { users, items } = await factorise(interactionsOf(weights), { ...params, iterations }, testContext());
      losses.push(lossOf(weights, rowsOf(users, params.factors), rowsOf(items, params.factors), params));
    }
    losses.slice(1).forEach((loss, at) => expect(loss).toBeLessThan(losses[at]!));
  });

  it('a person folded in with the same items comes out as the trained one, who has converged', async () => {
    const data = plantedData();
    const fitted = await recommender.make({ ...params, iterations: 60, cgSteps: 12 }).fit(data, testContext());
    const trained = profileOfUser(data, 4);
    const [own, folded] = [new Float32Array(fitted.items), new Float32Array(fitted.items)];
    fitted.score([trained], own);
    fitted.score([{ ...trained, user: -1 }], folded);
    own.forEach((score, item) => expect(folded[item]).toBeCloseTo(score, 2));
  });

  it("the reasons' shares add up to the score of somebody folded in", async () => {
    const fitted = await recommender.make({ ...params, factors: 2 }).fit(plantedData(), testContext());
    const profile = profileOfHistory([0, 2, 6, 8]);
    const scores = new Float32Array(fitted.items);
    fitted.score([profile], scores);
    // Where an item speaks against another, `because` leaves it out: only those for which all four speak can be added up.
    const whole = Array.from(scores.keys(), (item) => ({ item, reasons: fitted.because!(profile, item, 10) })).filter(
      ({ reasons }) => reasons.length === 4,
    );
    expect(whole.length).toBeGreaterThan(0);
    for (const { item, reasons } of whole) {
      expect(reasons.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(scores[item]!, 4);
    }
  });
});

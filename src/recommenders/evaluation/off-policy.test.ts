import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Exposures } from './off-policy.ts';
import { offPolicy } from './off-policy.ts';

const FOLDER = '../shared/data/open_bandit';

describe('what another policy would have brought', () => {
  // Actions 0, 0, 1, 1 with chances .5, .5, .25, .5, rewards 1, 0, 1, 0; on trial: always 1.
  const exposures: Exposures = {
    actions: 3,
    action: Int32Array.of(0, 0, 1, 1),
    propensity: Float64Array.of(0.5, 0.5, 0.25, 0.5),
    reward: Float64Array.of(1, 0, 1, 0),
  };

  it('is as a person counts it', () => {
    const found = offPolicy(exposures, (_, out) => out.set([0, 1, 0]));
    // Weights 0, 0, 4, 2.
    expect([found.n, found.ips, found.snips]).toEqual([4, 1, 4 / 6]);
    // The model says .5 of either; + 4 · .5 − 2 · .5 over four.
    expect(found.dr).toBeCloseTo(0.5 + (4 * 0.5 - 2 * 0.5) / 4, 12);
    expect(found.ess).toBe(36 / 20);
    // Terms .5, .5, 2.5, −.5: variance 4.75 / 3, error √(1.58333 / 4) = .629153.
    expect(found.low).toBeCloseTo(0.75 - 1.959964 * 0.629153, 5);
    expect(found.intervals.ips.high).toBeCloseTo(1 + 1.959964 * 1, 5);
    expect(found.logged.mean).toBe(0.5);
  });

  it('is the mean of what was logged for the policy that logged it, and the mean of all for what was never shown', () => {
    const even = { ...exposures, actions: 2, propensity: Float64Array.of(0.5, 0.5, 0.5, 0.5) };
    const same = offPolicy(even, (_, out) => out.fill(0.5));
    expect([same.ips, same.snips, same.dr, same.ess]).toEqual([0.5, 0.5, 0.5, 4]);
    const unknown = offPolicy(exposures, (_, out) => out.set([0, 0, 1]));
    expect([unknown.ips, unknown.dr, unknown.ess]).toEqual([0, 0.5, 0]);
    expect(unknown.snips).toBeNaN();
  });
});

/** The columns item_id, position, click and propensity_score of a log. */
function openBandit(name: string): Exposures & { position: Int32Array } {
  const text = gunzipSync(readFileSync(`${FOLDER}/obd_${name}.csv.gz`)).toString('utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const column = (at: number): number[] => rows.map((row) => Number(row[at]));
  return {
    actions: 34,
    action: Int32Array.from(column(2)),
    position: Int32Array.from(column(3)),
    reward: Float64Array.from(column(4)),
    propensity: Float64Array.from(column(5)),
  };
}

describe.skipIf(!existsSync(FOLDER))('the Open Bandit data (skipped where they are not beside the checkout)', () => {
  it('of Thompson sampling tell what the uniform policy brought, which its own log knows', () => {
    const [sampled, uniform] = [openBandit('bts_men'), openBandit('random_men')];
    const found = offPolicy(sampled, (_, out) => out.fill(1 / 34));
    const truth = offPolicy(uniform, (_, out) => out.fill(1 / 34));
    // Its README: click rates .0069 and .0046; the uniform policy shows each of 34 items with the same chance.
    expect(found.logged.mean).toBeCloseTo(0.0069, 12);
    expect(truth.logged.mean).toBeCloseTo(0.0046, 12);
    expect([truth.ips, truth.snips]).toEqual([expect.closeTo(0.0046, 4), expect.closeTo(0.0046, 12)]);
    expect(truth.ess).toBeCloseTo(10_000, 3);
    for (const { low, high } of [found.intervals.snips, found.intervals.dr]) {
      expect(low).toBeLessThan(truth.logged.high);
      expect(high).toBeGreaterThan(truth.logged.low);
    }
    // By pandas: w = (1 / 34) / propensity_score; mean(w r), Σ w r / Σ w, DR with the items' mean clicks, (Σw)² / Σw².
    expect(found.ips).toBeCloseTo(0.0030086263272564836, 12);
    expect(found.snips).toBeCloseTo(0.0031894231622773927, 12);
    expect(found.dr).toBeCloseTo(0.002922732937648298, 12);
    expect(found.ess).toBeCloseTo(655.709849587315, 6);
  });
});

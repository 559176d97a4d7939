import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
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
    // Each without its own reward: terms 4/9, 5/9, 1/6 + 4 · 5/6, 5/6 − 2 · 5/6.
    expect(found.dr).toBeCloseTo((4 / 9 + 5 / 9 + 21 / 6 - 5 / 6) / 4, 12);
    expect(found.ess).toBe(36 / 20);
    // By off-policy-reference.py (SciPy).
    expect(found.low).toBeCloseTo(-0.6286584285652442, 6);
    expect(found.high).toBeCloseTo(3.1552879174283013, 6);
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

describe('intervals', () => {
  /** Exposures of 20 actions with skewed chances, the rare ones the better; each action brings 1 with its own chance. */
  function logged(n: number, skew: number, random: () => number): { exposures: Exposures; truth: number } {
    const raw = Array.from({ length: 20 }, (_, action) => (action + 1) ** -skew);
    const sum = raw.reduce((all, each) => all + each, 0);
    const chance = raw.map((each) => each / sum);
    const brings = raw.map((_, action) => 0.02 + (0.28 * action) / 19);
    const drawn = (): number => {
      let left = random();
      return Math.max(
        0,
        chance.findIndex((each) => (left -= each) < 0),
      );
    };
    const action = Int32Array.from({ length: n }, drawn);
    return {
      exposures: {
        actions: 20,
        action,
        propensity: Float64Array.from(action, (each) => chance[each]!),
        reward: Float64Array.from(action, (each) => Number(random() < brings[each]!)),
      },
      truth: 0.16,
    };
  }

  // The normal interval holds it in 91, 92 and, with a model that has seen each reward, 83 of 100 (NumPy, 1,000 logs).
  it.each([
    [500, 1.5],
    [2000, 2],
  ])(
    'hold the truth, of nominal .95, in .92 of the logs or more: %i exposures, chances as rank to the minus %f',
    (n, skew) => {
      const random = seededRandom(7);
      const held = { ips: 0, snips: 0, dr: 0 };
      const LOGS = 1000;
      for (let at = 0; at < LOGS; at++) {
        const { exposures, truth } = logged(n, skew, random);
        const { intervals } = offPolicy(exposures, (_, out) => out.fill(1 / 20));
        for (const name of ['ips', 'snips', 'dr'] as const) {
          held[name] += Number(intervals[name].low <= truth && truth <= intervals[name].high);
        }
      }
      for (const [name, count] of Object.entries(held)) expect(count / LOGS, name).toBeGreaterThanOrEqual(0.92);
      for (const [name, count] of Object.entries(held)) expect(count / LOGS, name).toBeLessThanOrEqual(0.98);
    },
    60_000,
  );
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
    // By off-policy-reference.py (pandas, SciPy).
    expect(found.ips).toBeCloseTo(0.0030086263272564836, 12);
    expect(found.snips).toBeCloseTo(0.0031894231622773927, 12);
    expect(found.dr).toBeCloseTo(0.002925259899273638, 12);
    const { ips, snips, dr } = found.intervals;
    [ips, snips, dr].forEach(({ low, high }, n) => {
      expect(low).toBeCloseTo([0.0018330398061631745, 0.001922845581779363, 0.0016619529694818324][n]!, 8);
      expect(high).toBeCloseTo([0.005835097613860727, 0.006052067116952553, 0.005322095760168505][n]!, 8);
    });
    expect(found.ess).toBeCloseTo(655.709849587315, 6);
  });
});

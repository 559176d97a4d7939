import { describe, expect, test } from 'vitest';
import { kaplanMeier } from '../../core/survival.ts';
import { logRank } from '../../core/survival/log-rank.ts';
import { nelsonAalen } from '../../core/survival/nelson-aalen.ts';
import { abortError, isAbort } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { concordanceOf } from './concordance.ts';
import { fitCox } from './cox.ts';
import type { SurvivalData } from './data.ts';
import { rossi, rossiData } from './rossi.ts';
import truth from './rossi.golden.json';
import { fitWeibull } from './weibull-aft.ts';

const context = { step: () => Promise.resolve() };
const NAMES = ['fin', 'age', 'race', 'wexp', 'mar', 'paro', 'prio'];
const Z = 1.959963984540054;

/** As far as two programs agree that stop where rounding begins. */
const near = (value: number, expected: number, relative = 1e-6) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.max(1e-3, Math.abs(expected)));

describe('Cox on rossi, against lifelines', () => {
  test.each(['coef', 'se', 'z', 'p'] as const)('%s', async (key) => {
    const { coefficients } = await fitCox(rossiData(NAMES), context);
    for (const each of coefficients) near(each[key], truth.cox.coefficients[each.name as 'fin'][key]);
  });

  test('the likelihood, its ratio, the concordance and the baseline', async () => {
    const cox = await fitCox(rossiData(NAMES), context);
    near(cox.logLikelihood, truth.cox.logLikelihood, 1e-10);
    near(cox.likelihoodRatio.statistic, truth.cox.likelihoodRatio);
    expect(cox.likelihoodRatio.df).toBe(7);
    near(cox.concordance.index, truth.cox.concordance, 1e-12);
    // As published: AIC 1331.495.
    expect(cox.aic).toBeCloseTo(1331.495, 3);
    const [{ time, cumulative }] = cox.baseline as [(typeof cox.baseline)[0]];
    for (const [week, value] of Object.entries(truth.cox.baseline))
      near(cumulative[time.indexOf(Number(week))]!, value);
    expect(cox).toMatchObject({ subjects: 432, events: 114, converged: true, dropped: [], unbounded: [] });
  });

  test('strata of race', async () => {
    const names = NAMES.filter((name) => name !== 'race');
    const cox = await fitCox({ ...rossiData(names), strata: Int32Array.from(rossi()['race']!) }, context);
    for (const { name, coef, se } of cox.coefficients) {
      near(coef, truth.stratified.coefficients[name as 'fin'].coef);
      near(se, truth.stratified.coefficients[name as 'fin'].se);
    }
    near(cox.logLikelihood, truth.stratified.logLikelihood, 1e-10);
    near(cox.concordance.index, truth.stratified.concordance, 1e-12);
    near(cox.likelihoodRatio.statistic, truth.stratified.likelihoodRatio);
    expect(cox.baseline.map(({ stratum }) => stratum)).toEqual([0, 1]);
  });

  test.each(['rank', 'identity'] as const)('the check of proportional hazards against the %s of time', async (of) => {
    const { check } = await fitCox(rossiData(NAMES), context, { checkedAgainst: of });
    for (const { name, correlation, statistic, p } of check.columns) {
      const expected = truth.drift[of].columns[name as 'fin'];
      near(correlation, expected.correlation, 1e-5);
      near(statistic, expected.statistic, 1e-5);
      near(p, expected.p, 1e-5);
      if (of === 'identity') near(statistic, truth.lifelinesIdentity[name as 'fin'], 1e-5);
    }
    near(check.global!.statistic, truth.drift[of].global, 1e-5);
    expect(check.residuals.time).toHaveLength(114);
  });

  test('a constant and a column made of others are left out, and said', async () => {
    const { x, ...rest } = rossiData(['fin', 'age']);
    const wide = Float64Array.from({ length: 432 * 4 }, (_, n) => {
      const [fin, age] = [x[Math.floor(n / 4) * 2]!, x[Math.floor(n / 4) * 2 + 1]!];
      return [fin, age, 7, 3 * age - 2 * fin + 1][n % 4]!;
    });
    const cox = await fitCox({ ...rest, x: wide, names: ['fin', 'age', 'seven', 'mix'] }, context);
    const two = await fitCox(rossiData(['fin', 'age']), context);
    expect(cox.dropped).toEqual([
      { name: 'seven', reason: 'constant' },
      { name: 'mix', reason: 'collinear' },
    ]);
    cox.coefficients.forEach(({ coef }, n) => near(coef, two.coefficients[n]!.coef));
  });

  test('a coefficient that runs away is named', async () => {
    const { names, times, events } = rossiData(['fin']);
    const cox = await fitCox({ names, times, events, x: Float64Array.from(events) }, context);
    expect(cox.unbounded).toEqual(['fin']);
  });

  test('nothing to learn from has a code', async () => {
    const data = rossiData(['fin']);
    const refused = (change: Partial<SurvivalData>) => expect(fitCox({ ...data, ...change }, context)).rejects;
    await refused({ events: new Uint8Array(432) }).toMatchObject({ name: 'survival.no-events' });
    await refused({ times: data.times.map((time) => -time) }).toMatchObject({ name: 'survival.bad-duration' });
    await refused({ x: new Float64Array(), times: new Float64Array(), events: new Uint8Array() }).toMatchObject({
      name: 'survival.no-subjects',
    });
  });

  test('a cancel arrives', async () => {
    const aborting = { step: () => Promise.reject(abortError()) };
    await expect(fitCox(rossiData(NAMES), aborting).catch(isAbort)).resolves.toBe(true);
    await expect(fitWeibull(rossiData(NAMES), aborting).catch(isAbort)).resolves.toBe(true);
  });
});

test('the Weibull model of accelerated time on rossi, against lifelines', async () => {
  const aft = await fitWeibull(rossiData(NAMES), context);
  // lifelines stops at a gradient of 1e-5 or so.
  for (const { name, coef, se } of [...aft.coefficients, { ...aft.intercept, name: 'Intercept' }]) {
    near(coef, truth.aft.coefficients[name as 'fin'].coef, 5e-3);
    near(se, truth.aft.coefficients[name as 'fin'].se, 5e-4);
  }
  near(aft.logShape.coef, truth.aft.logShape.coef, 1e-3);
  near(aft.logShape.se, truth.aft.logShape.se, 1e-3);
  near(aft.logLikelihood, truth.aft.logLikelihood, 1e-7);
  expect(aft.logLikelihood).toBeGreaterThanOrEqual(truth.aft.logLikelihood);
  near(aft.likelihoodRatio.statistic, truth.aft.likelihoodRatio, 1e-4);
});

test('a Weibull sample gives back what it was drawn from', async () => {
  const random = seededRandom(5);
  const rows = 20_000;
  const x = Float64Array.from({ length: rows }, () => 3 + random());
  // S(t) = exp(−(t / e^(1 + x/2))^1.5), observed until 40.
  const drawn = x.map((value) => Math.exp(1 + value / 2) * (-Math.log(1 - random())) ** (1 / 1.5));
  const data = {
    names: ['x'],
    x,
    times: drawn.map((t) => Math.min(t, 40)),
    events: Uint8Array.from(drawn, (t) => (t < 40 ? 1 : 0)),
  };
  const { coefficients, intercept, shape, logShape } = await fitWeibull(data, context);
  const [slope] = coefficients as [(typeof coefficients)[0]];
  expect(Math.abs(slope.coef - 0.5)).toBeLessThan(4 * slope.se);
  expect(Math.abs(intercept.coef - 1)).toBeLessThan(4 * intercept.se);
  expect(Math.abs(Math.log(shape / 1.5))).toBeLessThan(4 * logShape.se);
});

test('curves, log-rank and Nelson–Aalen on rossi, against lifelines', () => {
  const { week, arrest, prio } = rossi() as Record<'week' | 'arrest' | 'prio', Float64Array>;
  const curve = kaplanMeier(week, arrest);
  for (const [time, [survival, low, high]] of Object.entries(truth.kaplanMeier)) {
    const at = curve.time.indexOf(Number(time));
    near(curve.survival[at]!, survival!);
    near(curve.low[at]!, low!);
    near(curve.high[at]!, high!);
  }
  const { hazard, low, high } = nelsonAalen(curve, Z);
  for (const [time, value] of Object.entries(truth.nelsonAalen)) near(hazard[curve.time.indexOf(Number(time))]!, value);
  // By hand at the first week: one event among 432, so 1/432 with the variance 1/432².
  near(low[0]!, Math.exp(-Z) / 432);
  near(high[0]!, Math.exp(Z) / 432);
  const test = logRank(
    week,
    arrest,
    prio.map((value) => Math.min(3, value)),
    4,
  );
  near(test.statistic, truth.logRank.statistic);
  near(test.p, truth.logRank.p);
  expect(test.df).toBe(3);
  expect(test.expected.reduce((sum, value) => sum + value, 0)).toBeCloseTo(114, 9);
});

test('a group that was never at risk at an event has no say', () => {
  const whole = logRank([1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1], 2);
  const idle = logRank([0.5, 1, 2, 3, 4], [0, 1, 1, 1, 1], [2, 0, 1, 0, 1], 3);
  expect(idle.df).toBe(1);
  expect(idle.statistic).toBeCloseTo(whole.statistic, 12);
  expect(logRank([1, 2], [1, 1], [0, 0], 1)).toMatchObject({ df: 0, p: 1 });
});

test('concordance counts pairs as their definition does', () => {
  const random = seededRandom(3);
  const draw = (most: number) => Float64Array.from({ length: 60 }, () => Math.floor(random() * most));
  const [times, events, risk, strata] = [draw(12), draw(2), draw(6), Int32Array.from(draw(2))];
  const counted = { concordant: 0, tied: 0, pairs: 0 };
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < 60; j++) {
      const first = events[i] === 1 && (times[i]! < times[j]! || (times[i] === times[j] && events[j] === 0));
      if (!first || strata[i] !== strata[j]) continue;
      counted.pairs++;
      if (risk[i]! > risk[j]!) counted.concordant++;
      if (risk[i] === risk[j]) counted.tied++;
    }
  }
  expect(concordanceOf(times, events, risk, strata)).toMatchObject(counted);
});

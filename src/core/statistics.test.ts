import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  benjaminiHochberg,
  betaCdf,
  betaQuantile,
  chiSquareGoodness,
  chiSquareSf,
  chiSquareTest,
  fisherExact,
  holm,
  kolmogorovSmirnov,
  logGamma,
  mannWhitney,
  matthews,
  meanAndVariance,
  medianAndMad,
  newcombe,
  normalCdf,
  normalQuantile,
  oddsRatio,
  quantileSorted,
  tCdf,
  tQuantile,
  twoProportionZ,
  welch,
  wilson,
} from './statistics.ts';
import reference from './statistics/statistics.golden.json';

/** Equal to so many parts of one; an absolute floor for values at zero. */
function expectClose(actual: number, expected: number, relative = 1e-11): void {
  expect(Math.abs(actual - expected), `${actual}, not ${expected}`).toBeLessThanOrEqual(
    relative * Math.abs(expected) + 1e-306,
  );
}

const expectAllClose = (actual: readonly number[], expected: readonly number[], relative = 1e-11) => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, n) => expectClose(value, expected[n]!, relative));
};

// SciPy 1.17.1, binomtest(k, n).proportion_ci(method='wilson').
test.each([
  [210, 600, 0.31289906387002187, 0.3890094464340883],
  [0, 10, 0.0, 0.27753279986288926],
  [10, 10, 0.7224672001371109, 1.0],
  [1, 3, 0.06149194472039626, 0.7923403991979523],
  [4, 6, 0.299993315138392, 0.9032285888942195],
])('%i of %i', (successes, trials, low, high) => {
  expect(wilson(successes, trials)!.low).toBeCloseTo(low, 12);
  expect(wilson(successes, trials)!.high).toBeCloseTo(high, 12);
});

test('without trials there is no interval', () => expect(wilson(0, 0)).toBeNull());

// NumPy, quantile([1, 2, 4, 8], q): its default is type 7.
test.each([
  [0, 1],
  [0.25, 1.75],
  [0.5, 3],
  [0.9, 6.8],
  [1, 8],
])('quantile %f', (q, expected) => expect(quantileSorted([1, 2, 4, 8], q)).toBeCloseTo(expected, 12));

test('median and MAD, by hand: the deviations from 3 are 2, 1, 0, 1, 97', () => {
  const { median, mad } = medianAndMad([100, 1, 2, 3, 4]);
  expect(median).toBe(3);
  expect(mad).toBeCloseTo(1.4826, 4);
});

test('mean and variance, by hand, also far from zero', () => {
  expect(meanAndVariance([1, 2, 3, 6])).toEqual({ n: 4, mean: 3, variance: 14 / 3 });
  expect(meanAndVariance([1e9 + 1, 1e9 + 2, 1e9 + 3]).variance).toBeCloseTo(1, 9);
  expect(meanAndVariance([5])).toEqual({ n: 1, mean: 5, variance: NaN });
});

describe('distributions as SciPy has them', () => {
  const cases: [string, readonly number[][], (...given: number[]) => number][] = [
    ['normal', reference.normalCdf, (x) => normalCdf(x!)],
    ['normal quantile', reference.normalQuantile, (p) => normalQuantile(p!)],
    ['t', reference.tCdf, (x, df) => tCdf(x!, df!)],
    ['t quantile', reference.tQuantile, (p, df) => tQuantile(p!, df!)],
    ['χ²', reference.chiSquareSf, (x, df) => chiSquareSf(x!, df!)],
    ['beta', reference.betaCdf, (x, a, b) => betaCdf(x!, a!, b!)],
    ['beta quantile', reference.betaQuantile, (p, a, b) => betaQuantile(p!, a!, b!)],
  ];
  test.each(cases)('%s', (_name, rows, f) => {
    for (const row of rows) expectClose(f(...row.slice(0, -1)), row.at(-1)!);
  });
  test('log Γ', () => {
    for (const [x, expected] of reference.logGamma as [number, number][]) {
      expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-13 * Math.max(1, Math.abs(expected)));
    }
  });
  test('outside their ranges', () => {
    expect([normalQuantile(1.1), tQuantile(-1, 3), betaQuantile(2, 1, 1), logGamma(-1), chiSquareSf(NaN, 1)]).toEqual(
      Array<number>(5).fill(NaN),
    );
    expect([normalQuantile(0), normalQuantile(1), tQuantile(1, 2), betaQuantile(0, 2, 2)]).toEqual([
      -Infinity,
      Infinity,
      Infinity,
      0,
    ]);
    expect([chiSquareSf(-1, 2), betaCdf(-1, 2, 2), betaCdf(2, 2, 2), tCdf(Infinity, 2)]).toEqual([1, 0, 1, 1]);
  });
});

describe('tests of two samples', () => {
  test.each(reference.samples.map((sample, n) => ({ n, ...sample })))('sample $n', ({ a, b, ...expected }) => {
    const t = welch(a, b);
    expectAllClose([t.t, t.df, t.p], expected.welch);
    const ranks = mannWhitney(a, b);
    expectAllClose([ranks.u, ranks.p], expected.mannWhitney);
    const ks = kolmogorovSmirnov(a, b);
    expectAllClose([ks.d, ks.p], expected.kolmogorovSmirnov);
  });

  test('nothing to tell apart', () => {
    expect(welch([1, 1], [1, 1]).p).toBe(1);
    expect(mannWhitney([2, 2], [2, 2, 2]).p).toBe(1);
    expect(kolmogorovSmirnov([1, 2], [1, 2]).p).toBe(1);
    expect(mannWhitney([], [1]).p).toBeNaN();
    expect(kolmogorovSmirnov([], [1]).p).toBeNaN();
  });

  test('Kolmogorov’s limit takes over for long samples and agrees with the exact distribution', () => {
    const values = (length: number, shift: number) => Float64Array.from({ length }, (_, n) => n / length + shift);
    const exact = kolmogorovSmirnov(values(1990, 0), values(1990, 0.04)).p;
    const limit = kolmogorovSmirnov(values(2010, 0), values(2010, 0.04)).p;
    expect(Math.abs(exact - limit)).toBeLessThan(0.01);
  });
});

describe('tables of counts', () => {
  test.each(reference.tables)('$table', ({ table, ...expected }) => {
    const [a, b, c, d] = table as [number, number, number, number];
    const odds = oddsRatio(a, b, c, d);
    expectAllClose([odds.value, odds.low, odds.high], [expected.value, expected.low, expected.high]);
    expectClose(odds.p, expected.p, 1e-9);
    expectClose(fisherExact(a, b, c, d).p, expected.fisher, 1e-9);
    expectClose(matthews(a, b, c, d), expected.matthews);
    const yates = chiSquareTest(
      [
        [a, b],
        [c, d],
      ],
      true,
    );
    expectAllClose([yates.statistic, yates.p], expected.yates);
    const difference = newcombe(a, a + b, c, c + d);
    expectAllClose([difference.low, difference.high], expected.newcombe);
  });

  test('χ² of a larger table, whatever empty rows stand in it', () => {
    const { table, ...expected } = reference.chiSquare;
    for (const each of [table, [...table, [0, 0, 0]]]) {
      const { statistic, df, p } = chiSquareTest(each);
      expect(df).toBe(expected.df);
      expectAllClose([statistic, p], [expected.statistic, expected.p]);
    }
    expect(chiSquareTest([[1, 2]])).toEqual({ statistic: 0, df: 0, p: 1 });
  });

  test('counts against shares', () => {
    const { counts, statistic, p } = reference.goodness;
    const found = chiSquareGoodness(counts, [1, 1, 1]);
    expectAllClose([found.statistic, found.p], [statistic, p]);
    expect(found.df).toBe(2);
  });

  test('empty margins', () => {
    expect(matthews(0, 0, 3, 4)).toBe(0);
    expect(twoProportionZ(0, 10, 0, 20)).toEqual({ z: 0, p: 1 });
    expect(newcombe(0, 0, 1, 2).difference).toBeNaN();
    expect(fisherExact(0, 0, 3, 4).p).toBe(1);
  });
});

test('many p-values', () => {
  const { p, holm: family, bh } = reference.adjust;
  expectAllClose(holm(p), family);
  expectAllClose(benjaminiHochberg(p), bh);
  expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
});

interface Golden {
  statistics: {
    a: number[];
    b: number[];
    welch: number[];
    mann_whitney: number[];
    ks: number[];
    table: number[][];
    chi2_no_yates: number[];
    fisher: number[];
    wilson_95_of_37_of_120: number[];
    two_proportion_z_120_of_1000_v_165_of_1000: number[];
    pvalues: number[];
    holm: number[];
    bh: number[];
  };
}

const GOLDEN = '../shared/golden/models.json';

test.skipIf(!existsSync(GOLDEN))('the reference values of models.json (skipped where there are none)', () => {
  const golden = (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden).statistics;
  const [[a, b], [c, d]] = golden.table as [[number, number], [number, number]];
  const { t, p } = welch(golden.a, golden.b);
  expectAllClose([t, p], golden.welch);
  expectAllClose(Object.values(mannWhitney(golden.a, golden.b)), golden.mann_whitney);
  expectAllClose(Object.values(kolmogorovSmirnov(golden.a, golden.b)), golden.ks);
  const chi = chiSquareTest(golden.table);
  expectAllClose([chi.statistic, chi.p], golden.chi2_no_yates);
  expectAllClose(Object.values(fisherExact(a, b, c, d)), golden.fisher, 1e-9);
  expectAllClose(Object.values(wilson(37, 120)!), golden.wilson_95_of_37_of_120);
  expectAllClose(
    Object.values(twoProportionZ(120, 1000, 165, 1000)),
    golden.two_proportion_z_120_of_1000_v_165_of_1000,
  );
  expectAllClose(holm(golden.pvalues), golden.holm);
  expectAllClose(benjaminiHochberg(golden.pvalues), golden.bh);
});

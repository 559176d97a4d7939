import { expect, test } from 'vitest';
import { compareShares } from './compare-shares.ts';

const share = (hits: number, trials: number, name = 'bought') => ({ name, hits, trials });

// statsmodels 0.14: confint_proportions_2indep(210, 600, 30, 120, method='newcomb'), proportions_ztest([210, 30], [600, 120]).
test('two shares: the difference, the interval of Newcombe and the pooled z-test', () => {
  const compared = compareShares(share(210, 600), share(30, 120))!;
  expect(compared.difference).toBeCloseTo(0.1, 12);
  expect(compared.low).toBeCloseTo(0.007795020308199813, 8);
  expect(compared.high).toBeCloseTo(0.17917823356953005, 8);
  expect(compared.p).toBeCloseTo(0.03389485352468933, 8);
  expect(compared.test).toBe('z');
});

// SciPy 1.x: fisher_exact([[3, 7], [1, 9]]); statsmodels: confint_proportions_2indep(3, 10, 1, 10, method='newcomb').
test('small counts are tested exactly', () => {
  const compared = compareShares(share(3, 10), share(1, 10))!;
  expect(compared.test).toBe('fisher');
  expect(compared.p).toBeCloseTo(0.5820433436532508, 10);
  expect(compared.low).toBeCloseTo(-0.1597936015062252, 8);
  expect(compared.high).toBeCloseTo(0.5141461574374272, 8);
});

test('shares of nobody, or of different things, are not compared', () => {
  expect(compareShares(share(0, 0), share(1, 2))).toBeNull();
  expect(compareShares(share(1, 2), share(0, 0))).toBeNull();
  expect(compareShares(share(1, 2, 'week 1'), share(1, 2, 'week 2'))).toBeNull();
});

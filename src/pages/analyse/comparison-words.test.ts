import { expect, test } from 'vitest';
import { formatNumber, formatPercent, formatSigned } from '../../i18n/format.ts';
import type { Language } from '../../i18n/format.ts';
import { texts } from '../../i18n/texts.ts';
import { fill } from '../../i18n/translate.ts';
import { compareShares } from '../../state/compare-shares.ts';
import { comparisonText } from './comparison-words.ts';

type Words = Parameters<typeof comparisonText>[1];

const wordsIn = (language: Language): Words => ({
  t: (key, values = {}) => fill(texts[language][key], values, language),
  number: (value) => formatNumber(value, language),
  percent: (share) => formatPercent(share, language),
  signed: (value) => formatSigned(value, language),
});

function said(
  a: [number, number],
  b: [number, number],
  language: Language,
  more: { shared?: number; repeated?: boolean } = {},
) {
  const share = ([hits, trials]: [number, number]) => ({
    name: 'bought',
    hits,
    trials,
    ...(more.repeated && { repeated: true }),
  });
  const [first, second] = [share(a), share(b)];
  const comparison = { a: first, b: second, ...compareShares(first, second)! };
  return comparisonText({ comparison, shared: more.shared ?? null }, wordsIn(language)).replaceAll('\u202f', ' ');
}

// The figures are those of compare-shares.test.ts, from statsmodels.
test('says both shares, their difference, its interval, p and the test', () => {
  expect(said([210, 600], [30, 120], 'en')).toBe(
    'bought: A 35 % (210 of 600), B 25 % (30 of 120). A − B = +10.0 percentage points (95 %: +0.8 to +17.9; p = 0.034, z-test of two shares).',
  );
  expect(said([210, 600], [30, 120], 'zh')).toContain(
    'A − B = +10.0 个百分点（95% 区间：+0.8 到 +17.9；p = 0.034，两比例 z 检验）',
  );
});

test('says what weakens it: zero within the interval, users in both, users counted several times', () => {
  const weak = said([3, 10], [1, 10], 'en', { shared: 4, repeated: true });
  expect(weak).toContain('95 %: −16.0 to +51.4; p = 0.58, Fisher’s exact test');
  expect(weak).toContain('The interval holds zero');
  expect(weak).toContain('4 users are in both populations');
  expect(weak).toContain('more than once');
  const strong = said([900, 1000], [100, 1000], 'en', { shared: 0 });
  expect(strong).toContain('p < 0.001');
  expect(strong).not.toMatch(/zero|both populations|more than once/);
});

test('says nothing where nothing is compared', () => {
  expect(comparisonText({ comparison: null, shared: 3 }, wordsIn('en'))).toBe('');
});

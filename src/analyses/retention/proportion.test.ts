import { expect, test } from 'vitest';
import { translator } from '../../i18n/translate.ts';
import { proportion } from './proportion.ts';
import type { RetentionResult } from './result.ts';
import { texts } from './texts.ts';

const text = translator(texts.en, 'en');

const resultOf = (
  cohort: 'first' | 'recurring',
  ...cells: { returned: number; observable: number; rate: number | null }[]
) =>
  ({
    total: cells,
    periods: ['0', '1'],
    definition: { cohort, kind: 'on', period: 'week' },
  }) as unknown as RetentionResult;

const start = { returned: 10, observable: 10, rate: 1 };

test('the first period after the start, all cohorts together', () => {
  const first = resultOf('first', start, { returned: 3, observable: 8, rate: 0.375 });
  expect(proportion(first, text)).toEqual({
    name: 'Came back in week 1, all cohorts pooled',
    hits: 3,
    trials: 8,
    repeated: false,
  });
});

test('a user who starts again and again is counted each time', () => {
  const again = resultOf('recurring', start, { returned: 3, observable: 8, rate: 0.375 });
  expect(proportion(again, text)?.repeated).toBe(true);
});

test('nothing is compared before anyone could have come back', () => {
  expect(proportion(resultOf('first', start, { returned: 0, observable: 0, rate: null }), text)).toBeNull();
  expect(proportion(resultOf('first', start), text)).toBeNull();
});

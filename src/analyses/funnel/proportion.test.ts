import { expect, test } from 'vitest';
import { translator } from '../../i18n/translate.ts';
import { proportion } from './proportion.ts';
import type { FunnelResult } from './result.ts';
import { texts } from './texts.ts';

const text = translator(texts.en, 'en');

function resultOf(
  definition: Partial<FunnelResult['definition']>,
  ...steps: [string, number, boolean?][]
): FunnelResult {
  const made = steps.map(([name, count, optional = false]) => ({ name, count, optional }));
  return { steps: made, definition: { order: 'ordered', count: 'users', ...definition } } as unknown as FunnelResult;
}

test('the last required step over the first; a step that may be left out is no end', () => {
  const result = resultOf({}, ['view', 10], ['pay', 4], ['rate', 2, true]);
  expect(proportion(result, text)).toEqual({
    name: 'Conversion from “view” to “pay” (users)',
    hits: 4,
    trials: 10,
    repeated: false,
  });
});

test('attempts are not independent of each other; without an order users count', () => {
  const steps: [string, number][] = [
    ['view', 10],
    ['pay', 4],
  ];
  expect(proportion(resultOf({ count: 'attempts' }, ...steps), text)?.repeated).toBe(true);
  expect(proportion(resultOf({ count: 'attempts', order: 'unordered' }, ...steps), text)).toMatchObject({
    name: 'All 2 steps done (users)',
    repeated: false,
  });
});

test('one step alone has no share', () => {
  expect(proportion(resultOf({}, ['view', 10]), text)).toBeNull();
});

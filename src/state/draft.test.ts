import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Draft } from './draft.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function kept(): { draft: Draft; texts: string[] } {
  const texts: string[] = [];
  const draft = new Draft(async (text) => void texts.push(text));
  return { draft, texts };
}

it('keeps once, a quarter of a second after the last key at the latest', () => {
  const { draft, texts } = kept();
  draft.type('a');
  vi.advanceTimersByTime(100);
  draft.type('ab');
  vi.advanceTimersByTime(100);
  expect(texts).toEqual([]);
  vi.advanceTimersByTime(150);
  expect(texts).toEqual(['ab']);
  vi.advanceTimersByTime(5000);
  expect(texts).toEqual(['ab']);
});

it('does not wait for a pause that never comes', () => {
  const { draft, texts } = kept();
  for (let n = 1; n <= 30; n++) {
    draft.type('x'.repeat(n));
    vi.advanceTimersByTime(100);
  }
  expect(texts.length).toBeGreaterThanOrEqual(2);
  vi.advanceTimersByTime(250);
  expect(texts.at(-1)).toHaveLength(30);
});

it('keeps at once when told to, and then not again', async () => {
  const { draft, texts } = kept();
  draft.type('last key');
  await draft.flush();
  expect(texts).toEqual(['last key']);
  await draft.flush();
  vi.advanceTimersByTime(5000);
  expect(texts).toEqual(['last key']);
});

it('keeps an empty text too', async () => {
  const { draft, texts } = kept();
  draft.type('');
  await draft.flush();
  expect(texts).toEqual(['']);
});

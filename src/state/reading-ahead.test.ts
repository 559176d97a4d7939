import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReadingAhead } from './reading-ahead.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An engine whose attempts end as told; the last way for ever. */
function engine(...outcomes: (boolean | Error)[]) {
  const prepare = vi.fn(async () => {
    const outcome = outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  return { prepare };
}

it('reads a large log once it is quiet, and one that is small or past keeping never', async () => {
  const { prepare } = engine(true);
  const ahead = new ReadingAhead({ prepare }, () => false, 100);
  ahead.consider(400_000);
  await vi.advanceTimersByTimeAsync(1000);
  ahead.consider(30_000_000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare).not.toHaveBeenCalled();
  ahead.consider(600_000);
  await vi.advanceTimersByTimeAsync(60);
  // Another change: the quiet begins anew.
  ahead.consider(700_000);
  await vi.advanceTimersByTimeAsync(60);
  expect(prepare).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare).toHaveBeenCalledTimes(1);
});

it('leaves a log that has become small alone', async () => {
  const { prepare } = engine(true);
  const ahead = new ReadingAhead({ prepare }, () => false, 100);
  ahead.consider(600_000);
  ahead.consider(10);
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare).not.toHaveBeenCalled();
});

it('waits while something is under way, and tries again where it gave way', async () => {
  const { prepare } = engine(false, true);
  let isBusy = true;
  const ahead = new ReadingAhead({ prepare }, () => isBusy, 100);
  ahead.consider(600_000);
  await vi.advanceTimersByTimeAsync(500);
  expect(prepare).not.toHaveBeenCalled();
  isBusy = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare).toHaveBeenCalledTimes(2);
});

it('does not try again what failed', async () => {
  const { prepare } = engine(new Error('no memory'));
  new ReadingAhead({ prepare }, () => false, 100).consider(600_000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(prepare).toHaveBeenCalledTimes(1);
});

import type { Table } from 'apache-arrow';
import { tableFromArrays } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import propensity from '../../src/analyses/propensity/compute.ts';
import type { Job } from '../../src/contract/workers.ts';
import { AppError } from '../../src/core/errors.ts';
import { unpack } from '../../src/core/packed.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { AnyCompute } from './run-job.ts';
import { runJob } from './run-job.ts';
import { JobSnapshots } from './snapshots.ts';

describe('sending', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  const listening = () => {
    const sent: [string, unknown, number][] = [];
    const snapshots = new JobSnapshots(undefined, (name, state, done) => sent.push([name, unpack(state), done]));
    return { snapshots, sent };
  };

  it('the first at once, then the latest of each name after 250 ms', () => {
    const { snapshots, sent } = listening();
    for (let done = 1; done <= 5; done += 1) snapshots.write('train-0', { done }, done);
    snapshots.write('train-1', 'other', 1);
    expect(sent).toEqual([['train-0', { done: 1 }, 1]]);
    vi.advanceTimersByTime(249);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sent.slice(1)).toEqual([
      ['train-0', { done: 5 }, 5],
      ['train-1', 'other', 1],
    ]);
    vi.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(3);
    snapshots.write('train-0', { done: 6 }, 6);
    expect(sent).toHaveLength(4);
  });

  it('a training at its end at once', () => {
    const { snapshots, sent } = listening();
    snapshots.write('train-0', 1, 1);
    snapshots.write('train-0', 2, 2, true);
    expect(sent.map(([, , done]) => done)).toEqual([1, 2]);
  });

  it('nothing after the end of the job', () => {
    const { snapshots, sent } = listening();
    snapshots.write('train-0', 1, 1);
    snapshots.write('train-0', 2, 2);
    snapshots.close();
    vi.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(1);
  });

  it('what takes long to pack is sent the more seldom: at most 2 % of the time', () => {
    let spent = 0;
    const slow = new JobSnapshots(undefined, () => {
      vi.advanceTimersByTime(20);
      spent += 20;
    });
    const begun = performance.now();
    for (let done = 1; performance.now() - begun < 60_000; done += 1) {
      slow.write('train-0', done, done);
      vi.advanceTimersByTime(10);
    }
    expect(spent).toBeGreaterThan(20);
    expect(spent / (performance.now() - begun)).toBeLessThan(0.021);
  });
});

describe('reading', () => {
  const kept = () => {
    const all: Record<string, unknown> = {};
    const snapshots = new JobSnapshots(undefined, (name, state, done) => (all[name] = { state, done }));
    snapshots.write('train-0', { weights: Float64Array.of(1, -0) }, 7, true);
    snapshots.write('train-1', [NaN], 3, true);
    return JSON.parse(JSON.stringify(all)) as Record<string, unknown>;
  };

  it('gives what was kept, and counts it until a training says that it is no use', () => {
    const snapshots = new JobSnapshots(kept(), undefined);
    expect(snapshots.resumed).toBe(0);
    expect(snapshots.read('train-0')).toEqual({ weights: Float64Array.of(1, -0) });
    expect(snapshots.read('train-1')).toEqual([NaN]);
    expect(snapshots.resumed).toBe(10);
    snapshots.write('train-0', {}, 8);
    snapshots.write('train-1', null, 0);
    expect(snapshots.resumed).toBe(7);
  });

  it('gives nothing where something else is kept', () => {
    const odd: Record<string, unknown> = { a: null, b: 5, c: { state: 7, done: 1 }, d: { state: 'xx', done: 1 } };
    const snapshots = new JobSnapshots(odd, undefined);
    for (const name of [...Object.keys(odd), 'toString', '__proto__']) expect(snapshots.read(name)).toBeUndefined();
    expect(snapshots.resumed).toBe(0);
  });
});

/** Users whose label the first of their features tells, at one cutoff. */
function usersAt(seed: number, withLabel: boolean): Table {
  const random = seededRandom(seed);
  const users = 40;
  const recent = Float64Array.from({ length: users }, () => random());
  const label = { label: Float64Array.from(recent, (value) => Number(value + random() > 1)) };
  const columns = {
    user: Array.from({ length: users }, (_, at) => `u${at}`),
    recent,
    count: recent.map(() => random()),
  };
  return tableFromArrays(withLabel ? { ...columns, ...label } : columns);
}

const day = 86_400_000;
const job: Job = {
  id: 'propensity',
  params: { target: 'buy', horizon: '7d', history: '30d', c: 0 },
  seed: 3,
  language: 'en',
  backend: 'cpu',
  fingerprint: '',
  tables: {},
};

const tables = {
  plan: tableFromArrays({ train: [50 * day], test: [60 * day], history: [30 * day] }),
  train: usersAt(1, true),
  test: usersAt(2, true),
  score: usersAt(3, false),
};

/** The computation, stopped at one of its steps as if its worker had gone; every snapshot is sent, as if steps took long. */
function stopping(at: number, tell: (steps: number) => void): AnyCompute {
  let steps = 0;
  return (tables, params, context) =>
    (propensity as unknown as AnyCompute)(tables, params, {
      ...context,
      step: async () => {
        tell((steps += 1));
        if (steps === at) throw new AppError('test.stopped');
      },
    });
}

describe('a job interrupted at any step', () => {
  it('gives the same result, model and scores, bit for bit', async () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const run = async (from: Job, at: number) => {
      const kept: Record<string, unknown> = {};
      let steps = 0;
      const compute = stopping(at, (count) => {
        steps = count;
        now += 1000;
      });
      const outcome = await runJob(from, { default: compute }, tables, undefined, undefined, (name, state, done) => {
        kept[name] = JSON.parse(JSON.stringify({ state, done }));
      }).catch((error: AppError) => error.code);
      return { outcome, kept, steps };
    };
    const whole = await run(job, Infinity);
    expect(whole.steps).toBeGreaterThan(100);
    let most = 0;
    for (let at = 1; at <= whole.steps; at += 1) {
      const { outcome, kept } = await run(job, at);
      expect(outcome).toBe('test.stopped');
      const resumed = await run({ ...job, snapshots: kept }, Infinity);
      const { resumed: count = 0, ...same } = resumed.outcome as { resumed?: number };
      expect(same).toStrictEqual(whole.outcome);
      const sum = Object.values(kept).reduce<number>((all, value) => all + (value as { done: number }).done, 0);
      expect(count).toBe(sum);
      // What was done before is not done again, but for the fit and the iteration that were under way.
      expect(resumed.steps).toBeLessThanOrEqual(whole.steps);
      most = Math.max(most, at - 1 + resumed.steps - whole.steps);
    }
    expect(most).toBeLessThan(12);
    clock.mockRestore();
  }, 120_000);
});

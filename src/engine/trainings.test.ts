import { describe, expect, it } from 'vitest';
import { abortError, AppError, PAUSE } from '../core/errors.ts';
import type { Marks } from './trainings.ts';
import { Trainings } from './trainings.ts';

const about = { analysis: 'propensity', params: { c: 1 }, seed: 3 };

/** A disk that holds marks as JSON, and can be slow or refuse. */
class Disk implements Marks {
  readonly values = new Map<string, string>();
  writes = 0;
  refuses = false;

  async mark(name: string, value: unknown): Promise<void> {
    this.writes += 1;
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (this.refuses) throw new AppError('storage.full');
    if (value === null) this.values.delete(name);
    else this.values.set(name, JSON.stringify(value));
  }

  marks(): Record<string, unknown> {
    return Object.fromEntries(Array.from(this.values, ([name, text]) => [name, JSON.parse(text) as unknown]));
  }
}

/** A run that keeps two snapshots and then ends as told. */
const run =
  (end: () => unknown) =>
  (_: unknown, onSnapshot: (name: string, state: unknown, done: number) => void): Promise<unknown> => {
    onSnapshot('train-0', 'first', 5);
    onSnapshot('train-1', 'second', 2);
    return Promise.resolve().then(end);
  };

const rejecting = (error: unknown) => () => {
  throw error;
};

describe('what a run kept', () => {
  it('is there for the next page after its worker died, and for the same run only', async () => {
    const disk = new Disk();
    const trainings = new Trainings(disk);
    const died = rejecting(new AppError('worker.died', { worker: 'compute' }));
    await expect(trainings.follow('k1', about, run(died))).rejects.toMatchObject({ name: 'worker.died' });
    await trainings.written();
    expect([...disk.values.keys()]).toEqual(['training-k1']);

    const next = new Trainings(disk);
    const [listed] = next.list();
    expect(listed).toEqual({ key: 'k1', ...about, done: 7, at: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(next.read('k1')).toEqual({
      'train-0': { state: 'first', done: 5 },
      'train-1': { state: 'second', done: 2 },
    });
    expect(next.read('k2')).toBeUndefined();
    await next.follow('k1', about, async (snapshots) =>
      expect(Object.keys(snapshots!)).toEqual(['train-0', 'train-1']),
    );
    await next.written();
    expect([...disk.values.keys()]).toEqual([]);
    expect(next.list()).toEqual([]);
  });

  it('is not offered once the same run has finished, though another of that key lets go later', async () => {
    const disk = new Disk();
    const trainings = new Trainings(disk);
    const paused = new AbortController();
    paused.abort(PAUSE);
    let letGo = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (letGo = resolve));
    const late = trainings.follow(
      'k',
      about,
      async (_, onSnapshot) => {
        await waiting;
        onSnapshot('train-0', 'late', 9);
        throw abortError();
      },
      paused.signal,
    );
    await trainings.follow(
      'k',
      about,
      run(() => 1),
    );
    expect(trainings.list()).toEqual([]);
    letGo();
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
    await trainings.written();
    expect(trainings.list()).toEqual([]);
    expect([...disk.values.keys()]).toEqual([]);
  });

  it('is not taken over by a run on another backend beside it, which would compare nothing', async () => {
    const trainings = new Trainings(new Disk());
    const read: unknown[] = [];
    const beside = (backend: 'cpu' | 'wasm') =>
      trainings.follow('k', { ...about, backend }, async (snapshots) => void read.push(snapshots));
    await trainings.follow('k', { ...about, backend: 'cpu' }, async (_, onSnapshot) => {
      onSnapshot('train-0', 'first', 5);
      await Promise.all([beside('wasm'), beside('cpu')]);
    });
    expect(read).toEqual([undefined, { 'train-0': { state: 'first', done: 5 } }]);
  });

  it('is said when a run takes it up and when one leaves it', async () => {
    const lists: number[] = [];
    const trainings: Trainings = new Trainings(new Disk(), () => lists.push(trainings.list().length));
    const died = rejecting(new AppError('worker.died', { worker: 'compute' }));
    await expect(trainings.follow('k', about, run(died))).rejects.toMatchObject({ name: 'worker.died' });
    expect(lists).toEqual([1]);
    await trainings.follow(
      'k',
      about,
      run(() => 1),
    );
    expect(lists).toEqual([1, 0]);
  });

  it('stays where the run was paused, and goes where it was cancelled', async () => {
    const trainings = new Trainings(new Disk());
    for (const [key, reason] of [
      ['paused', PAUSE],
      ['cancelled', undefined],
    ] as const) {
      const controller = new AbortController();
      controller.abort(reason);
      const { signal } = controller;
      await expect(trainings.follow(key, about, run(rejecting(abortError())), signal)).rejects.toMatchObject({
        name: 'AbortError',
      });
    }
    expect(trainings.list().map(({ key }) => key)).toEqual(['paused']);
  });

  it('is listed once the run is no longer under way', async () => {
    const trainings = new Trainings(new Disk());
    const during: unknown[] = [];
    const died = () => {
      during.push(...trainings.list());
      throw new AppError('worker.died');
    };
    await expect(trainings.follow('k', about, run(died))).rejects.toThrow();
    expect([during.length, trainings.list().length]).toEqual([0, 1]);
  });

  it.each([
    ['success', () => 1, 0],
    ['a cancel', rejecting(abortError()), 0],
    ['a failure of the data', rejecting(new AppError('propensity.no-users')), 0],
    ['a dead worker', rejecting(new AppError('worker.died')), 1],
    ['a missing GPU', rejecting(new AppError('gpu.unavailable')), 1],
    ['no backend at all', rejecting(new AppError('model.no-backend')), 1],
  ])('after %s', async (_, end, left) => {
    const disk = new Disk();
    const trainings = new Trainings(disk);
    await trainings.follow('k', about, run(end)).catch(() => undefined);
    await trainings.written();
    expect([disk.values.size, trainings.list().length]).toEqual([left, left]);
  });

  it('is written one after the other, the latest only', async () => {
    const disk = new Disk();
    const trainings = new Trainings(disk);
    for (let done = 1; done <= 100; done += 1) {
      trainings.keep('k', about, 'train-0', `state ${done}`, done);
      if (done % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await trainings.written();
    expect(new Trainings(disk).read('k')).toEqual({ 'train-0': { state: 'state 100', done: 100 } });
    expect(disk.writes).toBeLessThan(20);
  });

  it('is kept for this page even where the disk refuses', async () => {
    const disk = new Disk();
    disk.refuses = true;
    const trainings = new Trainings(disk);
    await expect(trainings.follow('k', about, run(rejecting(new AppError('worker.died'))))).rejects.toThrow();
    await trainings.written();
    expect(trainings.read('k')).toBeDefined();
    expect(disk.values.size).toBe(0);
  });

  it('and is damaged, is nothing', () => {
    const whole = { key: 'k', ...about, done: 1, at: '2026-01-01T00:00:00Z', snapshots: {} };
    const broken = [
      null,
      5,
      'text',
      {},
      { ...whole, key: 'other' },
      { ...whole, snapshots: { a: 1 } },
      { ...whole, done: 'x' },
    ];
    for (const value of broken) {
      const trainings = new Trainings({
        mark: async () => undefined,
        marks: () => ({ 'training-k': value, other: whole }),
      });
      expect(trainings.read('k')).toBeUndefined();
      expect(trainings.list()).toEqual([]);
    }
  });
});

import { describe, expect, it, vi } from 'vitest';
import { abortError, AppError } from '../../core/errors.ts';
import { interruptedEverywhere, stopAt, TestSnapshots, testContext, type TestContext } from '../testing.ts';
import { crossValidate } from '../validation/cross-validate.ts';
import type { LearningData } from '../validation/fold.ts';
import { splitsOf } from '../validation/splits.ts';
import { learningData, prepared } from '../validation/testing.ts';
import { verdictOf, type LeaderboardRow } from './leaderboard.ts';
import { search, type SearchOptions } from './search.ts';

const options = (more: Partial<SearchOptions> = {}): SearchOptions => ({
  ...{ method: 'random', seconds: 1e6, trials: 4, preparation: prepared, metric: 'auc' },
  ...more,
});

const splits = (data: LearningData, folds = 3) =>
  splitsOf({ validation: 'auto', folds, repeats: 1 }, { ...data, rows: data.table.rows, seed: 1 });

const data = learningData('binary', 60);
const candidates = [{ estimator: 'knn' }, { estimator: 'gaussian-nb' }];

const timeless = (rows: readonly LeaderboardRow[]) => rows.map((row) => ({ ...row, seconds: 0 }));

const run = (more: Partial<SearchOptions> = {}, context: Partial<TestContext> = {}) =>
  search(data, splits(data), candidates, options(more), { ...testContext(), ...context });

describe('a leaderboard', () => {
  it('begins with the baseline and the defaults, quick estimators first; each row is a cross-validation', async () => {
    const seen: [LeaderboardRow, number][] = [];
    const { rows, best, ended } = await search(data, splits(data), candidates, options(), testContext(), (row, at) =>
      seen.push([row, at]),
    );
    expect(rows.map(({ estimator, isBaseline }) => [estimator, isBaseline])[0]).toEqual(['baseline', true]);
    expect(rows.slice(1, 3).map(({ estimator, params }) => [estimator, params])).toEqual([
      ['gaussian-nb', { smoothing: 1e-9 }],
      ['knn', { k: 5, weights: 'uniform' }],
    ]);
    expect(rows[0]!.folds).toEqual([0.5, 0.5, 0.5]);
    expect(rows).toHaveLength(5);
    expect(ended).toBe('trials');
    expect(seen).toEqual(rows.map((row, at) => [row, at]));
    const { estimator, params, mean, sd, folds } = rows[4]!;
    const config = { estimator, estimatorParams: params, preparation: prepared };
    const judged = await crossValidate(config, data, splits(data), testContext());
    expect(folds).toEqual(judged.folds.map(({ metrics }) => metrics['auc']));
    expect([mean, sd]).toEqual([judged.mean['auc'], judged.sd['auc']]);
    expect(rows[best]!.mean).toBe(Math.max(...rows.map((row) => row.mean)));
  });

  it.each(['random', 'tpe', 'halving'] as const)('%s: same seed, same trials', async (method) => {
    const [one, two] = [await run({ method, trials: 12 }), await run({ method, trials: 12 })];
    expect(timeless(one.rows)).toEqual(timeless(two.rows));
    const other = await run({ method, trials: 12 }, { seed: 9 });
    expect(timeless(other.rows)).not.toEqual(timeless(one.rows));
  });

  it('of a loss the lowest is best; of numbers as well', async () => {
    const numbers = learningData('regression', 60);
    const some = [{ estimator: 'ridge' }, { estimator: 'knn', params: { k: 3 }, ranges: {} }];
    const { rows, best } = await search(numbers, splits(numbers), some, options({ metric: 'rmse' }), testContext());
    expect(rows[best]!.mean).toBe(Math.min(...rows.map((row) => row.mean)));
    expect(rows[2]!.params).toEqual({ k: 3 });
  });

  it('halving: rungs of growing training rows, judged on the same test rows; the best is of the last', async () => {
    const many = learningData('binary', 3000);
    const { rows, best } = await search(
      many,
      splits(many, 2),
      [{ estimator: 'gaussian-nb' }],
      options({ method: 'halving', trials: 4 }),
      testContext(),
    );
    expect(rows.slice(1).map(({ rung }) => rung)).toEqual([0, 0, 0, 1]);
    expect(rows[best]!.rung).toBe(1);
  });
});

describe('a search that is cut short', () => {
  function clockOf() {
    let now = 0;
    return { clock: () => now, tick: (seconds: number) => (now += 1000 * seconds) };
  }

  it('by time: the same trials, only fewer, without the one under way; at least one', async () => {
    const whole = await run({ trials: 6 });
    const { clock, tick } = clockOf();
    // Each fold takes ten seconds: of three folds a trial, the time is up after two folds of the second.
    const context = { ranOn: () => void tick(10) };
    const cut = await run({ trials: 6, seconds: 45, clock }, context);
    expect([cut.rows.length, cut.ended]).toEqual([2, 'time']);
    expect(timeless(cut.rows)).toEqual(timeless(whole.rows).slice(0, 2));
    const longer = await run({ trials: 6, seconds: 105, clock }, context);
    expect(timeless(longer.rows)).toEqual(timeless(whole.rows).slice(0, 4));
    const first = await run({ seconds: 0 });
    expect([first.rows.length, first.ended]).toEqual([2, 'time']);
  });

  it('paused, it waits and uses no time', async () => {
    const { clock, tick } = clockOf();
    let asked = 0;
    const paused = () => {
      asked += 1;
      if (asked > 2 && asked < 6) tick(1000);
      return asked > 1 && asked < 6;
    };
    const { rows, ended } = await run({ trials: 2, seconds: 50, clock, paused });
    expect(asked).toBeGreaterThan(6);
    expect([rows.length, ended]).toEqual([3, 'trials']);
    const resumed = vi.fn(async () => undefined);
    let calls = 0;
    await run({ trials: 1, paused: () => (calls++ === 0 ? resumed() : false) });
    expect(resumed).toHaveBeenCalledOnce();
  });

  it('a step that waits uses no time', async () => {
    const { clock, tick } = clockOf();
    const { ended, rows } = await run({ trials: 2, seconds: 50, clock }, { step: async () => void tick(20) });
    expect([rows.length, ended]).toEqual([3, 'trials']);
  });

  it('cancelled, it stops, paused or not', async () => {
    let steps = 0;
    const step = async () => {
      if (++steps === 4) throw abortError();
    };
    await expect(run({}, { step })).rejects.toMatchObject({ name: 'AbortError' });
    steps = 0;
    await expect(run({ paused: () => true }, { step })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a search that goes on', () => {
  it.each(['random', 'halving'] as const)('%s: interrupted at any step, it comes to the same', async (method) => {
    const few = learningData('binary', 30);
    const job = (context: TestContext) =>
      search(few, splits(few, 2), [{ estimator: 'gaussian-nb' }], options({ method, trials: 4 }), context);
    const whole = await job(testContext());
    const steps = await interruptedEverywhere(job, 'cpu', ({ rows, best }) => {
      expect(timeless(rows)).toEqual(timeless(whole.rows));
      expect(best).toBe(whole.best);
    });
    expect(steps).toBeGreaterThan(8);
  });

  it('does not repeat trials, nor folds, that were done; their time counts; their rows are shown', async () => {
    const all = testContext();
    // Beyond its start, so that TPE proposes from trials that were read.
    const tpe = { method: 'tpe', trials: 12 } as const;
    const whole = await run(tpe, all);
    const kept = new TestSnapshots();
    const steps = all.shares.length;
    await expect(run(tpe, { ...testContext(undefined, stopAt(steps - 1)), snapshots: kept })).rejects.toMatchObject({
      name: 'test.stopped',
    });
    const rest = testContext();
    const seen: number[] = [];
    const again = await search(
      data,
      splits(data),
      candidates,
      options(tpe),
      { ...rest, snapshots: new TestSnapshots(kept) },
      (_, at) => seen.push(at),
    );
    expect(timeless(again.rows)).toEqual(timeless(whole.rows));
    expect(seen).toEqual(whole.rows.map((_, at) => at));
    expect(rest.shares.length).toBeLessThan(0.25 * steps);
    const spent = await run({ ...tpe, seconds: 1e-6 }, { snapshots: new TestSnapshots(kept) });
    expect([spent.rows.length, spent.ended]).toEqual([12, 'time']);
  });

  it('what another search kept is not taken up', async () => {
    const kept = new TestSnapshots();
    await run({}, { snapshots: kept });
    const other = await run({ metric: 'brier' }, { snapshots: new TestSnapshots(kept) });
    expect(timeless(other.rows)).toEqual(timeless((await run({ metric: 'brier' })).rows));
  });
});

describe('what goes wrong', () => {
  it('a trial that fails is a row without a mean, and never the best', async () => {
    const failing = { estimator: 'multinomial-nb' };
    const { rows, best } = await search(
      data,
      splits(data),
      [failing, { estimator: 'knn' }],
      options({ trials: 2 }),
      testContext(),
    );
    const row = rows.find(({ estimator }) => estimator === 'multinomial-nb')!;
    expect(row.mean).toBeNaN();
    expect(row.failed!.code).toMatch(/^model\./);
    expect(rows[best]!.estimator).toBe('knn');
    await expect(search(data, splits(data), [failing], options({ trials: 1 }), testContext())).rejects.toMatchObject({
      name: row.failed!.code,
    });
  });

  it('nothing to compare, a metric of another task, an estimator unheard of', async () => {
    const code = (name: string) => expect.objectContaining({ name });
    await expect(search(data, splits(data), [], options(), testContext())).rejects.toEqual(
      code('search.no-candidates'),
    );
    await expect(run({ metric: 'rmse' })).rejects.toEqual(code('search.no-metric'));
    const unlabelled: LearningData = { ...data, task: 'anomaly', y: new Float64Array(60) };
    const found = search(unlabelled, splits(data), [{ estimator: 'knn' }], options(), testContext());
    await expect(found).rejects.toEqual(code('search.no-labels'));
    const unknown = search(data, splits(data), [{ estimator: 'oracle' }], options(), testContext());
    await expect(unknown).rejects.toEqual(code('model.unknown-estimator'));
    await expect(unknown).rejects.toBeInstanceOf(AppError);
  });
});

describe('a verdict', () => {
  const row = (estimator: string, folds: number[], more: Partial<LeaderboardRow> = {}): LeaderboardRow => ({
    ...{
      estimator,
      params: {},
      mean: folds.reduce((sum, value) => sum + value, 0) / folds.length,
      sd: 0,
      folds,
      seconds: 0,
    },
    ...more,
  });
  const baseline = row('baseline', [0.5, 0.5, 0.5, 0.5, 0.5], { isBaseline: true });
  const a = row('a', [0.9, 0.91, 0.89, 0.9, 0.92]);

  it('a clear winner is ahead of the next estimator and of the baseline by more than noise', () => {
    const b = row('b', [0.8, 0.82, 0.79, 0.81, 0.8]);
    expect(verdictOf([baseline, b, a], 'auc', 0.2)).toMatchObject({
      best: 2,
      winner: 'clear',
      runnerUp: { row: 1 },
      baseline: { row: 0 },
    });
    const near = row('b', [0.91, 0.88, 0.9, 0.89, 0.93]);
    expect(verdictOf([baseline, near, a], 'auc', 0.2)).toMatchObject({ best: 2, winner: 'within noise' });
    const loss = verdictOf([baseline, b, a], 'logLoss', 0.2);
    expect([loss.best, loss.winner]).toEqual([1, 'within noise']);
  });

  it('another set of parameters is a rival only where there is no other estimator; earlier rungs are none', () => {
    const twin = row('a', [0.89, 0.9, 0.88, 0.89, 0.91]);
    const b = row('b', [0.8, 0.82, 0.79, 0.81, 0.8]);
    expect(verdictOf([baseline, a, twin, b], 'auc', 0.2).runnerUp!.row).toBe(3);
    expect(verdictOf([baseline, a, twin], 'auc', 0.2).runnerUp!.row).toBe(2);
    const rung = (of: LeaderboardRow, at: number) => ({ ...of, rung: at });
    const verdict = verdictOf([baseline, rung(a, 0), rung(b, 1)], 'auc', 0.2);
    expect([verdict.best, verdict.runnerUp]).toEqual([2, undefined]);
  });

  it('with nobody to beat but the baseline, it must beat that', () => {
    expect(verdictOf([baseline, a], 'auc', 0.2).winner).toBe('clear');
    expect(verdictOf([baseline, row('c', [0.45, 0.58, 0.4, 0.6, 0.52])], 'auc', 0.2).winner).toBe('within noise');
    expect(verdictOf([baseline, row('c', [], { mean: NaN })], 'auc', 0.2)).toEqual({
      best: -1,
      winner: 'within noise',
    });
  });
});

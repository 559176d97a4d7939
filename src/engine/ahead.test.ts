import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnyCompute } from '../../workers/compute/run-job.ts';
import countHours from '../analyses/heatmap/compute.ts';
import heatmap from '../analyses/heatmap/index.ts';
import type { Dataset } from '../contract/project.ts';
import { AppError, abortError } from '../core/errors.ts';
import { identityQuery, timelineQuery } from '../features/timeline.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';
import { Ahead } from './ahead.ts';
import type { Workers } from './caller.ts';
import { shopLog, TestTabs } from './test-tabs.ts';
import { testDisk } from './test-workers.ts';

const data = {
  fingerprint: 'f',
  views: { events: ['user', 'time', 'event'] },
  events: [{ name: 'view', count: 1, users: 1 }],
} as unknown as Dataset;
const timeline = oneStatement(timelineQuery(data, duckdb));

/** The same of a shop, where an event's name does not say which of two at one time it is. */
const shop = { ...data, views: { events: ['user', 'time', 'event', 'item'] } } as Dataset;
const identities = oneStatement(identityQuery(shop, duckdb));

/** A compute worker that holds what it was given, and a database that answers when it is told to. */
function world() {
  const held: string[] = [];
  const compute = {
    call: vi.fn(async (method: string, [fingerprint, given]: [string, string[] & Record<string, { key: string }>]) => {
      if (method === 'missing') return given.filter((key) => !held.includes(`${fingerprint} ${key}`));
      for (const { key } of Object.values(given)) held.push(`${fingerprint} ${key}`);
    }),
  };
  let answer = () => {};
  let fail: (error: Error) => void = () => {};
  const query = vi.fn(
    (_sql: string, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise<Uint8Array[]>((resolve, reject) => {
        answer = () => resolve([Uint8Array.of(1)]);
        fail = reject;
        signal?.addEventListener('abort', () => reject(abortError()));
      }),
  );
  const ahead = new Ahead(compute as unknown as Workers['compute']);
  const ground = { data, sql: duckdb, query };
  return { ahead, ground, query, held, answer: () => answer(), fail: (error: Error) => fail(error) };
}

const asked = ({ query }: ReturnType<typeof world>) => vi.waitFor(() => expect(query).toHaveBeenCalled());

describe('reading ahead', () => {
  it('hands the timeline over, once', async () => {
    const here = world();
    const reading = here.ahead.read(here.ground, () => true);
    await asked(here);
    here.answer();
    expect(await reading).toBe(true);
    expect(here.query.mock.calls.map(([sql]) => sql)).toEqual([timeline]);
    expect(here.held).toHaveLength(1);
    expect(await here.ahead.read(here.ground, () => true)).toBe(true);
    expect(here.query).toHaveBeenCalledTimes(1);
  });

  it('hands over what tells duplicates apart, after the timeline', async () => {
    const here = world();
    const ground = { ...here.ground, data: shop };
    const reading = here.ahead.read(ground, () => true);
    await asked(here);
    here.answer();
    await vi.waitFor(() => expect(here.query).toHaveBeenCalledTimes(2));
    here.answer();
    expect(await reading).toBe(true);
    expect(here.query.mock.calls.map(([sql]) => sql)).toEqual([timeline, identities]);
    expect(here.held).toHaveLength(2);
  });

  it('keeps the timeline where it gives way after it', async () => {
    const here = world();
    const reading = here.ahead.read({ ...here.ground, data: shop }, () => true);
    await asked(here);
    here.answer();
    await vi.waitFor(() => expect(here.query).toHaveBeenCalledTimes(2));
    await here.ahead.settle(['SELECT 1', timeline]);
    expect(await reading).toBe(false);
    expect(here.held).toHaveLength(1);
  });

  it('reads what tells duplicates apart of no more events than both can be held of', async () => {
    const here = world();
    const large = { ...shop, events: [{ name: 'view', count: 13_000_000, users: 1 }] };
    const reading = here.ahead.read({ ...here.ground, data: large }, () => true);
    await asked(here);
    here.answer();
    expect(await reading).toBe(true);
    expect(here.query).toHaveBeenCalledTimes(1);
  });

  it('is one reading for all who ask for it', async () => {
    const here = world();
    const first = here.ahead.read(here.ground, () => true);
    await asked(here);
    const second = here.ahead.read(here.ground, () => true);
    here.answer();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(here.query).toHaveBeenCalledTimes(1);
  });

  it('has nothing to read where nobody or no time is told of', async () => {
    const here = world();
    const views = { events: ['user', 'event'] };
    expect(await here.ahead.read({ ...here.ground, data: { ...data, views } }, () => true)).toBe(true);
    expect(here.query).not.toHaveBeenCalled();
  });

  it('gives way, and hands nothing over', async () => {
    const here = world();
    const reading = here.ahead.read(here.ground, () => true);
    await asked(here);
    here.ahead.giveWay();
    expect(await reading).toBe(false);
    expect(here.held).toEqual([]);
  });

  it('stops for a job that reads something else, and not for one that reads nothing', async () => {
    const here = world();
    const reading = here.ahead.read(here.ground, () => true);
    await asked(here);
    await here.ahead.settle([]);
    await here.ahead.settle(['SELECT 1']);
    expect(await reading).toBe(false);
  });

  it('keeps a job waiting that reads the same', async () => {
    const here = world();
    void here.ahead.read(here.ground, () => true);
    await asked(here);
    let isSettled = false;
    const job = here.ahead.settle(['SELECT 1', timeline]).then(() => (isSettled = true));
    await Promise.resolve();
    expect(isSettled).toBe(false);
    here.answer();
    await job;
    expect(here.held).toHaveLength(1);
  });

  it('lets the job go on by itself where the reading fails', async () => {
    const here = world();
    const reading = here.ahead.read(here.ground, () => true);
    await asked(here);
    const job = here.ahead.settle([timeline]);
    here.fail(new AppError('sql.memory'));
    await job;
    await expect(reading).rejects.toMatchObject({ name: 'sql.memory' });
  });

  it('hands over nothing that was read across a change', async () => {
    const here = world();
    const reading = here.ahead.read(here.ground, () => false);
    await asked(here);
    here.answer();
    expect(await reading).toBe(false);
    expect(here.held).toEqual([]);
  });

  it("rejects where the caller's own signal stops it", async () => {
    const here = world();
    const controller = new AbortController();
    const reading = here.ahead.read(here.ground, () => true, { signal: controller.signal });
    await asked(here);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

const tabs = new TestTabs();
afterEach(() => tabs.closeAll(), 60_000);

/** A tab with a log, and the timelines that it asks its database for. */
async function tabWithLog() {
  const tab = await tabs.open(testDisk(), { heatmap: countHours as AnyCompute });
  const timelines: unknown[] = [];
  tab.on.database = (method, [sql], next) => {
    if (method === 'pieces' && String(sql).startsWith('WITH people AS')) timelines.push(sql);
    return next();
  };
  await tab.engine.import([shopLog()]);
  return { engine: tab.engine, timelines };
}

describe('a project whose log was read ahead', () => {
  it('reads it for no report again, and answers alike', async () => {
    const plain = await tabWithLog();
    const direct = await plain.engine.run(heatmap, {});
    expect(plain.timelines).toHaveLength(1);
    const prepared = await tabWithLog();
    expect(await prepared.engine.prepare()).toBe(true);
    const { result } = await prepared.engine.run(heatmap, {});
    expect(prepared.timelines).toHaveLength(1);
    expect(result).toEqual(direct.result);
  }, 60_000);

  it('reads the changed log anew', async () => {
    const { engine, timelines } = await tabWithLog();
    await engine.prepare();
    await engine.query(`UPDATE shop SET event = 'other'`);
    expect(await engine.prepare()).toBe(true);
    expect(timelines).toHaveLength(2);
  }, 60_000);
});

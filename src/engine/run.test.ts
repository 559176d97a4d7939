import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { runJob } from '../../workers/compute/run-job.ts';
import type { AnyCompute } from '../../workers/compute/run-job.ts';
import { defineAnalysis } from '../contract/analysis.ts';
import type { Dataset } from '../contract/project.ts';
import type { ComputeApi } from '../contract/workers.ts';
import { AppError, abortError } from '../core/errors.ts';
import { RunCache } from './cache.ts';
import type { Caller, Workers } from './caller.ts';
import { runAnalysis } from './run.ts';
import { Trainings } from './trainings.ts';

const counting = defineAnalysis({
  id: 'counting',
  version: 1,
  group: 'overview',
  requires: [],
  cost: 'dear',
  params: v.object({ to: v.optional(v.number(), 6) }),
  queries: () => ({}),
  views: () => [],
  texts: { en: { title: '', about: '', 'param.to': '' }, zh: { title: '', about: '', 'param.to': '' } },
});

/** Counts, one a step, from where it was when it was stopped. */
const count: AnyCompute = async (_tables, params, { snapshots, step }) => {
  let done = (snapshots!.read('train-0') as number | undefined) ?? 0;
  const began = done;
  while (done < (params as { to: number }).to) {
    await step(0);
    done += 1;
    snapshots!.write('train-0', done, done, true);
  }
  return { began, done };
};

const dataset = (fingerprint: string, language: 'en' | 'zh') =>
  ({ views: {}, settings: { language }, fingerprint }) as unknown as Dataset;

/** A project in one page after another: what is on its disk outlives them. */
function project(disk: Record<string, unknown>, fingerprint = 'f', language: 'en' | 'zh' = 'en') {
  const mark = async (name: string, value: unknown) => {
    if (value === null) Reflect.deleteProperty(disk, name);
    else disk[name] = structuredClone(value);
  };
  const trainings = new Trainings({ mark, marks: () => disk });
  const run = {
    dataset: async () => dataset(fingerprint, language),
    query: async () => [new Uint8Array()],
    adopt: async () => undefined,
  };
  return { ...run, trainings };
}

/** A compute worker that dies of `error` at a step of its first job. */
function worker(at = Infinity, error: Error = new AppError('worker.died')): Pick<Workers, 'compute'> {
  let steps = 0;
  const call = async (method: string, [job, signal, onProgress, onSnapshot]: Parameters<ComputeApi['run']>) => {
    if (method === 'missing') return [];
    const dying: AnyCompute = (tables, params, context) =>
      count(tables, params, {
        ...context,
        step: async () => {
          if ((steps += 1) === at) throw error;
        },
      });
    return runJob(job, { default: dying }, {}, signal, onProgress, onSnapshot);
  };
  return { compute: { call } as unknown as Caller<never> };
}

describe('a run whose worker died', () => {
  it('goes on when it is run again, in another page too', async () => {
    const disk: Record<string, unknown> = {};
    const first = project(disk);
    const died = runAnalysis(first, worker(5), new RunCache(), counting, {}, { seed: 2, backend: 'cpu' });
    await expect(died).rejects.toMatchObject({ name: 'worker.died' });
    await first.trainings.written();
    const second = project(disk);
    expect(second.trainings.list()).toMatchObject([
      { analysis: 'counting', params: { to: 6 }, seed: 2, backend: 'cpu', done: 4 },
    ]);
    const run = await runAnalysis(second, worker(), new RunCache(), counting, {}, { seed: 2, backend: 'cpu' });
    expect(run).toMatchObject({ resumed: 4, result: { began: 4, done: 6 } });
    await second.trainings.written();
    expect(disk).toEqual({});
    expect(await runAnalysis(second, worker(), new RunCache(), counting, {})).not.toHaveProperty('resumed');
  });

  it.each([
    ['parameters', 'f', { to: 7 }, {}],
    ['data', 'g', {}, {}],
    ['seed', 'f', {}, { seed: 1 }],
  ])('goes on for the same %s only', async (_, fingerprint, params, options) => {
    const disk: Record<string, unknown> = {};
    const first = project(disk);
    await expect(runAnalysis(first, worker(5), new RunCache(), counting, {})).rejects.toThrow();
    await first.trainings.written();
    const other = project(disk, fingerprint);
    const run = await runAnalysis(other, worker(), new RunCache(), counting, params, options);
    expect(run.result).toMatchObject({ began: 0 });
    expect(run.resumed).toBeUndefined();
  });

  it.each([
    ['backend', 'en' as const, { backend: 'wasm' as const }],
    ['language', 'zh' as const, {}],
  ])('goes on under another %s, and keeps a result for each', async (_, language, options) => {
    const disk: Record<string, unknown> = {};
    const first = project(disk);
    await expect(runAnalysis(first, worker(5), new RunCache(), counting, {})).rejects.toThrow();
    await first.trainings.written();
    const other = project(disk, 'f', language);
    const cache = new RunCache();
    const run = await runAnalysis(other, worker(), cache, counting, {}, options);
    expect(run).toMatchObject({ resumed: 4, result: { began: 4 } });
    await other.trainings.written();
    expect(disk).toEqual({});
    expect((await runAnalysis(project(disk), worker(), cache, counting, {})).cached).toBe(false);
    expect((await runAnalysis(other, worker(), cache, counting, {}, options)).cached).toBe(true);
  });

  it('begins anew after a cancel', async () => {
    const same = project({});
    await expect(runAnalysis(same, worker(5, abortError()), new RunCache(), counting, {})).rejects.toThrow();
    expect((await runAnalysis(same, worker(), new RunCache(), counting, {})).result).toMatchObject({ began: 0 });
  });
});

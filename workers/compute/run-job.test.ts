import { tableFromArrays, tableFromIPC } from 'apache-arrow';
import { describe, expect, it, vi } from 'vitest';
import type { Job, OnProgress } from '../../src/contract/workers.ts';
import type { AnyCompute } from './run-job.ts';
import { runJob as runWith } from './run-job.ts';

const job: Job = {
  id: 'any',
  params: { k: 2 },
  seed: 7,
  language: 'zh',
  backend: 'cpu',
  fingerprint: '',
  tables: {},
};

const given = { numbers: tableFromArrays({ n: Float64Array.of(1, 2, 3), s: ['a', null, 'c'] }) };

const runJob = (job: Job, compute: AnyCompute | undefined, signal?: AbortSignal, onProgress?: OnProgress) =>
  runWith(job, compute && { default: compute }, given, signal, onProgress);

describe('runJob', () => {
  it('gives the computation its tables, parameters and context, and takes what it hands over', async () => {
    const compute: AnyCompute = (tables, params, context) => {
      context.ranOn({ name: 'cpu', reason: 'asked' });
      context.publish('t', tableFromArrays({ a: Int32Array.of(1) }));
      context.publish('t', tableFromArrays({ a: Int32Array.of(4, 5) }));
      const { seed, language, backend } = context;
      return { sum: 6 * (params as { k: number }).k, rows: tables['numbers']!.numRows, seed, language, backend };
    };
    const { result, backend, tables } = await runJob(job, compute);
    expect(result).toEqual({ sum: 12, rows: 3, seed: 7, language: 'zh', backend: 'cpu' });
    expect(backend).toEqual({ name: 'cpu', reason: 'asked' });
    expect(tables.map(({ name, ipc }) => [name, tableFromIPC(ipc).numRows])).toEqual([['t', 2]]);
  });

  it('answers with plain columns where there is no computation', async () => {
    const { result } = await runJob(job, undefined);
    expect(structuredClone(result)).toEqual({ numbers: { n: [1, 2, 3], s: ['a', null, 'c'] } });
  });

  it('lets an abort in at a step', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const endless: AnyCompute = async (_tables, _params, { step }) => {
      for (;;) await step(0);
    };
    await expect(runJob(job, endless, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('reports progress at most each 50 ms, and the end', async () => {
    let now = 1000;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const heard: number[] = [];
    const busy: AnyCompute = async (_tables, _params, { step }) => {
      for (let n = 0; n < 22; n++, now += 10) await step(n / 100);
      await step(1);
    };
    await runJob(job, busy, undefined, (done) => heard.push(done)).finally(() => clock.mockRestore());
    expect(heard).toEqual([0, 0.05, 0.1, 0.15, 0.2, 1]);
  });
});

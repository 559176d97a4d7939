import type { ComputeApi, Job, JobTable, OnProgress, OnSnapshot } from '../../src/contract/workers.ts';
import { timelineOf } from '../../src/core/timeline.ts';
import { transferOutcome } from './outcome.ts';
import type { AnyComputation } from './run-job.ts';
import { runJob } from './run-job.ts';
import { HeldTables } from './tables.ts';

/** The compute worker's side: jobs, and the tables that they leave for the next. */
export class Computing implements ComputeApi {
  readonly #held = new HeldTables();
  readonly #load: (id: string) => Promise<AnyComputation | undefined> | undefined;

  /** `load` gives what an analysis' compute.ts exports; nothing where it has none. */
  constructor(load: (id: string) => Promise<AnyComputation | undefined> | undefined) {
    this.#load = load;
  }

  async missing(fingerprint: string, keys: readonly string[]): Promise<string[]> {
    return this.#held.missing(fingerprint, keys);
  }

  async run(job: Job, signal?: AbortSignal, onProgress?: OnProgress, onSnapshot?: OnSnapshot) {
    const tables = this.#held.take(job.fingerprint, job.tables);
    return transferOutcome(await runJob(job, await this.#load(job.id), tables, signal, onProgress, onSnapshot));
  }

  async prepare(fingerprint: string, tables: Record<string, JobTable>): Promise<void> {
    const { timeline } = this.#held.take(fingerprint, tables);
    if (timeline) timelineOf(timeline);
  }
}

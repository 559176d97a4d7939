import type { Table } from 'apache-arrow';
import { tableToIPC } from 'apache-arrow';
import type { Context } from '../../src/contract/analysis.ts';
import type { Job, JobOutcome, OnProgress, OnSnapshot } from '../../src/contract/workers.ts';
import { AppError, throwIfAborted } from '../../src/core/errors.ts';
import { turn } from '../turn.ts';
import { plainColumns } from './plain-columns.ts';
import { JobSnapshots } from './snapshots.ts';

export type AnyCompute = (tables: Record<string, Table>, params: unknown, context: Context) => unknown;

/** What a compute.ts exports. */
export interface AnyComputation {
  default: AnyCompute;
  members?: (tables: Record<string, Table>, params: unknown, mark: string, context: Context) => unknown;
}

const progressEvery = 50;

/**
 * Runs one job: its computation over its tables, and what that hands to the project. Rejects on abort. What its
 * trainings keep goes out by `onSnapshot`, which nothing waits for.
 */
export async function runJob(
  job: Job,
  computation: AnyComputation | undefined,
  tables: Record<string, Table>,
  signal?: AbortSignal,
  onProgress?: OnProgress,
  onSnapshot?: OnSnapshot,
): Promise<JobOutcome> {
  throwIfAborted(signal);
  const outcome: JobOutcome = { result: null, models: [], tables: [] };
  const snapshots = new JobSnapshots(job.snapshots, onSnapshot);
  const context = { ...contextFor(job, outcome, signal, onProgress), snapshots };
  try {
    outcome.result = await answer(job, computation, tables, context);
  } finally {
    snapshots.close();
  }
  throwIfAborted(signal);
  return snapshots.resumed > 0 ? { ...outcome, resumed: snapshots.resumed } : outcome;
}

async function answer(
  { params, mark, id }: Job,
  computation: AnyComputation | undefined,
  tables: Record<string, Table>,
  context: Context,
): Promise<unknown> {
  if (mark === undefined) return computation ? computation.default(tables, params, context) : plainColumns(tables);
  if (!computation?.members) throw new AppError('analysis.no-members', { id });
  return Float64Array.from((await computation.members(tables, params, mark, context)) as Iterable<number>);
}

function contextFor(job: Job, outcome: JobOutcome, signal?: AbortSignal, onProgress?: OnProgress): Context {
  return {
    seed: job.seed,
    language: job.language,
    ...(job.backend && { backend: job.backend }),
    step: stepper(signal, onProgress),
    ranOn: (backend) => (outcome.backend = backend),
    keep: (name, model) => replace(outcome.models, { name, model }),
    publish: (name, table) => replace(outcome.tables, { name, ipc: tableToIPC(table, 'stream') }),
  };
}

/** A turn of the event loop at each step lets an abort in; progress goes out at most each 50 ms, and always at the end. */
function stepper(signal?: AbortSignal, onProgress?: OnProgress): Context['step'] {
  let told = -Infinity;
  return async (done, note) => {
    const now = performance.now();
    if (onProgress && (now - told >= progressEvery || done >= 1)) {
      told = now;
      onProgress(done, note);
    }
    await turn();
    throwIfAborted(signal);
  };
}

function replace<T extends { name: string }>(list: T[], item: T): void {
  const at = list.findIndex(({ name }) => name === item.name);
  list.splice(at < 0 ? list.length : at, at < 0 ? 0 : 1, item);
}

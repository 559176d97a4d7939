import type { JobOptions } from '../contract/engine.ts';
import { isAbort, throwIfAborted } from '../core/errors.ts';
import { hasField } from '../features/events.ts';
import { identityQuery, NO_IDENTITIES, timelineQuery } from '../features/timeline.ts';
import { oneStatement } from '../sql/query.ts';
import type { Workers } from './caller.ts';
import { buffersOf } from './arrow.ts';
import { keyOf } from './hash.ts';
import type { Ground } from './run.ts';

interface Reading {
  sql: string;
  controller: AbortController;
  done: Promise<boolean>;
}

/** Of more events the compute worker would let go of the timeline to hold what tells duplicates apart (workers/compute/tables.ts). */
const MOST_IDENTITIES = 12_000_000;

/** What most reports read of a log, by name. */
function logQueries({ data, sql }: Ground): [name: string, sql: string][] {
  if (!hasField(data, 'user') || !hasField(data, 'time')) return [];
  const timeline: [string, string] = ['timeline', oneStatement(timelineQuery(data, sql))];
  const identities = oneStatement(identityQuery(data, sql));
  const events = data.events.reduce((sum, { count }) => sum + count, 0);
  return identities === NO_IDENTITIES || events > MOST_IDENTITIES ? [timeline] : [timeline, ['identity', identities]];
}

/**
 * The log read before a report asks for it: the compute worker then holds the timeline that most reports walk, in order, and what tells
 * duplicates apart. Nobody waits for this, so it gives way to everything else that wants the database.
 */
export class Ahead {
  readonly #compute: Workers['compute'];
  /** All that is being read for one state of the data, and the query that this has come to. */
  #whole: { fingerprint: string; done: Promise<boolean> } | null = null;
  #reading: Reading | null = null;

  constructor(compute: Workers['compute']) {
    this.#compute = compute;
  }

  /** True once the worker holds the log, or where there is none to read; false where the reading gave way, or the data changed. */
  read(ground: Ground, isSteady: () => boolean, job: JobOptions = {}): Promise<boolean> {
    const { fingerprint } = ground.data;
    if (this.#whole?.fingerprint === fingerprint) return this.#whole.done;
    const whole = { fingerprint, done: this.#all(ground, isSteady, job) };
    this.#whole = whole;
    return whole.done.finally(() => {
      if (this.#whole === whole) this.#whole = null;
    });
  }

  async #all(ground: Ground, isSteady: () => boolean, job: JobOptions): Promise<boolean> {
    for (const [name, sql] of logQueries(ground))
      if (!(await this.#one(name, sql, ground, isSteady, job))) return false;
    return true;
  }

  #one(name: string, text: string, ground: Ground, isSteady: () => boolean, { signal }: JobOptions): Promise<boolean> {
    this.giveWay();
    const controller = new AbortController();
    const both = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const done = this.#hand(name, text, ground, isSteady, both).catch((error: unknown) => {
      if (isAbort(error) && !signal?.aborted) return false;
      throw error;
    });
    const reading = { sql: text, controller, done };
    this.#reading = reading;
    return done.finally(() => {
      if (this.#reading === reading) this.#reading = null;
    });
  }

  /** To be called before anything else is asked of the database. */
  giveWay(): void {
    this.#reading?.controller.abort();
  }

  /** To be called before a job reads its tables: what is just being read is either one of them, and waited for, or in the way. */
  async settle(wanted: readonly string[]): Promise<void> {
    const reading = this.#reading;
    if (!reading || wanted.length === 0) return;
    if (!wanted.includes(reading.sql)) return this.giveWay();
    // Where it fails, the job reads by itself and says why.
    await reading.done.catch(() => undefined);
  }

  async #hand(
    name: string,
    sql: string,
    ground: Ground,
    isSteady: () => boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { fingerprint } = ground.data;
    const key = await keyOf(sql);
    const missing = await this.#compute.call('missing', [fingerprint, [key]]);
    if (missing.length === 0) return true;
    const ipc = await ground.query(sql, { signal });
    throwIfAborted(signal);
    // What was read across a change belongs to no state of the data.
    if (!isSteady()) return false;
    await this.#compute.call('prepare', [fingerprint, { [name]: { key, ipc } }], { transfer: buffersOf(ipc) });
    return true;
  }
}

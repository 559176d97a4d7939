import type { JobOptions } from '../contract/engine.ts';
import { isAbort, throwIfAborted } from '../core/errors.ts';
import { hasField } from '../features/events.ts';
import { timelineQuery } from '../features/timeline.ts';
import { oneStatement } from '../sql/query.ts';
import type { Workers } from './caller.ts';
import { buffersOf } from './arrow.ts';
import { keyOf } from './hash.ts';
import type { Ground } from './run.ts';

interface Reading {
  /** The state of the data that it is of. */
  fingerprint: string;
  sql: string;
  controller: AbortController;
  done: Promise<boolean>;
}

/**
 * The log read before a report asks for it: the compute worker then holds the timeline that most reports walk, in order. Nobody waits
 * for this, so it gives way to everything else that wants the database.
 */
export class Ahead {
  readonly #compute: Workers['compute'];
  #reading: Reading | null = null;

  constructor(compute: Workers['compute']) {
    this.#compute = compute;
  }

  /** True once the worker holds the timeline, or where there is no log to read; false where the reading gave way, or the data changed. */
  async read(ground: Ground, isSteady: () => boolean, { signal }: JobOptions = {}): Promise<boolean> {
    const { data, sql } = ground;
    if (!hasField(data, 'user') || !hasField(data, 'time')) return true;
    const { fingerprint } = data;
    const text = oneStatement(timelineQuery(data, sql));
    if (this.#reading?.fingerprint === fingerprint && this.#reading.sql === text) return this.#reading.done;
    this.giveWay();
    const controller = new AbortController();
    const both = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const done = this.#hand(text, ground, isSteady, both).catch((error: unknown) => {
      if (isAbort(error) && !signal?.aborted) return false;
      throw error;
    });
    const reading = { fingerprint, sql: text, controller, done };
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

  async #hand(sql: string, ground: Ground, isSteady: () => boolean, signal: AbortSignal): Promise<boolean> {
    const { fingerprint } = ground.data;
    const key = await keyOf(sql);
    const missing = await this.#compute.call('missing', [fingerprint, [key]]);
    if (missing.length === 0) return true;
    const ipc = await ground.query(sql, { signal });
    throwIfAborted(signal);
    // What was read across a change belongs to no state of the data.
    if (!isSteady()) return false;
    await this.#compute.call('prepare', [fingerprint, { key, ipc }], { transfer: buffersOf(ipc) });
    return true;
  }
}

import type { Snapshots } from '../../src/contract/analysis.ts';
import type { Job, OnSnapshot } from '../../src/contract/workers.ts';
import { pack, unpack } from '../../src/core/packed.ts';

/** At most so often, in ms. */
const EVERY = 250;
/** And so long after the last that packing and sending take less than 2 % of the time. */
const SHARE = 50;

/** What is kept under a name, as the page keeps it: packed, and how many iterations or epochs it is worth. */
export interface KeptSnapshot {
  state: string;
  done: number;
}

const keptUnder = (kept: Job['snapshots'], name: string): Partial<KeptSnapshot> =>
  (kept && Object.hasOwn(kept, name) && (kept[name] as Partial<KeptSnapshot> | null)) || {};

/** The snapshots of one job: read from what an earlier run kept, and sent to the page, the latest of each name. */
export class JobSnapshots implements Snapshots {
  readonly #kept: Job['snapshots'];
  readonly #send: OnSnapshot | undefined;
  readonly #pending = new Map<string, { state: unknown; done: number }>();
  readonly #taken = new Map<string, number>();
  #due = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(kept: Job['snapshots'], send: OnSnapshot | undefined) {
    this.#kept = kept;
    this.#send = send;
  }

  read(name: string): unknown {
    const { state, done } = keptUnder(this.#kept, name);
    const value = unpack(state);
    if (value !== undefined && Number.isFinite(done)) this.#taken.set(name, done!);
    return value;
  }

  write(name: string, state: unknown, done: number, last = false): void {
    // A training that is behind where it was did not take up what it read.
    if (done < (this.#taken.get(name) ?? 0)) this.#taken.delete(name);
    this.#pending.set(name, { state, done });
    const wait = this.#due - performance.now();
    if (last || wait <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** How many iterations or epochs of the earlier run were taken over. */
  get resumed(): number {
    return Array.from(this.#taken.values()).reduce((sum, done) => sum + done, 0);
  }

  /** Nothing is sent any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#pending.clear();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const begun = performance.now();
    try {
      for (const [name, { state, done }] of this.#pending) this.#send?.(name, pack(state), done);
    } catch {
      // A snapshot is only a help: one that is too large for a text is no reason to stop.
    }
    this.#pending.clear();
    const ended = performance.now();
    this.#due = ended + Math.max(EVERY, SHARE * (ended - begun));
  }
}

import { abortError, isAbort } from '../core/errors.ts';
import type { Locks } from './life.ts';
import { Patience } from './patience.ts';
import type { Channel, TabMessage } from './tab-channel.ts';
import { TabChannel } from './tab-channel.ts';

/** What a tab hears about the project it is in. After `onAsked` and `onLost` it follows by itself. */
export interface TenancyHooks {
  /** Another tab wants to write: save what is pending. The lock is let go when this settles, however it does. */
  onAsked(): Promise<void>;
  /** The lock is gone without our doing: stolen, as this tab did not answer in time. */
  onLost(): void;
  /** Another tab has written: the record's new sequence. It may come late, and tell of what is known already. */
  onCommitted(sequence: number): void;
  /** Nobody writes, and nobody has asked to: this tab could `claim`. Once for each time that the project falls free. */
  onVacant(): void;
}

export interface TenancyOptions {
  locks?: Locks;
  channel?: (name: string) => Channel;
  /** How often a follower looks whether anybody writes, in ms. */
  look?: number;
}

interface Hold {
  id: string;
  letGo: () => void;
  asked: boolean;
}

/** A writer that answers, but is not done with saving, gets this long, in ms. */
const longestSave = 30_000;

const lockName = (id: string): string => `behold-writer-${id}`;

/**
 * Which tab writes a project: the one that holds the Web Lock `behold-writer-<id>`, which the browser takes back however the
 * tab ends. A tab is in one project at a time, as its writer or as a follower, until `release`. Only one tab holds the lock,
 * but a tab that was frozen learns that it was stolen only when it wakes: what it writes then is refused by the record's
 * sequence.
 *
 * A follower looks for the writer instead of queueing for the lock: a request that is granted to a frozen tab would keep
 * everyone else from writing.
 */
export class Tenancy {
  readonly #hooks: TenancyHooks;
  readonly #locks: Locks;
  readonly #open: (name: string) => Channel;
  readonly #look: number;
  #channel: TabChannel | null = null;
  #id: string | null = null;
  #hold: Hold | null = null;
  #patience: Patience | null = null;
  /** Settles when the lock that was held last is free again. */
  #freed: Promise<void> = Promise.resolve();
  /** Aborted when the tab wants something else. */
  #intent = new AbortController();

  constructor(hooks: TenancyHooks, options: TenancyOptions = {}) {
    const { locks = navigator.locks, channel = (name: string) => new BroadcastChannel(name), look = 1000 } = options;
    this.#hooks = hooks;
    this.#locks = locks;
    this.#open = channel;
    this.#look = look;
  }

  /** Whether this tab writes, as far as it knows. */
  get holds(): boolean {
    return this.#hold !== null;
  }

  /** Whether any other tab writes this project. */
  async isHeld(id: string): Promise<boolean> {
    if (this.#hold?.id === id) return false;
    const { held = [] } = await this.#locks.query();
    return held.some(({ name }) => name === lockName(id));
  }

  /** Becomes the writer if nobody is; else follows. False also where something else was wanted in the meantime. */
  async claim(id: string): Promise<boolean> {
    const wanted = this.#want(id);
    if (this.#hold) return true;
    await this.#freed;
    if (!wanted.aborted && (await this.#acquire(id, wanted, { ifAvailable: true }))) return true;
    if (!wanted.aborted) this.follow(id);
    return false;
  }

  /**
   * Becomes the writer: asks the one who is, and steals the lock where there is no answer for `patience` ms, as from a frozen
   * tab. Rejects with an AbortError where something else was wanted in the meantime.
   */
  async takeOver(id: string, patience = 4000): Promise<void> {
    const wanted = this.#want(id);
    if (this.#hold) return;
    await this.#freed;
    if (wanted.aborted) throw abortError();
    if (await this.#askFor(id, wanted, patience)) return;
    if (wanted.aborted || !(await this.#acquire(id, wanted, { steal: true }))) throw abortError();
  }

  /** Reads along: hears of commits, and when nobody writes any more. A writer lets go. */
  follow(id: string): void {
    const wanted = this.#want(id);
    this.#letGo();
    void this.#watch(id, wanted);
  }

  /** Tells the other tabs that the record has a new sequence. */
  announce(sequence: number): void {
    this.#post({ kind: 'committed', sequence });
  }

  /** Leaves the project. */
  release(): void {
    this.#intent.abort();
    this.#letGo();
    this.#channel?.close();
    this.#channel = null;
    this.#id = null;
  }

  #want(id: string): AbortSignal {
    this.#intent.abort();
    this.#intent = new AbortController();
    if (this.#id !== id) this.#letGo();
    this.#id = id;
    this.#channel ??= new TabChannel(this.#open, (of, message) => of === this.#id && this.#hear(message));
    return this.#intent.signal;
  }

  #letGo(): void {
    this.#hold?.letGo();
    this.#hold = null;
  }

  #post(message: TabMessage): void {
    if (this.#id !== null) this.#channel?.post(this.#id, message);
  }

  #hear(message: TabMessage): void {
    if (message.kind === 'committed') this.#hooks.onCommitted(message.sequence);
    else if (message.kind === 'saving') this.#patience?.sign();
    else if (this.#hold) void this.#yield(this.#hold);
  }

  /** Resolves with whether the lock was granted; it is then held until it is let go. */
  #acquire(id: string, wanted: AbortSignal, options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let hold: Hold | undefined;
      const granted = (lock: Lock | null): Promise<void> | undefined => {
        if (!lock || wanted.aborted) return void resolve(false);
        return new Promise((letGo) => {
          this.#hold = hold = { id, letGo, asked: false };
          this.#freed = over;
          resolve(true);
        });
      };
      const over: Promise<void> = this.#locks
        .request(lockName(id), options, granted)
        .then(() => undefined)
        .catch((error: unknown) => (hold ? this.#lose(hold) : reject(error as Error)));
    });
  }

  /** Waits in the queue for as long as the writer answers. */
  async #askFor(id: string, wanted: AbortSignal, ms: number): Promise<boolean> {
    const patience = new Patience(ms, longestSave);
    // In the queue first: who follows must never find the lock free while somebody waits for it.
    const acquired = this.#acquire(id, wanted, { signal: AbortSignal.any([wanted, patience.signal]) });
    patience.knock(() => this.#post({ kind: 'ask' }));
    this.#patience = patience;
    try {
      return await acquired;
    } catch (error) {
      if (isAbort(error)) return false;
      throw error;
    } finally {
      patience.stop();
      if (this.#patience === patience) this.#patience = null;
    }
  }

  async #yield(hold: Hold): Promise<void> {
    this.#post({ kind: 'saving' });
    if (hold.asked) return;
    hold.asked = true;
    try {
      // A tab that wakes hears old questions first; with the answer comes the news that its lock is gone.
      await this.#locks.query();
      if (this.#hold === hold) await this.#hooks.onAsked();
    } catch {
      // What could not be saved is the hook's to tell; the other tab would take the lock all the same.
    }
    if (this.#hold === hold) this.follow(hold.id);
  }

  #lose(hold: Hold): void {
    if (this.#hold !== hold) return;
    this.#hold = null;
    const intent = this.#intent;
    this.#hooks.onLost();
    if (this.#intent === intent) this.follow(hold.id);
  }

  async #watch(id: string, wanted: AbortSignal): Promise<void> {
    await this.#freed;
    let known = false;
    while (!wanted.aborted) {
      const vacant = await this.#isVacant(id);
      if (wanted.aborted) return;
      if (vacant && !known) this.#hooks.onVacant();
      known = vacant;
      await pause(this.#look, wanted);
    }
  }

  async #isVacant(id: string): Promise<boolean> {
    try {
      const { held = [] } = await this.#locks.query();
      return !held.some(({ name }) => name === lockName(id));
    } catch {
      // A page that is being left is not told.
      return false;
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

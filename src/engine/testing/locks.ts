import { abortError } from '../../core/errors.ts';
import type { Locks } from '../life.ts';
import type { Pipe } from './pipe.ts';

type Granted = (lock: Lock | null) => unknown;

/** A request from its arrival at the manager; `held` while it is granted. */
interface Request {
  client: string;
  name: string;
  mode: LockMode;
  /** Tells the client: granted, not available, or taken away. */
  tell(news: 'granted' | 'unavailable' | 'stolen'): void;
}

/**
 * Web Locks as the specification has them (https://w3c.github.io/web-locks/): one manager, and clients that reach it by
 * messages which take time. Exclusive and shared locks, one queue per name, `ifAvailable`, `steal`, `signal`, `query`.
 */
export class MemoryLocks {
  #held: Request[] = [];
  #queue: Request[] = [];
  #clients = 0;

  /** The locks as one tab or worker sees them. `to` leads to the manager, `from` back. */
  client(to: Pipe, from: Pipe): Locks & { close(): void } {
    return new LockClient(this, `client-${++this.#clients}`, to, from);
  }

  /** Who holds a lock now, in the manager's eyes. */
  holders(name: string): string[] {
    return this.#held.filter((lock) => lock.name === name).map(({ client }) => client);
  }

  arrive(request: Request, how: Pick<LockOptions, 'ifAvailable' | 'steal'>): void {
    if (how.steal) this.#steal(request);
    else if (how.ifAvailable && !this.#isGrantable(request, this.#queue)) return request.tell('unavailable');
    this.#queue[how.steal ? 'unshift' : 'push'](request);
    this.#serve();
  }

  /** A request is let go, or not wanted any more. */
  leave(request: Request): void {
    this.#held = this.#held.filter((lock) => lock !== request);
    this.#queue = this.#queue.filter((waiting) => waiting !== request);
    this.#serve();
  }

  isWaiting(request: Request): boolean {
    return this.#queue.includes(request);
  }

  /** However a client ends, what it held and waited for is let go. */
  forget(client: string): void {
    this.#held = this.#held.filter((lock) => lock.client !== client);
    this.#queue = this.#queue.filter((waiting) => waiting.client !== client);
    this.#serve();
  }

  snapshot(): LockManagerSnapshot {
    const info = ({ client, name, mode }: Request): LockInfo => ({ clientId: client, name, mode });
    return { held: this.#held.map(info), pending: this.#queue.map(info) };
  }

  #steal({ name }: Request): void {
    const stolen = this.#held.filter((lock) => lock.name === name);
    this.#held = this.#held.filter((lock) => lock.name !== name);
    for (const lock of stolen) lock.tell('stolen');
  }

  #isGrantable({ name, mode }: Request, before: readonly Request[]): boolean {
    if (before.some((other) => other.name === name)) return false;
    return this.#held.every((lock) => lock.name !== name || (lock.mode === 'shared' && mode === 'shared'));
  }

  #serve(): void {
    for (const request of [...this.#queue]) {
      if (!this.#isGrantable(request, this.#queue.slice(0, this.#queue.indexOf(request)))) continue;
      this.#queue = this.#queue.filter((waiting) => waiting !== request);
      this.#held.push(request);
      request.tell('granted');
    }
  }
}

class LockClient {
  readonly #manager: MemoryLocks;
  readonly #id: string;
  readonly #to: Pipe;
  readonly #from: Pipe;

  constructor(manager: MemoryLocks, id: string, to: Pipe, from: Pipe) {
    this.#manager = manager;
    this.#id = id;
    this.#to = to;
    this.#from = from;
  }

  readonly request = ((name: string, ...rest: [LockOptions, Granted] | [Granted]): Promise<unknown> => {
    const [options, granted] = rest.length === 2 ? rest : [{}, rest[0]];
    return new Promise((resolve, reject) => this.#request(name, options, granted, resolve, reject));
  }) as Locks['request'];

  query(): Promise<LockManagerSnapshot> {
    return new Promise((resolve) =>
      this.#to.send(() => {
        const snapshot = this.#manager.snapshot();
        this.#from.send(() => resolve(snapshot));
      }),
    );
  }

  close(): void {
    this.#to.cut();
    this.#from.cut();
    this.#manager.forget(this.#id);
  }

  #request(
    name: string,
    options: LockOptions,
    granted: Granted,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void {
    const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = options;
    if ((steal && ifAvailable) || (signal && (steal || ifAvailable)) || (steal && mode !== 'exclusive'))
      return reject(new DOMException('Options that do not go together.', 'NotSupportedError'));
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      reject(signal?.reason);
      this.#to.send(() => this.#manager.isWaiting(request) && this.#manager.leave(request));
    };
    const request: Request = {
      client: this.#id,
      name,
      mode,
      tell: (news) =>
        this.#from.send(() => {
          if (news === 'stolen') return reject(abortError());
          // Granted while the signal's message was on its way: nobody waits for it any more.
          if (signal?.aborted) return this.#to.send(() => this.#manager.leave(request));
          signal?.removeEventListener('abort', onAbort);
          const done = Promise.resolve(news === 'granted' ? { name, mode } : null).then(granted);
          void done.catch(() => undefined).then(() => this.#to.send(() => this.#manager.leave(request)));
          done.then(resolve, reject);
        }),
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#to.send(() => this.#manager.arrive(request, { ifAvailable, steal }));
  }
}

import { transfer, wrap } from 'comlink';
import { AppError, abortError, throwIfAborted } from '../core/errors.ts';
import { LentFunction, LentSignal, registerTransfers } from '../core/transfer.ts';
import type { Locks } from './life.ts';
import { Life } from './life.ts';

/** The methods of an API by name. */
type Method<Api> = { [K in keyof Api]: Api[K] extends (...args: never[]) => Promise<unknown> ? K : never }[keyof Api];
type Args<F> = F extends (...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never[]) => Promise<infer R> ? R : never;

export interface CallOptions {
  /** Ends the worker and rejects with `worker.timeout` after so many milliseconds. Default: never. */
  deadline?: number;
  /** Buffers that move to the worker instead of being copied. */
  transfer?: Transferable[];
}

/** Calls one method of the worker. Signals and functions are passed as the method's own arguments. */
export type Call<Api> = <K extends Method<Api>>(
  method: K,
  args: Args<Api[K]>,
  options?: CallOptions,
) => Promise<Result<Api[K]>>;

export interface BridgeOptions<Api> {
  /** The worker's name in messages. */
  label: string;
  /** Starts the worker; its `name` must be the lock's. */
  spawn: (lock: string) => Worker;
  /** How long a job may go on after its signal aborted, in ms, before its worker is ended. */
  grace: number;
  /** How long the start may take, in ms: a page without 'wasm-unsafe-eval' hangs instead of failing. */
  startUp?: number;
  /** Done in each new worker before anything else; `restarted` is false the first time. */
  prepare?: (call: Call<Api>, restarted: boolean) => Promise<void>;
  /** Told when a worker died that we didn't end. */
  onDeath?: () => void;
  locks?: Locks;
}

interface Running<Api> {
  life: Life;
  /** Settles once the worker has read its messages. */
  sign: () => PromiseLike<unknown>;
  call: Call<Api>;
  ready: Promise<void>;
}

/** How long a worker may take to say that it is there before it is called all the same, in ms. */
const patience = 1000;

type Remote = Record<PropertyKey, (...args: unknown[]) => Promise<unknown>>;

registerTransfers();

/**
 * A worker under supervision: started when first called, started again after it died. Every promise settles: with the
 * answer, an AppError (`worker.died`, `worker.timeout`, or the worker's own), or an AbortError.
 */
export class Bridge<Api> {
  readonly #options: BridgeOptions<Api>;
  #running: Running<Api> | null = null;
  #starts = 0;

  constructor(options: BridgeOptions<Api>) {
    this.#options = options;
  }

  /** How often the worker was started. */
  get starts(): number {
    return this.#starts;
  }

  /** Starts the worker if there is none, and waits until it is prepared. */
  async start(): Promise<void> {
    await this.#current().ready;
  }

  readonly call: Call<Api> = async (method, args, options) => {
    const signal = (args as unknown[]).find((arg) => arg instanceof AbortSignal);
    throwIfAborted(signal);
    const running = await orAborted(this.#usable(), signal);
    return running.call(method, args, options);
  };

  /** Ends the worker and what runs in it; the next call starts a new one. */
  end(error?: Error): void {
    this.#running?.life.end(error);
    this.#running = null;
  }

  /** A worker that is prepared and was there a moment ago. One that died unnoticed is replaced before the call, not by it. */
  async #usable(): Promise<Running<Api>> {
    const first = this.#current();
    await first.ready;
    await first.life.check(first.sign(), patience);
    if (!first.life.ended) return first;
    const second = this.#current();
    await second.ready;
    return second;
  }

  #current(): Running<Api> {
    if (this.#running && !this.#running.life.ended) return this.#running;
    return (this.#running = this.#start());
  }

  #start(): Running<Api> {
    const { label, spawn, locks = navigator.locks, onDeath } = this.#options;
    const lock = `behold-${label}-${crypto.randomUUID()}`;
    const life = new Life(spawn(lock), lock, label, locks);
    const remote = wrap(life.worker) as unknown as Remote;
    // Comlink asks the worker for the property, and is told that there is none.
    const sign = () => Promise.resolve(remote['sign']);
    const call: Call<Api> = (method, args, options) => this.#ask(life, remote, method, args, options);
    life.orGone(new Promise<never>(() => undefined)).catch(() => life.ended === 'died' && onDeath?.());
    const ready = this.#prepare(life, call, this.#starts++ > 0);
    ready.catch(() => life.end());
    return { life, sign, call, ready };
  }

  async #prepare(life: Life, call: Call<Api>, restarted: boolean): Promise<void> {
    const { label, startUp = 30_000, prepare } = this.#options;
    const timer = endAfter(
      life,
      startUp,
      new AppError('worker.start-timeout', { worker: label, seconds: startUp / 1000 }),
    );
    try {
      await life.orGone(life.alive);
    } finally {
      clearTimeout(timer);
    }
    await prepare?.(call, restarted);
  }

  async #ask<K extends Method<Api>>(
    life: Life,
    remote: Remote,
    method: K,
    args: Args<Api[K]>,
    { deadline, transfer: buffers = [] }: CallOptions = {},
  ): Promise<Result<Api[K]>> {
    const signal = (args as unknown[]).find((arg) => arg instanceof AbortSignal);
    throwIfAborted(signal);
    const lent: (LentFunction | LentSignal)[] = [];
    const stopGrace = this.#graceFor(life, signal);
    const timer = deadline && endAfter(life, deadline, this.#timeout(deadline));
    try {
      const sent = (args as unknown[]).map((arg) => lend(arg, lent));
      const carrier = sent.find(isPlainObject);
      if (carrier && buffers.length) transfer(carrier, buffers);
      return (await life.orGone(remote[method]!(...sent))) as Result<Api[K]>;
    } catch (error) {
      throw signal?.aborted ? abortError() : error;
    } finally {
      stopGrace();
      clearTimeout(timer);
      for (const each of lent) each.close();
    }
  }

  #timeout(ms: number): AppError {
    return new AppError('worker.timeout', { worker: this.#options.label, seconds: ms / 1000 });
  }

  /** A job that doesn't heed its signal loses its worker after the grace time. */
  #graceFor(life: Life, signal: AbortSignal | undefined): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      timer = endAfter(life, this.#options.grace);
    };
    signal?.addEventListener('abort', begin, { once: true });
    return () => {
      signal?.removeEventListener('abort', begin);
      clearTimeout(timer);
    };
  }
}

/** Comlink ties the buffers that move to one of the arguments that it would otherwise clone. */
const isPlainObject = (arg: unknown): arg is object =>
  typeof arg === 'object' && arg !== null && !(arg instanceof LentFunction) && !(arg instanceof LentSignal);

const endAfter = (life: Life, ms: number, error?: Error) => setTimeout(() => life.end(error), ms);

function lend(arg: unknown, lent: (LentFunction | LentSignal)[]): unknown {
  if (!(arg instanceof AbortSignal) && typeof arg !== 'function') return arg;
  const each = typeof arg === 'function' ? new LentFunction(arg as (...args: never[]) => unknown) : new LentSignal(arg);
  lent.push(each);
  return each;
}

/** Leaves at once when the signal aborts; what was waited for goes on. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const leave = () => reject(abortError());
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

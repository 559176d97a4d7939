import { expose } from 'comlink';
import { describe, expect, it, vi } from 'vitest';
import { AppError, abortError } from '../core/errors.ts';
import { aliveMessage } from '../core/transfer.ts';
import { Bridge } from './bridge.ts';
import type { BridgeOptions } from './bridge.ts';
import type { Locks } from './life.ts';

interface Api {
  echo(value: unknown): Promise<unknown>;
  fail(code: string): Promise<never>;
  crash(): Promise<never>;
  hang(signal?: AbortSignal): Promise<never>;
  heed(signal?: AbortSignal): Promise<never>;
  count(to: number, onProgress: (done: number) => void): Promise<number>;
}

const api: Api = {
  echo: async (value) => value,
  fail: async (code) => {
    throw new AppError(code, { column: 'price' });
  },
  crash: async () => {
    throw new TypeError('no');
  },
  hang: () => new Promise(() => undefined),
  heed: (signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(abortError()), { once: true })),
  count: async (to, onProgress) => {
    for (let n = 1; n <= to; n++) await onProgress(n);
    return to;
  },
};

/** Locks as browsers have them, in so far as one holder and one waiter go. */
class FakeLocks {
  readonly holders = new Map<string, () => void>();
  readonly request = async (name: string, granted: () => unknown) => {
    if (this.holders.has(name)) await new Promise<void>((release) => this.holders.set(name, release));
    await granted();
  };
}

/** A worker that lives in this thread, on the other end of a channel; `die` is a crash, of which nobody is told. */
class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  readonly #locks: FakeLocks;
  readonly #lock: string;
  dead = false;

  constructor(locks: FakeLocks, lock: string, silent = false) {
    super();
    this.#locks = locks;
    this.#lock = lock;
    locks.holders.set(lock, () => undefined);
    this.#channel.port1.onmessage = ({ data }) =>
      !this.dead && this.dispatchEvent(new MessageEvent('message', { data }));
    expose(api, this.#channel.port2);
    if (!silent) this.#channel.port2.postMessage(aliveMessage);
  }

  postMessage(message: unknown, buffers: never[]): void {
    if (!this.dead) this.#channel.port1.postMessage(message, buffers);
  }

  /** The browser may let go of the lock some time after the worker has gone. */
  die(after = 0): void {
    this.dead = true;
    this.#channel.port1.close();
    if (after) setTimeout(() => this.#release(), after);
    else this.#release();
  }

  #release(): void {
    const release = this.#locks.holders.get(this.#lock);
    this.#locks.holders.delete(this.#lock);
    release?.();
  }

  terminate(): void {
    if (!this.dead) this.die();
  }
}

function setUp(options: Partial<BridgeOptions<Api>> & { silent?: boolean } = {}) {
  const locks = new FakeLocks();
  const workers: FakeWorker[] = [];
  const spawn = (lock: string): Worker => {
    workers.push(new FakeWorker(locks, lock, options.silent));
    return workers.at(-1) as unknown as Worker;
  };
  const bridge = new Bridge<Api>({ label: 'test', spawn, grace: 50, locks: locks as unknown as Locks, ...options });
  return { bridge, workers };
}

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('resolved'),
    (error: unknown) => error as AppError,
  );

describe('calls', () => {
  it('starts one worker, when first called', async () => {
    const { bridge, workers } = setUp();
    expect(workers).toHaveLength(0);
    expect(await Promise.all([1, 2, 3].map((n) => bridge.call('echo', [n])))).toEqual([1, 2, 3]);
    expect(workers).toHaveLength(1);
  });

  it('keeps code and values of an error', async () => {
    const error = await outcome(setUp().bridge.call('fail', ['sql.bind']));
    expect(error).toBeInstanceOf(AppError);
    expect([error.code, error.values]).toEqual(['sql.bind', { column: 'price' }]);
  });

  it('gives every other error a code', async () => {
    const error = await outcome(setUp().bridge.call('crash', []));
    expect([error.code, error.values]).toEqual(['engine.unexpected', { message: 'TypeError: no' }]);
  });

  it('lends functions for as long as the call runs', async () => {
    const heard: number[] = [];
    expect(await setUp().bridge.call('count', [3, (n) => void heard.push(n)])).toBe(3);
    expect(heard).toEqual([1, 2, 3]);
  });
});

describe('cancelling', () => {
  it('reaches a job that heeds it, whose worker lives on', async () => {
    const { bridge, workers } = setUp();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    expect((await outcome(bridge.call('heed', [controller.signal]))).name).toBe('AbortError');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(workers[0]?.dead).toBe(false);
  });

  it('ends the worker of a job that does not, after the grace time', async () => {
    const { bridge, workers } = setUp();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const [stuck, beside] = [bridge.call('hang', [controller.signal]), bridge.call('hang', [])];
    const others = outcome(beside);
    expect((await outcome(stuck)).name).toBe('AbortError');
    expect((await others).code).toBe('worker.ended');
    expect(workers[0]?.dead).toBe(true);
    expect(await bridge.call('echo', ['new'])).toBe('new');
    expect(workers).toHaveLength(2);
  });

  it('does not wait for a worker that is still starting', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const { bridge } = setUp({ silent: true });
    expect((await outcome(bridge.call('heed', [controller.signal]))).name).toBe('AbortError');
  });
});

describe('a worker that dies', () => {
  it('rejects every promise that waits on it, and is replaced at the next call', async () => {
    const onDeath = vi.fn();
    const { bridge, workers } = setUp({ onDeath });
    await bridge.call('echo', [0]);
    const waiting = [1, 2, 3].map(() => outcome(bridge.call('hang', [])));
    setTimeout(() => workers[0]?.die(), 20);
    for (const error of await Promise.all(waiting)) expect(error.code).toBe('worker.died');
    expect(onDeath).toHaveBeenCalledOnce();
    expect(await bridge.call('echo', ['again'])).toBe('again');
  });

  it.each([0, 50])('is replaced before the call where it died while idle, its lock free after %i ms', async (after) => {
    const { bridge, workers } = setUp();
    await bridge.call('echo', [0]);
    workers[0]?.die(after);
    expect(await bridge.call('echo', ['again'])).toBe('again');
  });

  it('is prepared anew, and calls wait for that', async () => {
    const steps: string[] = [];
    const { bridge, workers } = setUp({
      prepare: async (call, restarted) => {
        steps.push(`${restarted}: ${await call('echo', ['prepared'])}`);
      },
    });
    steps.push(String(await bridge.call('echo', ['first'])));
    workers[0]?.die();
    steps.push(String(await bridge.call('echo', ['second'])));
    expect(steps).toEqual(['false: prepared', 'first', 'true: prepared', 'second']);
  });

  it('says so where it reports an error', async () => {
    const { bridge, workers } = setUp();
    await bridge.call('echo', [0]);
    const waiting = outcome(bridge.call('hang', []));
    setTimeout(() => workers[0]?.dispatchEvent(new Event('error')), 20);
    expect((await waiting).code).toBe('worker.died');
  });
});

describe('deadlines', () => {
  it('end a worker that does not start', async () => {
    const { bridge } = setUp({ silent: true, startUp: 30 });
    const error = await outcome(bridge.call('echo', [1]));
    expect([error.code, error.values]).toEqual(['worker.start-timeout', { worker: 'test', seconds: 0.03 }]);
  });

  it('end a call that takes longer than it may', async () => {
    const error = await outcome(setUp().bridge.call('hang', [], { deadline: 30 }));
    expect([error.code, error.values]).toEqual(['worker.timeout', { worker: 'test', seconds: 0.03 }]);
  });
});

import { AppError } from '../core/errors.ts';
import { aliveMessage } from '../core/transfer.ts';

/** What we use of the browser's Web Locks. */
export type Locks = Pick<LockManager, 'request' | 'query'>;

/** Why a worker is no more: it crashed or was ended from outside, or we ended it. */
export type End = 'died' | 'ended';

/**
 * One worker from its start to its end. `alive` resolves when it answers; it is over when it reports an error, when we end
 * it, or when the Web Lock that it holds is released, as happens however a worker ends. Neither Comlink nor the browser
 * tells those who wait.
 */
export class Life {
  readonly alive: Promise<void>;
  readonly worker: Worker;
  readonly #label: string;
  readonly #lock: string;
  readonly #locks: Locks;
  readonly #waiting = new Set<(error: Error) => void>();
  #end: { how: End; error: Error } | null = null;

  constructor(worker: Worker, lock: string, label: string, locks: Locks) {
    this.worker = worker;
    this.#label = label;
    this.#lock = lock;
    this.#locks = locks;
    worker.addEventListener('error', (event) => this.#over('died', this.#died(event.message)));
    worker.addEventListener('messageerror', () => this.#over('died', this.#died('messageerror')));
    this.alive = this.#awaitLock();
  }

  get ended(): End | null {
    return this.#end?.how ?? null;
  }

  /** Ends the worker now; all that waits on it rejects with the error. */
  end(error: Error = new AppError('worker.ended', { worker: this.#label })): void {
    this.#over('ended', error);
  }

  /** The promise, or the rejection of everyone when the worker is no more. Keeps nothing once it has settled. */
  orGone<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end.error);
      this.#waiting.add(reject);
      void promise.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /**
   * Waits for any sign of the worker: the news of a death may be on its way when the next call comes. One that is busy gives none,
   * and is believed after `patience` ms.
   */
  async check(sign: PromiseLike<unknown>, patience: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const believed = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)));
    await this.orGone(Promise.race([sign, believed])).catch(() => undefined);
    clearTimeout(timer);
  }

  #awaitLock(): Promise<void> {
    return new Promise((resolve) => {
      const onMessage = (event: MessageEvent) => {
        if (event.data !== aliveMessage) return;
        this.worker.removeEventListener('message', onMessage);
        void this.#locks.request(this.#lock, () => this.#over('died', this.#died('')));
        resolve();
      };
      this.worker.addEventListener('message', onMessage);
    });
  }

  #died(detail: string | undefined): AppError {
    return new AppError('worker.died', { worker: this.#label, detail: detail ?? '' });
  }

  #over(how: End, error: Error): void {
    if (this.#end) return;
    this.#end = { how, error };
    this.worker.terminate();
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}

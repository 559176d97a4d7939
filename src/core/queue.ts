import { abortError } from './errors.ts';

/** Runs jobs one at a time, in order. A job whose signal aborts while it waits leaves at once and is never started. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  add<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      let left = false;
      const leave = () => {
        left = true;
        reject(abortError());
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#last = this.#last.then(async () => {
        signal?.removeEventListener('abort', leave);
        if (!left) await job().then(resolve, reject);
      });
    });
  }
}

import type { JobOptions } from '../contract/engine.ts';
import { PAUSE } from '../core/errors.ts';

/** One long piece of work: what it is, how far it is, and the way to stop it. */
export class Job {
  readonly started = performance.now();
  done = $state(0);
  note = $state('');
  readonly #controller = new AbortController();

  constructor(
    readonly label: string,
    /** Whether it keeps how far it is, so that it can be halted and go on later. */
    readonly canPause = false,
  ) {}

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(): void {
    this.#controller.abort();
  }

  pause(): void {
    this.#controller.abort(PAUSE);
  }

  /** Milliseconds that are left at the pace so far; null while it is too early to say. */
  left(now: number): number | null {
    const elapsed = now - this.started;
    return elapsed > 1000 && this.done > 0.05 ? (elapsed / this.done) * (1 - this.done) : null;
  }
}

/** Everything under way. The line under the header shows the latest. */
export class Jobs {
  list = $state.raw<readonly Job[]>([]);

  /** Runs `work` as a job; the caller's own signal cancels it too, and hears its progress. */
  async track<T>(
    label: string,
    work: (options: Required<JobOptions>) => Promise<T>,
    outer: JobOptions = {},
    canPause = false,
  ): Promise<T> {
    const job = new Job(label, canPause);
    const signal = outer.signal ? AbortSignal.any([job.signal, outer.signal]) : job.signal;
    const onProgress = (done: number, note?: string) => {
      job.done = done;
      if (note !== undefined) job.note = note;
      outer.onProgress?.(done, note);
    };
    this.list = [...this.list, job];
    try {
      return await work({ signal, onProgress });
    } finally {
      this.list = this.list.filter((other) => other !== job);
    }
  }

  /** Cancels the latest; true if there was one. */
  cancelLatest(): boolean {
    const job = this.list.at(-1);
    job?.cancel();
    return job !== undefined;
  }
}

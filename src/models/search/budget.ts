import type { FitContext } from '../estimator.ts';

/** Thrown out of a step of a trial that the time does not suffice for; never leaves the search. */
export class TimeIsUp extends Error {
  // Trainings stop at it as at a cancel, and blame no backend.
  override readonly name = 'AbortError';
}

/**
 * The working time of a search. It stands still while a step waits: that is how a search is paused, and a page in the background
 * takes its time there too.
 */
export class Budget {
  readonly seconds: number;
  readonly #clock: () => number;
  /** Worked in earlier runs, less what was waited in this one. */
  #offset: number;
  readonly #begun: number;

  constructor(seconds: number, spentBefore: number, clock: () => number) {
    this.seconds = seconds;
    this.#clock = clock;
    this.#offset = spentBefore;
    this.#begun = clock();
  }

  get spent(): number {
    return this.#offset + (this.#clock() - this.#begun) / 1000;
  }

  get isSpent(): boolean {
    return this.spent >= this.seconds;
  }

  /** Waits off the clock. */
  async wait<T>(something: () => T | Promise<T>): Promise<T> {
    const from = this.#clock();
    try {
      return await something();
    } finally {
      this.#offset -= (this.#clock() - from) / 1000;
    }
  }

  /** The context of one trial: its steps wait off the clock, and end it once the time is up, where `cut` lets them. */
  context({ snapshots: _none, ...context }: FitContext, share: (within: number) => number, cut: boolean): FitContext {
    const step: FitContext['step'] = async (done, note) => {
      await this.wait(() => context.step(share(Math.min(1, Math.max(0, done))), note));
      if (cut && this.isSpent) throw new TimeIsUp();
    };
    return { ...context, step };
  }
}

import type { Engine } from '../contract/engine.ts';

/** Below this many events a report reads its log in an instant by itself. */
const WORTH_IT = 500_000;
/** Above this many the compute worker would not keep it for the next report (workers/compute/tables.ts). */
const KEPT = 20_000_000;

/**
 * Has a large log read in quiet moments, so that the first report need not wait for it; again later where the reading gave way to
 * something else. What fails is left to the report, which reads by itself and says why.
 */
export class ReadingAhead {
  readonly #engine: Pick<Engine, 'prepare'>;
  readonly #isBusy: () => boolean;
  readonly #quiet: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `quiet`: milliseconds without anything new before it begins, and between attempts. */
  constructor(engine: Pick<Engine, 'prepare'>, isBusy: () => boolean, quiet = 1000) {
    this.#engine = engine;
    this.#isBusy = isBusy;
    this.#quiet = quiet;
  }

  /** To be told how many events the log has after each change of the data. */
  consider(events: number): void {
    clearTimeout(this.#timer);
    if (events < WORTH_IT || events > KEPT) return;
    this.#timer = setTimeout(() => void this.#attempt(events), this.#quiet);
  }

  async #attempt(events: number): Promise<void> {
    if (this.#isBusy() || !(await this.#engine.prepare().catch(() => true))) this.consider(events);
  }
}

import type { EngineRun } from '../contract/engine.ts';

/** The latest results by key; the one that was asked for least lately goes first. */
export class RunCache {
  readonly #runs = new Map<string, EngineRun>();
  readonly #most: number;

  constructor(most = 32) {
    this.#most = most;
  }

  get(key: string): EngineRun | undefined {
    const run = this.#runs.get(key);
    if (run) this.put(key, run);
    return run;
  }

  put(key: string, run: EngineRun): void {
    this.#runs.delete(key);
    this.#runs.set(key, run);
    const oldest = this.#runs.keys().next();
    if (this.#runs.size > this.#most && !oldest.done) this.#runs.delete(oldest.value);
  }

  /** Drops the results that made a model: run again, the analysis must make it again. */
  dropModel(name: string): void {
    for (const [key, run] of this.#runs) if (run.models.some((model) => model.name === name)) this.#runs.delete(key);
  }

  clear(): void {
    this.#runs.clear();
  }
}

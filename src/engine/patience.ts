/**
 * A wait for somebody who may be asleep: its signal aborts after `ms` without a sign, and after `longest` in any case.
 * Until it is stopped it knocks at once and every second.
 */
export class Patience {
  readonly #ms: number;
  readonly #end: number;
  readonly #over = new AbortController();
  #knocking: ReturnType<typeof setInterval> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number, longest: number) {
    this.#ms = ms;
    this.#end = performance.now() + longest;
    this.sign();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  knock(how: () => void): void {
    this.#knocking = setInterval(how, 1000);
    how();
  }

  /** The other one is awake. */
  sign(): void {
    clearTimeout(this.#timer);
    const left = Math.min(this.#ms, this.#end - performance.now());
    this.#timer = setTimeout(() => this.#over.abort(), Math.max(left, 0));
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#knocking);
  }
}

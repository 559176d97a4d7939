/** After the last key, and at the latest after the first that is not kept yet, in ms. */
const pause = 200;
const longest = 1000;

/**
 * Text that is being typed. It is kept after a short pause, while typing goes on at least once a second, and at once by
 * `flush`: when the field is left, the page hidden or the project closed.
 */
export class Draft {
  #pending: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;

  constructor(readonly keep: (text: string) => Promise<void>) {}

  type(text: string): void {
    const now = Date.now();
    if (this.#pending === null) this.#since = now;
    this.#pending = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(pause, this.#since + longest - now)));
  }

  /** Keeps what is not kept yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const text = this.#pending;
    this.#pending = null;
    if (text !== null) await this.keep(text);
  }
}

/** A way between two processes: what is sent arrives later, in order. It can be held up, and cut. */
export class Pipe {
  readonly #latency: () => number;
  readonly #sent: (() => void)[] = [];
  readonly #arrived: (() => void)[] = [];
  #last = 0;
  #frozen = false;
  #cut = false;

  /** `latency` is asked for each message, in ms. */
  constructor(latency: () => number) {
    this.#latency = latency;
  }

  send(deliver: () => void): void {
    const now = performance.now();
    this.#last = Math.max(this.#last, now + this.#latency());
    this.#sent.push(deliver);
    // Whichever timer fires first, what was sent first arrives first.
    setTimeout(() => this.#arrive(this.#sent.shift()!), this.#last - now);
  }

  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    while (this.#arrived.length > 0 && !this.#frozen) this.#arrived.shift()!();
  }

  cut(): void {
    this.#cut = true;
  }

  #arrive(deliver: () => void): void {
    if (this.#cut) return;
    if (this.#frozen) this.#arrived.push(deliver);
    else deliver();
  }
}

/**
 * Looks for many byte strings at once (Aho and Corasick, "Efficient string matching", CACM 18(6), 1975): one look into a table
 * for each byte, however many patterns there are. Bytes that no pattern holds share one column of the table.
 */
export class PatternSearch {
  readonly #column: Uint8Array;
  readonly #width: number;
  /** Where the row of the next state begins, by row and column; its complement (below 0) where a pattern ends there. */
  readonly #next: Int32Array;
  /** The patterns that end in a state; its longest proper end that is a state comes from `#fallback`. */
  readonly #ends: number[][] = [[]];
  readonly #fallback: Int32Array;
  /** Whether two bytes begin a pattern, by the first times 256 plus the second. */
  readonly #starts = new Uint8Array(65536);

  /** Empty patterns are found nowhere. */
  constructor(patterns: readonly Uint8Array[]) {
    const used = [...new Set(patterns.flatMap((pattern) => [...pattern]))];
    this.#width = Math.min(256, used.length + 1);
    this.#column = new Uint8Array(256).fill(this.#width - 1);
    used.forEach((byte, i) => (this.#column[byte] = i));
    const states = 1 + patterns.reduce((sum, { length }) => sum + length, 0);
    this.#next = new Int32Array(states * this.#width).fill(-1);
    this.#fallback = new Int32Array(states);
    patterns.forEach((pattern, number) => this.#add(pattern, number));
    this.#link();
  }

  /**
   * Reads one more chunk of a text, from the state that the chunk before ended in (0 at the start of a text); calls `found` at
   * each end of a pattern. Answers the state for the next chunk.
   */
  read(chunk: Uint8Array, state: number, found: (pattern: number) => void): number {
    const [next, column, starts] = [this.#next, this.#column, this.#starts];
    const last = chunk.length - 1;
    let row = state;
    for (let i = 0; i <= last; i++) {
      // Most bytes lie outside of any pattern: two that begin none are passed by a look at them alone.
      if (row === 0) while (i < last && starts[(chunk[i]! << 8) | chunk[i + 1]!] === 0) i++;
      row = next[row + column[chunk[i]!]!]!;
      if (row >= 0) continue;
      row = ~row;
      this.#report(row / this.#width, found);
    }
    return row;
  }

  #report(state: number, found: (pattern: number) => void): void {
    for (let end = state; end !== 0; end = this.#fallback[end]!) this.#ends[end]!.forEach(found);
  }

  /** The patterns as a tree; states are numbered, rows not yet linked. */
  #add(pattern: Uint8Array, number: number): void {
    const [first, second] = pattern;
    if (first === undefined) return;
    const begins = first << 8;
    if (second === undefined) this.#starts.fill(1, begins, begins + 256);
    else this.#starts[begins | second] = 1;
    let state = 0;
    for (const byte of pattern) {
      const at = state * this.#width + this.#column[byte]!;
      if (this.#next[at] === -1) this.#next[at] = this.#ends.push([]) - 1;
      state = this.#next[at]!;
    }
    this.#ends[state]!.push(number);
  }

  /** Breadth first: a state's missing steps are those of its fallback, which is nearer the root and so already whole. */
  #link(): void {
    const [next, width, fallback] = [this.#next, this.#width, this.#fallback];
    const ending = this.#ends.map((ends) => ends.length > 0);
    const queue = [0];
    for (let at = 0; at < queue.length; at++) {
      const state = queue[at]!;
      if (ending[fallback[state]!]) ending[state] = true;
      for (let column = 0; column < width; column++) {
        const cell = state * width + column;
        const through = state === 0 ? 0 : next[fallback[state]! * width + column]!;
        if (next[cell] === -1) {
          next[cell] = through;
        } else {
          fallback[next[cell]!] = through;
          queue.push(next[cell]!);
        }
      }
    }
    for (let cell = 0; cell < next.length; cell++) {
      const target = next[cell]!;
      next[cell] = ending[target] ? ~(target * width) : target * width;
    }
  }
}

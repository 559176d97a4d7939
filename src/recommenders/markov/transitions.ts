/** How much each row leads to each item, in compressed rows with their sums. */
export interface Transitions {
  offsets: Uint32Array;
  item: Int32Array;
  weight: Float64Array;
  /** Of each row. */
  total: Float64Array;
}

/** What leads where, pair by pair. */
export class Pairs {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #weight: number[] = [];

  add(from: number, to: number, weight: number): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#weight.push(weight);
  }

  /** The pairs by row, those between the same two added up; items ascending. */
  transitions(rows: number, items: number): Transitions {
    const starts = this.#starts(rows);
    const byRow = this.#byRow(starts);
    const sums = new Float64Array(items);
    const [item, weight]: [number[], number[]] = [[], []];
    const offsets = new Uint32Array(rows + 1);
    const total = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const touched = new Set<number>();
      for (let at = starts[row]!; at < starts[row + 1]!; at += 1) {
        const pair = byRow[at]!;
        sums[this.#to[pair]!]! += this.#weight[pair]!;
        touched.add(this.#to[pair]!);
      }
      for (const to of [...touched].sort((a, b) => a - b)) {
        item.push(to);
        weight.push(sums[to]!);
        total[row]! += sums[to]!;
        sums[to] = 0;
      }
      offsets[row + 1] = item.length;
    }
    return { offsets, item: Int32Array.from(item), weight: Float64Array.from(weight), total };
  }

  #starts(rows: number): Uint32Array {
    const starts = new Uint32Array(rows + 1);
    for (const from of this.#from) starts[from + 1]! += 1;
    for (let row = 0; row < rows; row += 1) starts[row + 1]! += starts[row]!;
    return starts;
  }

  /** The pairs' places, row after row, in each as they came. */
  #byRow(starts: Uint32Array): Uint32Array {
    const next = starts.slice();
    const places = new Uint32Array(this.#from.length);
    this.#from.forEach((from, pair) => (places[next[from]!++] = pair));
    return places;
  }
}

/** The `k` largest of what is offered, each with a number of its own: a heap with the least at its head. */
export class Nearest {
  readonly #similarity: Float64Array;
  readonly #value: Float64Array;
  #size = 0;

  constructor(k: number) {
    this.#similarity = new Float64Array(k);
    this.#value = new Float64Array(k);
  }

  clear(): void {
    this.#size = 0;
  }

  offer(similarity: number, value: number): void {
    if (this.#size < this.#similarity.length) this.#rise(this.#size++, similarity, value);
    else if (similarity > this.#similarity[0]!) this.#fall(similarity, value);
  }

  /** The mean of the values, weighted by similarity; 0 of none. */
  mean(): number {
    let sum = 0;
    let total = 0;
    for (let at = 0; at < this.#size; at += 1) {
      sum += this.#similarity[at]! * this.#value[at]!;
      total += this.#similarity[at]!;
    }
    return total > 0 ? sum / total : 0;
  }

  #put(at: number, similarity: number, value: number): void {
    this.#similarity[at] = similarity;
    this.#value[at] = value;
  }

  #rise(at: number, similarity: number, value: number): void {
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#similarity[parent]! <= similarity) break;
      this.#put(at, this.#similarity[parent]!, this.#value[parent]!);
      at = parent;
    }
    this.#put(at, similarity, value);
  }

  #fall(similarity: number, value: number): void {
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && this.#similarity[child + 1]! < this.#similarity[child]!) child += 1;
      if (this.#similarity[child]! >= similarity) break;
      this.#put(at, this.#similarity[child]!, this.#value[child]!);
      at = child;
    }
    this.#put(at, similarity, value);
  }
}

import { select } from '../item-weights/select.ts';

/** Finds the k most alike: `alike` is of the first `found` of some items or users, below 0 for what is none; one question after the other. */
export class Nearest {
  readonly alike: Float64Array;
  readonly #sizes: Float64Array;

  constructor(items: number) {
    this.alike = new Float64Array(items);
    this.#sizes = new Float64Array(items);
  }

  /** They and how alike they are, numbers ascending; the lower number is kept among equals. */
  of(items: Int32Array, found: number, k: number): { others: Int32Array; weights: Float64Array } {
    const least = this.#least(found, k);
    const [surely, equal]: [number[], number[]] = [[], []];
    for (let n = 0; n < found; n += 1) if (this.alike[n]! >= least) (this.alike[n]! > least ? surely : equal).push(n);
    const ofLowest = equal.sort((a, b) => items[a]! - items[b]!).slice(0, k - surely.length);
    const kept = [...surely, ...ofLowest].sort((a, b) => items[a]! - items[b]!);
    return {
      others: Int32Array.from(kept, (n) => items[n]!),
      weights: Float64Array.from(kept, (n) => this.alike[n]!),
    };
  }

  #least(found: number, k: number): number {
    if (found <= k) return 0;
    const sizes = this.#sizes.subarray(0, found);
    sizes.set(this.alike.subarray(0, found));
    return select(sizes, found - k);
  }
}

import type { Profile } from '../data.ts';

/** What is known of the items apart from any model: how many users had each in training. */
export class Standing {
  readonly counts: Float64Array;
  readonly #most: number;

  constructor(counts: ArrayLike<number>) {
    this.counts = Float64Array.from(counts);
    this.#most = this.counts.reduce((most, count) => Math.max(most, count), 1);
  }

  /** Whether anybody had the item. */
  judges(item: number): boolean {
    return (this.counts[item] ?? 0) > 0;
  }

  /** Whether the profile has an item that was learnt from. */
  knows({ items }: Profile): boolean {
    return items.some((item) => this.judges(item));
  }

  /** Where in the profile the items lie that were learnt from. */
  known({ items }: Profile): number[] {
    return Array.from(items.keys()).filter((at) => this.judges(items[at]!));
  }

  /** The share of the most popular item's users, as scores for somebody of whom nothing is known. */
  popular(out: Float32Array): void {
    for (let item = 0; item < out.length; item += 1) out[item] = this.counts[item]! / this.#most;
  }

  /** Puts items that nobody had where the row's lowest is: nothing speaks for them. */
  sink(out: Float32Array): void {
    let least = Infinity;
    for (let item = 0; item < out.length; item += 1) {
      if (this.counts[item]! > 0 && out[item]! < least) least = out[item]!;
    }
    for (let item = 0; item < out.length; item += 1) if (this.counts[item] === 0) out[item] = least;
  }
}

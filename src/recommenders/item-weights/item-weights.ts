import { select } from './select.ts';

/** What items say of each other: item j has the entries `offsets[j]` … `offsets[j + 1]`, each an item that speaks for or against it, ascending. */
export interface ItemWeights {
  items: number;
  offsets: Uint32Array;
  source: Int32Array;
  weight: Float32Array;
}

/** Gathers them item after item, in ascending order; an item that is left out has none. */
export class ItemWeightsBuilder {
  readonly #items: number;
  readonly #offsets: Uint32Array;
  #source: Int32Array;
  #weight: Float32Array;
  #length = 0;
  #next = 0;
  /** Room for the sizes of an item's weights. */
  #sizes = new Float64Array(0);

  constructor(items: number) {
    this.#items = items;
    this.#offsets = new Uint32Array(items + 1);
    this.#source = new Int32Array(1024);
    this.#weight = new Float32Array(1024);
  }

  #widen(): void {
    const [source, weight] = [new Int32Array(2 * this.#length), new Float32Array(2 * this.#length)];
    source.set(this.#source);
    weight.set(this.#weight);
    [this.#source, this.#weight] = [source, weight];
  }

  /** The entries of an item: of those that are not 0 the `most` strongest, the lower number first among equals. */
  add(item: number, sources: Int32Array, weights: Float64Array, most: number): void {
    this.#offsets.fill(this.#length, this.#next, item + 1);
    this.#next = item + 1;
    const least = this.#leastKept(weights, most);
    // Those as strong as the weakest that is kept: so many of them still fit.
    let left = most;
    for (let at = 0; at < weights.length; at += 1) if (Math.abs(weights[at]!) > least) left -= 1;
    for (let at = 0; at < sources.length; at += 1) {
      const size = Math.abs(weights[at]!);
      if (size === 0 || size < least || (size === least && left-- <= 0)) continue;
      if (this.#length === this.#source.length) this.#widen();
      this.#source[this.#length] = sources[at]!;
      this.#weight[this.#length++] = weights[at]!;
    }
  }

  /** The size of the weakest weight that is among the `most` strongest; 0 where all are. */
  #leastKept(weights: Float64Array, most: number): number {
    if (weights.length <= most) return 0;
    if (this.#sizes.length !== weights.length) this.#sizes = new Float64Array(weights.length);
    for (let at = 0; at < weights.length; at += 1) this.#sizes[at] = Math.abs(weights[at]!);
    return select(this.#sizes, weights.length - most);
  }

  done(): ItemWeights {
    this.#offsets.fill(this.#length, this.#next);
    const [source, weight] = [this.#source.slice(0, this.#length), this.#weight.slice(0, this.#length)];
    return { items: this.#items, offsets: this.#offsets, source, weight };
  }
}

/** The same turned round: item i's entries are the items that it speaks for. */
export function turned({ items, offsets, source, weight }: ItemWeights): ItemWeights {
  const starts = new Uint32Array(items + 1);
  for (const each of source) starts[each + 1]! += 1;
  for (let item = 0; item < items; item += 1) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const other = { source: new Int32Array(source.length), weight: new Float32Array(source.length) };
  for (let item = 0; item < items; item += 1) {
    for (let at = offsets[item]!; at < offsets[item + 1]!; at += 1) {
      const to = next[source[at]!]!++;
      other.source[to] = item;
      other.weight[to] = weight[at]!;
    }
  }
  return { items, offsets: starts, ...other };
}

/** Entries that a project keeps of all items together, 11 MB as text; but fewer than so many per item cost more than chance does. */
const MOST_ENTRIES = 1_000_000;
const LEAST_PER_ITEM = 500;

/** How many weights are kept for each item, of so many items: all of them where that is few. */
export const mostKept = (items: number): number => Math.max(LEAST_PER_ITEM, Math.floor(MOST_ENTRIES / items));

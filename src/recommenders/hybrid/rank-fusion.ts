import type { Profile } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { judgedBy } from './mixture.ts';

/** The paper's constant: how slowly the first ranks fall off. */
const K = 60;

/** Items in 20 bits, scores in 32: both fit in the 53 bits of a double. */
const ITEMS = 2 ** 20;

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** A whole number that is the smaller, the greater the score: the float's bits in the order of their values, turned round. */
function descending(score: number): number {
  // −0 is as good as 0.
  float[0] = score + 0;
  const own = bits[0]!;
  return own >>> 31 ? own : 0x7fffffff - own;
}

/** Items by falling score, the lower number first among equals; numbers alone sort much faster than by comparing scores. */
export function rankedItems(scores: Float32Array): Uint32Array {
  const keys = Float64Array.from(scores, (score, item) => descending(score) * ITEMS + item);
  return Uint32Array.from(keys.sort(), (key) => key % ITEMS);
}

/**
 * Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): the sum over the members of 1 / (60 + rank), of those that judge the item.
 * Ranks are among what was not had; what was had comes after that.
 */
export class RankFusion {
  readonly members: readonly FittedRecommender[];
  readonly items: number;
  readonly #judged: Uint8Array[];

  constructor(members: readonly FittedRecommender[]) {
    this.members = members;
    this.items = members[0]!.items;
    this.#judged = judgedBy(members);
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const size = profiles.length * this.items;
    const scores = new Float32Array(size);
    out.fill(0, 0, size);
    this.members.forEach((member, at) => {
      member.score(profiles, scores);
      profiles.forEach((profile, row) => {
        const own = out.subarray(row * this.items, (row + 1) * this.items);
        this.#addRanks(scores.subarray(row * this.items, (row + 1) * this.items), at, profile, own);
      });
    });
  }

  #addRanks(scores: Float32Array, member: number, { items }: Profile, out: Float32Array): void {
    const had = new Set(items);
    const ranked = rankedItems(scores).filter((item) => this.#judged[member]![item]);
    let rank = 0;
    for (const item of ranked) if (!had.has(item)) out[item]! += 1 / (K + ++rank);
    for (const item of ranked) if (had.has(item)) out[item]! += 1 / (K + ++rank);
  }

  /** What each member adds to one profile's score of the items. */
  parts(profile: Profile): Float32Array[] {
    return this.members.map((member, at) => {
      const [scores, own] = [new Float32Array(this.items), new Float32Array(this.items)];
      member.score([profile], scores);
      this.#addRanks(scores, at, profile, own);
      return own;
    });
  }
}

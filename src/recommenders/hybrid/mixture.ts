import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Profile } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { standardise } from './standardise.ts';

/** Which of the members judge each item, member after member. */
export function judgedBy(members: readonly FittedRecommender[]): Uint8Array[] {
  return members.map((member) => Uint8Array.from({ length: member.items }, (_, item) => Number(member.judges(item))));
}

/** Keeps the correlations of members that agree in everything invertible. */
const APART = 1e-6;

/**
 * What the members in `known` weigh where the others are silent: their own weights, and those of the silent ones by what the known
 * ones lead to expect of them (the best linear prediction from the correlations of their standard scores).
 */
export function standInWeights(
  weights: Float64Array,
  correlations: Float64Array,
  known: readonly number[],
): Float64Array {
  const m = weights.length;
  const among = new Float64Array(known.length ** 2);
  known.forEach((a, row) =>
    known.forEach((b, at) => (among[row * known.length + at] = correlations[a * m + b]! + (a === b ? APART : 0))),
  );
  const effective = new Float64Array(m);
  for (const k of known) effective[k] = weights[k]!;
  for (let silent = 0; silent < m; silent += 1) {
    if (known.includes(silent) || known.length === 0) continue;
    const slopes = solvePositiveDefinite(
      among,
      Float64Array.from(known, (k) => correlations[silent * m + k]!),
    );
    slopes?.forEach((slope, at) => (effective[known[at]!]! += weights[silent]! * slope));
  }
  return effective;
}

/** A weighted sum of the members' standard scores; an item that only some of them judge is judged by these. */
export class Mixture {
  readonly members: readonly FittedRecommender[];
  readonly items: number;
  readonly #judged: Uint8Array[];
  /** Weights per pattern of who judges, member after member, and each item's pattern. */
  readonly #patterns: Float64Array[] = [];
  readonly #patternOf: Uint16Array;
  readonly #unjudged: number[] = [];

  constructor(members: readonly FittedRecommender[], weights: Float64Array, correlations: Float64Array) {
    this.members = members;
    this.items = members[0]!.items;
    this.#judged = judgedBy(members);
    this.#patternOf = new Uint16Array(this.items);
    const numbers = new Map<string, number>();
    for (let item = 0; item < this.items; item += 1) {
      const known = members.flatMap((_, at) => (this.#judged[at]![item] ? [at] : []));
      if (known.length === 0) this.#unjudged.push(item);
      const key = known.join();
      if (!numbers.has(key)) numbers.set(key, this.#patterns.push(standInWeights(weights, correlations, known)) - 1);
      this.#patternOf[item] = numbers.get(key)!;
    }
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const size = profiles.length * this.items;
    const scores = new Float32Array(size);
    out.fill(0, 0, size);
    this.members.forEach((member, at) => {
      member.score(profiles, scores);
      const weights = Float64Array.from(this.#patterns, (pattern) => pattern[at]!);
      profiles.forEach((profile, row) => {
        const [from, to] = [row * this.items, (row + 1) * this.items];
        const own = scores.subarray(from, to);
        standardise(own, this.#judged[at]!, profile);
        for (let item = 0; item < own.length; item += 1)
          out[from + item]! += weights[this.#patternOf[item]!]! * own[item]!;
      });
    });
    profiles.forEach((_, row) => this.#putUnjudgedLast(out.subarray(row * this.items, (row + 1) * this.items)));
  }

  #putUnjudgedLast(out: Float32Array): void {
    if (this.#unjudged.length === 0) return;
    const least = out.reduce((found, score) => Math.min(found, score), 0);
    for (const item of this.#unjudged) out[item] = least;
  }

  /** One profile's score of an item, by member. */
  parts(profile: Profile): Float64Array[] {
    return this.members.map((member, at) => {
      const own = new Float32Array(this.items);
      member.score([profile], own);
      standardise(own, this.#judged[at]!, profile);
      return Float64Array.from(own, (score, item) => score * this.#patterns[this.#patternOf[item]!]![at]!);
    });
  }
}

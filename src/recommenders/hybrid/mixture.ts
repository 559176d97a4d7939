import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Profile } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { fitOf, standing } from './fit-to-user.ts';
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

/** What a mixture is made by. */
export interface Weights {
  /** Of each member for users whom it explains worst, and for those whom it explains best; between them by the user's standing. */
  low: Float64Array;
  high: Float64Array;
  /** Of the members' standard scores, members × members. */
  correlations: Float64Array;
  /** By member, how well it explains users: `spreadOf`. */
  spreads: readonly Float64Array[];
}

/** How the members' weights turn into those of the ones that judge an item: known member after known member, of each member. */
type StandIn = readonly Float64Array[];

function standInFor(correlations: Float64Array, members: number, known: readonly number[]): StandIn {
  const units = Array.from({ length: members }, (_, at) =>
    Float64Array.from({ length: members }, (_each, k) => Number(k === at)),
  );
  const parts = units.map((unit) => standInWeights(unit, correlations, known));
  return units.map((_, to) => Float64Array.from(parts, (part) => part[to]!));
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, at) => sum + each * b[at]!, 0);

/**
 * A weighted sum of the members' standard scores. A member weighs more or less by how well it explains what the user had (feature-weighted
 * stacking, Sill et al. 2009); an item that only some members judge is judged by these.
 */
export class Mixture {
  readonly members: readonly FittedRecommender[];
  readonly items: number;
  readonly #weights: Weights;
  readonly #judged: Uint8Array[];
  /** Per pattern of who judges, and each item's pattern. */
  readonly #patterns: StandIn[] = [];
  readonly #patternOf: Uint16Array;
  readonly #unjudged: number[] = [];

  constructor(members: readonly FittedRecommender[], weights: Weights) {
    this.members = members;
    this.items = members[0]!.items;
    this.#weights = weights;
    this.#judged = judgedBy(members);
    this.#patternOf = new Uint16Array(this.items);
    this.#findPatterns();
  }

  #findPatterns(): void {
    const m = this.members.length;
    const numbers = new Map<string, number>();
    for (let item = 0; item < this.items; item += 1) {
      const known = this.#judged.flatMap((by, at) => (by[item] ? [at] : []));
      if (known.length === 0) this.#unjudged.push(item);
      const key = known.join();
      if (!numbers.has(key)) {
        numbers.set(key, this.#patterns.push(standInFor(this.#weights.correlations, m, known)) - 1);
      }
      this.#patternOf[item] = numbers.get(key)!;
    }
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const size = profiles.length * this.items;
    const all = this.members.map((member) => {
      const scores = new Float32Array(size);
      member.score(profiles, scores);
      return scores;
    });
    profiles.forEach((profile, row) => {
      const [from, to] = [row * this.items, (row + 1) * this.items];
      const own = out.subarray(from, to).fill(0);
      const rows = all.map((scores) => scores.subarray(from, to));
      const weights = this.#weigh(rows, profile);
      rows.forEach((scores, at) => this.#add(scores, weights[at]!, own));
      this.#putUnjudgedLast(own);
    });
  }

  /** Makes a profile's rows standard scores; by member its weight for the items of each pattern. */
  #weigh(rows: readonly Float32Array[], profile: Profile): Float64Array[] {
    const { low, high, spreads } = this.#weights;
    const own = Float64Array.from(rows, (scores, at) => {
      standardise(scores, this.#judged[at]!, profile);
      const place = standing(fitOf(scores, this.#judged[at]!, profile), spreads[at]!);
      return (1 - place) * low[at]! + place * high[at]!;
    });
    return rows.map((_, at) => Float64Array.from(this.#patterns, (standIn) => dot(standIn[at]!, own)));
  }

  #add(scores: Float32Array, byPattern: Float64Array, out: Float32Array): void {
    for (let item = 0; item < out.length; item += 1) out[item]! += byPattern[this.#patternOf[item]!]! * scores[item]!;
  }

  #putUnjudgedLast(out: Float32Array): void {
    if (this.#unjudged.length === 0) return;
    const least = out.reduce((found, score) => Math.min(found, score), 0);
    for (const item of this.#unjudged) out[item] = least;
  }

  /** What each member adds to one profile's score of the items. */
  parts(profile: Profile): Float32Array[] {
    const rows = this.members.map((member) => {
      const scores = new Float32Array(this.items);
      member.score([profile], scores);
      return scores;
    });
    const weights = this.#weigh(rows, profile);
    return rows.map((scores, at) => {
      const part = new Float32Array(this.items);
      this.#add(scores, weights[at]!, part);
      return part;
    });
  }
}

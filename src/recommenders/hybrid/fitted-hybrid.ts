import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { loadRecommender } from '../catalog.ts';
import { strongest } from '../content/item-content.ts';
import type { Profile } from '../data.ts';
import type { FittedRecommender, Ranked } from '../recommender.ts';
import { size } from '../state.ts';
import type { Blend } from './learn.ts';
import type { LeftOut } from './members.ts';
import { Mixture } from './mixture.ts';
import { RankFusion } from './rank-fusion.ts';

export const KIND = 'hybrid';

const finite = v.pipe(v.number(), v.finite());
const weight = v.pipe(finite, v.minValue(0));
const orNull = v.nullable(finite);

const stateSchema = v.object({
  kind: v.literal(KIND),
  users: size,
  items: size,
  blend: v.picklist(['learned', 'rank-fusion']),
  members: v.pipe(
    v.array(
      v.object({
        id: v.string(),
        low: weight,
        high: weight,
        spread: v.pipe(v.array(finite), v.minLength(2)),
        alone: orNull,
        state: v.unknown(),
      }),
    ),
    v.minLength(1),
  ),
  correlations: v.array(finite),
  blended: orNull,
  leftOut: v.array(v.object({ id: v.string(), code: v.string() })),
});

/**
 * A member as it is told of: what it weighs for users whom it explains worst and best, and its NDCG@10 alone on what was held back
 * (null: nothing was).
 */
export interface Member {
  id: string;
  low: number;
  high: number;
  alone: number | null;
}

/** Reasons that each member is asked for, of which the strongest of all are given. */
const ASKED = 20;
/** Of a member's weight among neighbours. */
const LEAST = 1e-3;

/** Several recommenders as one. */
export class FittedHybrid implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly leftOut: readonly LeftOut[];
  readonly #members: readonly FittedRecommender[];
  readonly #blend: Blend;
  readonly #fusion: Mixture | RankFusion;
  /** Of the profile asked about last: reasons are asked for item after item of one list. */
  #parts: { profile: Profile; parts: Float32Array[] } | null = null;

  constructor(
    users: number,
    members: readonly FittedRecommender[],
    blend: Blend,
    method: 'learned' | 'rank-fusion',
    leftOut: readonly LeftOut[],
  ) {
    this.users = users;
    this.items = members[0]!.items;
    this.leftOut = leftOut;
    this.#members = members;
    this.#blend = blend;
    const learned = method === 'learned';
    this.#fusion = learned ? new Mixture(members, blend) : new RankFusion(members);
  }

  /** The members with their weights, those left out not among them. */
  get members(): Member[] {
    const { low, high, alone } = this.#blend;
    return this.#members.map(({ kind }, at) => ({
      id: kind,
      low: low[at]!,
      high: high[at]!,
      alone: alone?.[at] ?? null,
    }));
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    this.#fusion.score(profiles, out);
  }

  knows(profile: Profile): boolean {
    return this.#members.some((member) => member.knows(profile));
  }

  judges(item: number): boolean {
    return this.#members.some((member) => member.judges(item));
  }

  #partsOf(profile: Profile): Float32Array[] {
    if (this.#parts?.profile !== profile) this.#parts = { profile, parts: this.#fusion.parts(profile) };
    return this.#parts.parts;
  }

  /** Each member's reasons share what it adds to the score of the item. */
  because(profile: Profile, item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const parts = this.#partsOf(profile);
    return merged(
      this.#members.map((member, at) => ({
        weight: Math.max(0, parts[at]![item]!),
        ranked: member.because?.(profile, item, ASKED) ?? [],
      })),
      most,
    );
  }

  /** The members' neighbours together, by their weights; of an item that nobody had, those by content. */
  similar(item: number, most: number): Ranked[] {
    return merged(
      this.#members.map((member, at) => ({
        // One that has no say in scores still knows what is alike where the others know nothing.
        weight: Math.max(LEAST, this.#blend.low[at]! + this.#blend.high[at]!),
        ranked: member.similar?.(item, ASKED + most) ?? [],
      })),
      most,
    );
  }

  toJSON(): unknown {
    const { correlations, spreads, blended } = this.#blend;
    return {
      kind: KIND,
      ...{ users: this.users, items: this.items },
      blend: this.#fusion instanceof Mixture ? 'learned' : 'rank-fusion',
      members: this.members.map((member, at) => ({
        ...member,
        spread: [...spreads[at]!],
        state: this.#members[at]!.toJSON(),
      })),
      ...{ correlations: [...correlations], blended, leftOut: this.leftOut },
    };
  }
}

/** Lists together: each shares its weight out among its items by their scores. */
function merged(lists: readonly { weight: number; ranked: readonly Ranked[] }[], most: number): Ranked[] {
  const sums = new Map<number, number>();
  for (const { weight, ranked } of lists) {
    const all = ranked.reduce((sum, { score }) => sum + score, 0);
    if (!(weight > 0)) continue;
    for (const { item, score } of ranked) sums.set(item, (sums.get(item) ?? 0) + (weight * score) / all);
  }
  return strongest(
    Array.from(sums, ([item, score]) => ({ item, score })),
    most,
  );
}

/** One that was saved, with its members. Throws `model.unreadable`. */
export async function loadHybrid(state: unknown): Promise<FittedHybrid> {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success) throw new AppError('model.unreadable', { kind: KIND });
  const { users, items, blend, members, correlations, blended, leftOut } = parsed.output;
  const fitted = await Promise.all(members.map(({ id, state: own }) => loadRecommender(id, own)));
  const whole = correlations.length === members.length ** 2 && fitted.every((member) => member.items === items);
  if (!whole) throw new AppError('model.unreadable', { kind: KIND });
  const alone = members.map((member) => member.alone);
  const learnt: Blend = {
    low: Float64Array.from(members, ({ low }) => low),
    high: Float64Array.from(members, ({ high }) => high),
    spreads: members.map(({ spread }) => Float64Array.from(spread)),
    correlations: Float64Array.from(correlations),
    alone: alone.every((each) => each !== null) ? alone : null,
    blended,
  };
  return new FittedHybrid(users, fitted, learnt, blend, leftOut);
}

import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { Interactions, LearningData, Profile } from '../data.ts';
import { assertInteractions, countsOf, popularScores } from '../popular.ts';
import type { FittedRecommender, RecommenderMaker } from '../recommender.ts';
import { packedDoubles, packWhole, packedFloats, size } from '../state.ts';
import { favourite, segmentsOf } from './segments.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'popularity';
const DAY = 86_400_000;

const stateSchema = v.object({
  kind: v.literal(KIND),
  users: size,
  items: size,
  /** How many had each item, an old interaction as a part of one where recency counts. */
  counts: packedDoubles,
  segments: size,
  /** The share of each segment's people that each item is for: segment after segment. */
  shares: packedDoubles,
  /** Each user's segment, and each item's; both empty, or the second, where there are none. −1: none. */
  ofUser: packedFloats,
  ofItem: packedFloats,
});
type State = v.InferOutput<typeof stateSchema>;

class Popularity implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly #state: State;
  readonly #ofItem: Int32Array;
  /** Of everyone, then of each segment. */
  readonly #scores: Float32Array[];

  constructor(state: State) {
    const { users, items, counts, segments, shares } = state;
    this.users = users;
    this.items = items;
    this.#state = state;
    this.#ofItem = Int32Array.from(state.ofItem);
    const parts = Array.from({ length: segments }, (_, at) => shares.subarray(at * items, (at + 1) * items));
    this.#scores = [counts, ...parts].map(popularScores);
  }

  #segmentOf({ user, items, weights }: Profile): number {
    const { segments, ofUser } = this.#state;
    if (segments === 0) return -1;
    return this.#ofItem.length > 0 ? favourite(items, weights, this.#ofItem, segments) : (ofUser[user] ?? -1);
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    profiles.forEach((profile, at) => out.set(this.#scores[this.#segmentOf(profile) + 1]!, at * this.items));
  }

  knows(profile: Profile): boolean {
    return this.#segmentOf(profile) >= 0;
  }

  judges(item: number): boolean {
    return this.#state.counts[item]! > 0;
  }

  toJSON(): unknown {
    const { counts, shares, ofUser, ofItem, ...rest } = this.#state;
    return {
      ...rest,
      counts: pack(counts),
      shares: pack(shares),
      ofUser: packWhole(ofUser),
      ofItem: packWhole(ofItem),
    };
  }
}

/** Each interaction counts a half after each half-life; one without a time counts whole. */
function recentCounts({ items, item, time }: Interactions, end: number, halfLifeDays: number): Float64Array {
  const counts = new Float64Array(items);
  for (let at = 0; at < item.length; at += 1) {
    const age = (end - time[at]!) / (halfLifeDays * DAY);
    counts[item[at]!]! += Number.isFinite(age) ? 2 ** -age : 1;
  }
  return counts;
}

const NO_SEGMENTS = {
  segments: 0,
  shares: new Float64Array(0),
  ofUser: new Float32Array(0),
  ofItem: new Float32Array(0),
};

/** A segment's counts together with the overall shares, these weighing as much as `shrinkage` people do: a small segment is like all. */
function segmentState(data: LearningData, { segment, shrinkage }: Params): typeof NO_SEGMENTS {
  const { users, items, offsets, item } = data.interactions;
  const { segments, ofUser, ofItem } = segmentsOf(data, segment);
  const active = offsets.subarray(1).filter((end, user) => end > offsets[user]!).length;
  const overall = countsOf(data.interactions);
  const shares = Float64Array.from(
    { length: segments * items },
    (_, at) => (shrinkage * overall[at % items]!) / active,
  );
  for (let user = 0; user < users; user += 1) {
    if (ofUser[user]! < 0) continue;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) shares[ofUser[user]! * items + item[at]!]! += 1;
  }
  return { segments, shares, ofUser: Float32Array.from(ofUser), ofItem: Float32Array.from(ofItem ?? []) };
}

function stateOf(data: LearningData, params: Params): State {
  const { interactions, end } = data;
  const { users, items } = interactions;
  const recent = params.by === 'recent';
  const counts = recent ? recentCounts(interactions, end, params.halfLifeDays) : countsOf(interactions);
  return { kind: KIND, users, items, counts, ...(params.by === 'segment' ? segmentState(data, params) : NO_SEGMENTS) };
}

function isWhole({ users, items, counts, segments, shares, ofUser, ofItem }: State): boolean {
  const known = [...ofUser, ...ofItem].every((segment) => segment >= -1 && segment < segments);
  const lengths = segments === 0 || (ofUser.length === users && [0, items].includes(ofItem.length));
  return counts.length === items && shares.length === segments * items && lengths && known;
}

/** What most people had: all people, all people of late, or those of the same segment. */
export default {
  make: (params) => ({
    kind: KIND,
    async fit(data, context) {
      assertInteractions(data);
      await context.step(0);
      const fitted = new Popularity(stateOf(data, params as Params));
      context.ranOn({ name: 'cpu' });
      return fitted;
    },
  }),
  load(state) {
    const parsed = v.safeParse(stateSchema, state);
    if (!parsed.success || !isWhole(parsed.output)) throw new AppError('model.unreadable', { kind: KIND });
    return new Popularity(parsed.output);
  },
} satisfies RecommenderMaker;

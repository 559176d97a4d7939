import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData, Profile } from '../data.ts';
import { assertInteractions, popularScores, putUnknownLast } from '../popular.ts';
import type { FittedRecommender, Ranked, RecommenderMaker } from '../recommender.ts';
import type { Extent } from '../sequences/runs.ts';
import { extentOf, partsOf } from '../sequences/runs.ts';
import { strongest } from '../sequences/strongest.ts';
import { eventCounts } from '../sequences/vocabulary.ts';
import { firstOrder, higherOrders } from './chains.ts';
import type { Blend, Chains } from './mixture.ts';
import { addTo, mixture, says } from './mixture.ts';
import type spec from './spec.ts';
import { KIND, readTransitions, savedLevel, savedTransitions, stateSchema } from './state.ts';

type Params = v.InferOutput<typeof spec.params>;

interface Learnt extends Chains, Blend {
  users: number;
  extent: Extent;
  /** How many events name each item. */
  counts: Float64Array;
}

class Markov implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly #learnt: Learnt;
  readonly #popular: Float32Array;
  readonly #events: number;

  constructor(learnt: Learnt) {
    this.users = learnt.users;
    this.items = learnt.items;
    this.#learnt = learnt;
    this.#popular = popularScores(learnt.counts);
    this.#events = learnt.counts.reduce((sum, count) => sum + count, 0);
  }

  /** The last items that were learnt of. */
  #read({ history, session }: Profile): Int32Array {
    const { extent, counts } = this.#learnt;
    const part = extent === 'session' ? history.subarray(session) : history;
    return part.filter((item) => counts[item]! > 0);
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      const read = this.#read(profile);
      if (read.length > 0) this.#scoreRow(read, row);
      else row.set(this.#popular);
    });
  }

  #scoreRow(read: Int32Array, row: Float32Array): void {
    const { counts } = this.#learnt;
    const { parts, rest } = mixture(this.#learnt, read, this.#learnt);
    const scores = counts.map((count) => (rest * count) / this.#events);
    for (const part of parts) addTo(scores, part);
    row.set(scores);
    putUnknownLast(row, counts);
  }

  knows(profile: Profile): boolean {
    return this.#read(profile).length > 0;
  }

  judges(item: number): boolean {
    return this.#learnt.counts[item]! > 0;
  }

  /** The share of the score that is owed to each of the last items; a run's is owed to all of its items alike. */
  because(profile: Profile, item: number, most: number): Ranked[] {
    const owed = new Map<number, number>();
    for (const part of mixture(this.#learnt, this.#read(profile), this.#learnt).parts) {
      const each = says(part, item) / part.items.length;
      for (const from of part.items) owed.set(from, (owed.get(from) ?? 0) + each);
    }
    return strongest(
      Array.from(owed, ([from, score]) => ({ item: from, score })),
      most,
    );
  }

  /** Those that followed it most, as a share of all that did. */
  similar(item: number, most: number): Ranked[] {
    const { offsets, item: to, weight, total } = this.#learnt.first;
    if (!this.judges(item)) return [];
    const ranked: Ranked[] = [];
    for (let at = offsets[item]!; at < offsets[item + 1]!; at += 1) {
      if (to[at] !== item) ranked.push({ item: to[at]!, score: weight[at]! / total[item]! });
    }
    return strongest(ranked, most);
  }

  toJSON(): unknown {
    const { users, items, extent, reach, decay, backOff, counts, first, levels } = this.#learnt;
    return {
      ...{ kind: KIND, users, items, extent, reach, decay, backOff },
      counts: pack(counts),
      first: savedTransitions(first),
      levels: levels.map(savedLevel),
    };
  }
}

async function fit(data: LearningData, params: Params, context: FitContext): Promise<Markov> {
  assertInteractions(data);
  const { histories } = data;
  const { users, items } = data.interactions;
  const { over, order, reach, decay, backOff } = params;
  const extent = over === 'sessions' ? extentOf(histories) : 'history';
  const parts = partsOf(histories, extent);
  await context.step(0);
  const first = await firstOrder(histories, parts, items, params, (share) => context.step(share / 2));
  const levels = higherOrders(histories, parts, items, order);
  await context.step(1);
  context.ranOn({ name: 'cpu' });
  const counts = eventCounts(histories, items);
  return new Markov({ users, items, extent, reach, decay, backOff, counts, first, levels });
}

function read(state: unknown): Learnt | null {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success) return null;
  const { items, counts } = parsed.output;
  const first = readTransitions(parsed.output.first, items, items);
  const levels = parsed.output.levels.map(({ keys, ...saved }) => {
    return { keys, transitions: readTransitions(saved, keys.length, items) };
  });
  const whole = levels.flatMap(({ keys, transitions }) => (transitions ? [{ keys, transitions }] : []));
  if (!first || whole.length < levels.length || counts.length !== items) return null;
  return { ...parsed.output, first, levels: whole };
}

/** Markov chains over sessions or histories, the longest run that is known first. */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load(state) {
    const learnt = read(state);
    if (!learnt) throw new AppError('model.unreadable', { kind: KIND });
    return new Markov(learnt);
  },
} satisfies RecommenderMaker;

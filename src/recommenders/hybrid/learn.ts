import { seededRandom } from '../../core/random.ts';
import { sampleRows } from '../../models/clustering/rows.ts';
import type { Profile } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { topItems, usersPerBatch } from '../serving/top.ts';
import type { Choices } from './choice.ts';
import { choiceWeights } from './choice.ts';
import type { HoldOut } from './hold-out.ts';
import type { Weights } from './mixture.ts';
import { judgedBy, Mixture } from './mixture.ts';
import { fitOf, spreadOf, standing } from './fit-to-user.ts';
import { standardise } from './standardise.ts';

/** What was learnt of the members on items held back from them. */
export interface Blend extends Weights {
  /** NDCG@10 on what was held back: of each member alone, and of the blend; null where nothing could be. */
  alone: number[] | null;
  blended: number | null;
}

type Step = (share: number) => Promise<void>;

/** Others drawn for each item that was taken, and items looked at in all. */
const OTHERS = 100;
const MOST_EVENTS = 4000;
/** Of each member so many of its best items are looked at. */
const BEST = 200;
const K = 10;

/** Within the hold-out equal scores stand by number: no member is given what another knows. */
const byNumber = (items: number): Int32Array => Int32Array.from({ length: items }, (_, item) => item);

const ones = (members: number): Float64Array => new Float64Array(members).fill(1);

/** Nothing learnt: all members alike, whoever it is for, and none says anything of what another would. */
export function evenly(members: number): Blend {
  const correlations = new Float64Array(members * members);
  for (let at = 0; at < members; at += 1) correlations[at * members + at] = 1;
  const spreads = Array.from({ length: members }, () => spreadOf(new Float64Array(1)));
  return { low: ones(members), high: ones(members), correlations, spreads, alone: null, blended: null };
}

/** Batches of users of the hold-out, with progress. */
async function inBatches(users: number, items: number, step: Step, work: (from: number, to: number) => void) {
  const batch = usersPerBatch(items);
  for (let from = 0; from < users; from += batch) {
    await step(from / users);
    work(from, Math.min(users, from + batch));
  }
}

/** Collects choices, correlations and fits, user after user. */
class Collector {
  /** Of the members' standard scores as they are; `byStanding` makes two of each. */
  readonly choices: Choices;
  /** Whose choice each is. */
  readonly #chooser: Int32Array;
  readonly correlations: Float64Array;
  readonly fits: Float64Array[];
  users = 0;
  readonly #judged: Uint8Array[];
  readonly #judgedByAll: Uint8Array;
  readonly #byAll: Int32Array;
  readonly #order: Int32Array;
  readonly #perUser: number;
  readonly #random: () => number;

  constructor(members: readonly FittedRecommender[], { held }: HoldOut, seed: number) {
    const m = members.length;
    this.#judged = judgedBy(members);
    const items = byNumber(members[0]!.items);
    this.#order = items;
    this.#judgedByAll = Uint8Array.from(items, (item) => Number(this.#judged.every((by) => by[item])));
    this.#byAll = items.filter((item) => this.#judgedByAll[item]);
    this.#perUser = Math.max(1, Math.floor(MOST_EVENTS / held.length));
    this.#random = seededRandom(seed);
    const most = held.reduce((sum, own) => sum + Math.min(own.length, this.#perUser), 0);
    this.choices = { members: m, others: OTHERS, events: 0, differences: new Float32Array(most * OTHERS * m) };
    this.#chooser = new Int32Array(most);
    this.correlations = new Float64Array(m * m);
    this.fits = members.map(() => new Float64Array(held.length));
  }

  /** `scores`: one row for each member, which is made standard here. */
  add(scores: readonly Float32Array[], profile: Profile, held: Int32Array): void {
    scores.forEach((own, at) => standardise(own, this.#judged[at]!, profile));
    scores.forEach((own, at) => (this.fits[at]![this.users] = fitOf(own, this.#judged[at]!, profile)));
    this.#addCorrelations(scores);
    const best = this.#bestOfEach(scores, profile);
    const taken = new Set(held);
    const chosen = best.filter((item) => taken.has(item));
    const others = best.filter((item) => !taken.has(item));
    for (const at of sampleRows(chosen.length, this.#perUser, this.#random))
      this.#addChoice(scores, chosen[at]!, others);
    this.users += 1;
  }

  /** What any member would offer: lists are decided among these, and an item that is in none of them is in no list. */
  #bestOfEach(scores: readonly Float32Array[], profile: Profile): number[] {
    const had = new Set(profile.items);
    const open = (item: number) => this.#judgedByAll[item] === 1 && !had.has(item);
    const lists = scores.flatMap((own) => topItems(own, 0, this.#order, BEST, open).map(({ item }) => item));
    return [...new Set(lists)].sort((a, b) => a - b);
  }

  #addCorrelations(scores: readonly Float32Array[]): void {
    const m = scores.length;
    for (let a = 0; a < m; a += 1) {
      for (let b = 0; b <= a; b += 1) {
        const r = correlation(scores[a]!, scores[b]!, this.#byAll);
        this.correlations[a * m + b]! += r;
        if (a !== b) this.correlations[b * m + a]! += r;
      }
    }
  }

  #addChoice(scores: readonly Float32Array[], chosen: number, others: readonly number[]): void {
    if (others.length === 0) return;
    const { members: m, differences } = this.choices;
    const first = this.choices.events * OTHERS * m;
    for (let other = 0; other < OTHERS; other += 1) {
      const item = others[Math.floor(this.#random() * others.length)]!;
      for (let k = 0; k < m; k += 1) differences[first + other * m + k] = scores[k]![item]! - scores[k]![chosen]!;
    }
    this.#chooser[this.choices.events++] = this.users;
  }

  /** The choices with each member twice: as far as it explains the user badly, and as far as it does well. */
  byStanding(spreads: readonly Float64Array[]): Choices {
    const { members: m, events, differences } = this.choices;
    const places = this.fits.map((fits, at) => fits.map((fit) => standing(fit, spreads[at]!)));
    const doubled = new Float32Array(events * OTHERS * 2 * m);
    for (let at = 0; at < events * OTHERS; at += 1) {
      const user = this.#chooser[Math.floor(at / OTHERS)]!;
      for (let k = 0; k < m; k += 1) {
        const [difference, place] = [differences[at * m + k]!, places[k]![user]!];
        doubled[at * 2 * m + k] = difference * (1 - place);
        doubled[at * 2 * m + m + k] = difference * place;
      }
    }
    return { members: 2 * m, others: OTHERS, events, differences: doubled };
  }
}

/** Pearson's r of two rows over some items; 0 where one of them is constant. */
function correlation(a: Float32Array, b: Float32Array, items: Int32Array): number {
  let [n, sa, sb, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (const item of items) {
    const [x, y] = [a[item]!, b[item]!];
    n += 1;
    sa += x;
    sb += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const spread = Math.sqrt((aa - (sa * sa) / n) * (bb - (sb * sb) / n));
  return spread > 1e-9 ? (ab - (sa * sb) / n) / spread : 0;
}

/** Mean NDCG@10 of lists of what a profile has not had, by the items held back. */
async function ndcg(
  score: (profiles: readonly Profile[], out: Float32Array) => void,
  items: number,
  { profiles, held }: HoldOut,
  step: Step,
): Promise<number> {
  const scores = new Float32Array(Math.min(profiles.length, usersPerBatch(items)) * items);
  const order = byNumber(items);
  let sum = 0;
  await inBatches(profiles.length, items, step, (from, to) => {
    score(profiles.slice(from, to), scores);
    for (let user = from; user < to; user += 1) {
      const had = new Set(profiles[user]!.items);
      const list = topItems(scores, (user - from) * items, order, K, (item) => !had.has(item));
      sum += gain(
        list.map(({ item }) => item),
        new Set(held[user]),
      );
    }
  });
  return sum / profiles.length;
}

const discount = (at: number): number => 1 / Math.log2(at + 2);

function gain(list: readonly number[], relevant: ReadonlySet<number>): number {
  const got = list.reduce((sum, item, at) => sum + (relevant.has(item) ? discount(at) : 0), 0);
  const ideal = Array.from({ length: Math.min(K, relevant.size) }, (_, at) => discount(at));
  return got / ideal.reduce((sum, each) => sum + each, 0);
}

async function collect(
  members: readonly FittedRecommender[],
  held: HoldOut,
  seed: number,
  step: Step,
): Promise<Collector> {
  const { items } = members[0]!;
  const collector = new Collector(members, held, seed);
  const rows = members.map(() => new Float32Array(Math.min(held.profiles.length, usersPerBatch(items)) * items));
  await inBatches(held.profiles.length, items, step, (from, to) => {
    members.forEach((member, at) => member.score(held.profiles.slice(from, to), rows[at]!));
    for (let user = from; user < to; user += 1) {
      const own = rows.map((row) => row.subarray((user - from) * items, (user - from + 1) * items));
      collector.add(own, held.profiles[user]!, held.held[user]!);
    }
  });
  return collector;
}

const only = (members: number, at: number): Float64Array =>
  Float64Array.from({ length: members }, (_, k) => Number(k === at));

/**
 * The weights of the members' standard scores, by the items held back from them. Where one member alone makes better lists of these than
 * the blend does, it alone counts.
 */
export async function learnBlend(
  members: readonly FittedRecommender[],
  held: HoldOut,
  seed: number,
  step: Step,
): Promise<Blend> {
  const m = members.length;
  const { items } = members[0]!;
  const collector = await collect(members, held, seed, (share) => step(0.4 * share));
  if (collector.choices.events === 0) return evenly(m);
  const correlations = collector.correlations.map((sum) => sum / collector.users);
  for (let at = 0; at < m; at += 1) correlations[at * m + at] = 1;
  const spreads = collector.fits.map(spreadOf);
  const learnt = await choiceWeights(collector.byStanding(spreads), () => step(0.4));
  const weights = learnt.some((weight) => weight > 0) ? learnt : ones(2 * m);
  const blend = { low: weights.slice(0, m), high: weights.slice(m), correlations, spreads };
  const mixture = new Mixture(members, blend);
  const part = (at: number) => (share: number) => step(0.5 + (0.5 * (at + share)) / (m + 1));
  const blended = await ndcg((profiles, out) => mixture.score(profiles, out), items, held, part(0));
  const alone: number[] = [];
  for (const [at, member] of members.entries()) {
    alone.push(await ndcg((profiles, out) => member.score(profiles, out), items, held, part(at + 1)));
  }
  const best = alone.indexOf(alone.reduce((a, b) => Math.max(a, b)));
  const kept = alone[best]! > blended ? { ...blend, low: only(m, best), high: only(m, best) } : blend;
  return { ...kept, alone, blended };
}

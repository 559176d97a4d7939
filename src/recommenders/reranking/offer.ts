import type { OfferParams } from '../../contract/recommending.ts';
import { plainName } from '../../core/item-names.ts';
import type { LearningData } from '../data.ts';
import type { Ranked } from '../recommender.ts';
import type { Likeness } from './likeness.ts';
import { togetherness } from './likeness.ts';
import { diverse } from './marginal-relevance.ts';

/** What may be offered to whom, and how a list is put together of what is best. */
export interface Offer {
  /** Whether a user (−1: nobody of the data) may be offered an item at all. */
  allows(user: number, item: number): boolean;
  /** How many of the best a list of `n` is chosen from. */
  candidates(n: number): number;
  /** At most `n` of the ranked (the best first): capped per category, and for variety where that is asked for. Scores stay. */
  rerank(ranked: Ranked[], n: number): Ranked[];
}

type Rule = (user: number, item: number) => boolean;

/** Marks the items of one user at a time: users are asked for one after another. */
function notSeen({ interactions: { users, items, offsets, item } }: LearningData): Rule {
  const mark = new Int32Array(items).fill(-1);
  let marked = -1;
  return (user, asked) => {
    if (user < 0 || user >= users) return true;
    if (user !== marked) {
      for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) mark[item[at]!] = user;
      marked = user;
    }
    return mark[asked] !== user;
  };
}

/** The rules that concern an item whoever it is for, answered once. An unknown stock is no stock; no category is none of those named. */
function allowedItems({ catalogue, interactions }: LearningData, params: OfferParams): Uint8Array {
  const { stock, category, ids, title } = catalogue;
  const only = new Set(params.categories);
  const never = new Set(params.notCategories);
  const named = new Set(params.notItems.map(plainName));
  // Several items may share a title: none of them is meant.
  const isNamed = (item: number) =>
    named.has(plainName(ids[item]!)) || named.has(plainName(title?.[item] ?? ids[item]!));
  return Uint8Array.from({ length: interactions.items }, (_, item) => {
    const own = category?.[item] ?? '';
    const onHand = !params.inStock || !stock || stock[item]! > 0;
    return Number(onHand && (only.size === 0 || only.has(own)) && !never.has(own) && !isNamed(item));
  });
}

/** Takes from what comes in order as long as its category has room; items without a category are not counted. */
function capped(data: LearningData, most: number): () => (item: number) => boolean {
  const { category } = data.catalogue;
  if (most === 0 || !category) return () => () => true;
  return () => {
    const taken = new Map<string, number>();
    return (item) => {
      const own = category[item] ?? null;
      if (own === null) return true;
      const before = taken.get(own) ?? 0;
      if (before >= most) return false;
      taken.set(own, before + 1);
      return true;
    };
  };
}

/** With a cap, the best of many categories may stand far down. */
const POOL = { plain: [1, 0], diverse: [5, 50], capped: [50, 500] } as const;

function poolOf({ variety, perCategory }: OfferParams): readonly [times: number, least: number] {
  if (perCategory > 0) return POOL.capped;
  return variety > 0 ? POOL.diverse : POOL.plain;
}

/**
 * The rules of an offer over the data: seen items, stock, categories, a cap per category, variety. `likeness` says how alike items are
 * for the variety (`likenessOf`); left out, by who had them.
 */
export function offerOf(data: LearningData, params: OfferParams, likeness?: Likeness): Offer {
  const allowed = allowedItems(data, params);
  const unseen: Rule = params.seen === 'exclude' ? notSeen(data) : () => true;
  const cap = capped(data, params.perCategory);
  const alike = params.variety > 0 ? (likeness ?? togetherness(data.interactions)) : () => 0;
  const [times, least] = poolOf(params);
  return {
    allows: (user, item) => allowed[item] === 1 && unseen(user, item),
    candidates: (n) => Math.max(times * n, least),
    rerank: (ranked, n) => diverse(ranked, n, params.variety, alike, cap()),
  };
}

import type { JudgingParams } from '../../contract/recommending.ts';
import { AppError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { LearningData } from '../data.ts';

/** What an event is for. */
export const [TRAIN, VALIDATION, TEST] = [0, 1, 2] as const;

/** Each event's part, in the order of the histories. */
export interface Parts {
  parts: Uint8Array;
  /** Epoch ms at which each part begins, where the calendar parts them. */
  begins?: { validation: number; test: number };
}

type Shares = Pick<JudgingParams, 'testShare' | 'validationShare'>;

/** The time of the event at a share of the way from the first to the last; Infinity past the last. */
const timeAt = (sorted: Float64Array, share: number): number =>
  sorted[Math.floor(sorted.length * Math.min(1, share) + 1e-9)] ?? Infinity;

/** The last events by the calendar; those of one instant are never parted. Throws `recommend.no-times`. */
export function partsByTime({ histories, end }: LearningData, { testShare, validationShare }: Shares): Parts {
  const { time } = histories;
  if (!Number.isFinite(end)) throw new AppError('recommend.no-times', { events: time.length });
  const sorted = time.slice().sort();
  const test = timeAt(sorted, 1 - testShare);
  const validation = Math.min(test, timeAt(sorted, Math.max(0, 1 - testShare - validationShare)));
  const parts = Uint8Array.from(time, (at) => (at >= test ? TEST : at >= validation ? VALIDATION : TRAIN));
  return { parts, begins: { validation, test } };
}

/** Gives every event of a user with a held item that item's part; `held` is emptied. */
function label(parts: Uint8Array, { histories }: LearningData, user: number, held: Map<number, number>): void {
  for (let at = histories.offsets[user]!; at < histories.offsets[user + 1]!; at++) {
    parts[at] = held.get(histories.item[at]!) ?? TRAIN;
  }
  held.clear();
}

/** Each user's last item, and before it the last but one; the first item of a user is always learnt from. */
export function partsLeavingLastOut(data: LearningData, { validationShare }: Shares): Parts {
  const { histories, interactions } = data;
  const parts = new Uint8Array(histories.item.length);
  const held = new Map<number, number>();
  const order = validationShare > 0 ? [TEST, VALIDATION] : [TEST];
  for (let user = 0; user < interactions.users; user++) {
    const items = interactions.offsets[user + 1]! - interactions.offsets[user]!;
    const wanted = Math.min(order.length, items - 1);
    for (let at = histories.offsets[user + 1]! - 1; at >= histories.offsets[user]! && held.size < wanted; at--) {
      const item = histories.item[at]!;
      if (!held.has(item)) held.set(item, order[held.size]!);
    }
    label(parts, data, user, held);
  }
  return { parts };
}

/** The first `wanted` of a random order. */
function shuffleStart(items: Int32Array, wanted: number, random: () => number): void {
  for (let at = 0; at < wanted; at++) {
    const other = at + Math.floor(random() * (items.length - at));
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
}

/**
 * A share of each user's items at random, by RecBole's rule (`Dataset.split_by_ratio`): of n items ⌊share · n⌋ are tested, as many
 * validated, and the rest is learnt from.
 */
export function partsAtRandom(data: LearningData, { testShare, validationShare }: Shares, seed: number): Parts {
  const { histories, interactions } = data;
  const random = seededRandom(seed);
  const parts = new Uint8Array(histories.item.length);
  const held = new Map<number, number>();
  for (let user = 0; user < interactions.users; user++) {
    const items = interactions.item.slice(interactions.offsets[user], interactions.offsets[user + 1]);
    const tested = Math.floor(testShare * items.length);
    // Two shares may together be all there is: one item at least is learnt from.
    const wanted = Math.min(items.length - 1, tested + Math.floor(validationShare * items.length));
    shuffleStart(items, wanted, random);
    for (let at = 0; at < wanted; at++) held.set(items[at]!, at < tested ? TEST : VALIDATION);
    label(parts, data, user, held);
  }
  return { parts };
}

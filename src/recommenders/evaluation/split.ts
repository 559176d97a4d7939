import type { JudgingParams, SignalParams } from '../../contract/recommending.ts';
import type { Histories, LearningData } from '../data.ts';
import type { Counting } from '../reading/counting.ts';
import { countingOf } from '../reading/counting.ts';
import { selected } from '../reading/histories.ts';
import { interactionsOf } from '../reading/interactions.ts';
import type { Core } from '../reading/k-core.ts';
import { coreOf, learningDataOfEvents, pruned } from '../reading/reading.ts';
import type { Parts } from './parts.ts';
import { partsAtRandom, partsByTime, partsLeavingLastOut, TEST, TRAIN, VALIDATION } from './parts.ts';

/** What was held out: `users[n]`, ascending, had the items `item[offsets[n]]` … `item[offsets[n + 1]]`, ascending. */
export interface Held {
  users: Int32Array;
  offsets: Uint32Array;
  item: Int32Array;
  /** The rating, or the strength of the interaction without half-life. */
  weight: Float64Array;
}

/** A log parted into what is learnt from and what is asked; users and items have the same numbers in each part. */
export interface Split {
  train: LearningData;
  validation: Held;
  test: Held;
  /** What each user had done when the test asks, in order: the validation's events, too, unless the parts are drawn at random. */
  before: Histories;
  about: {
    trainInteractions: number;
    validationInteractions: number;
    testInteractions: number;
    /** Users of the test of whom nothing is left to learn from. */
    newUsers: number;
    /** Epoch ms from which the test is, where the calendar parts it. */
    cutoff?: number;
  };
}

/** The events of some parts, of users and items that were not left out of the training. */
const within =
  ({ item }: Histories, parts: Uint8Array, of: readonly number[], core: Core | null) =>
  (place: number, user: number): boolean =>
    of.includes(parts[place]!) && (!core || (core.users[user] === 1 && core.items[item[place]!] === 1));

function heldOf(
  { histories, catalogue }: LearningData,
  isAsked: (place: number, user: number) => boolean,
  counting: Counting,
): Held {
  const held = selected(histories, isAsked);
  const { users, offsets, item, weight } = interactionsOf(held, catalogue.ids.length, counting, 0);
  const who = Int32Array.from({ length: users }, (_, user) => user).filter((u) => offsets[u] !== offsets[u + 1]);
  const starts = new Uint32Array(who.length + 1);
  who.forEach((user, n) => (starts[n + 1] = offsets[user + 1]!));
  return { users: who, offsets: starts, item, weight };
}

function partsOf(data: LearningData, params: JudgingParams, seed: number): Parts {
  if (params.split === 'time') return partsByTime(data, params);
  return params.split === 'random' ? partsAtRandom(data, params, seed) : partsLeavingLastOut(data, params);
}

/** Learns from the training events alone: also the half-life counts back from their end. */
function trainOf(data: LearningData, { parts, begins }: Parts, counting: Counting): LearningData {
  const left = selected(data.histories, (place) => parts[place] === TRAIN);
  return learningDataOfEvents(
    left,
    { ...data, end: begins ? Math.min(begins.validation, data.end) : data.end },
    counting,
  );
}

const newAmong = ({ users }: Held, { interactions }: LearningData): number =>
  users.filter((user) => interactions.offsets[user] === interactions.offsets[user + 1]).length;

/**
 * Parts the data by the calendar (default), by each user's last item, or by a share of each user's items at random; only the last
 * depends on the seed. Who has too few interactions is left out by the training part alone: to be asked for later on is no merit yet.
 * README.md defines each. Throws `recommend.no-times`.
 */
export function splitOf(data: LearningData, params: SignalParams & JudgingParams, seed: number): Split {
  const counting = countingOf(params);
  const found = partsOf(data, params, seed);
  const all = trainOf(data, found, counting);
  const core = coreOf(all, params);
  const train = pruned(all, core, counting);
  const plain = { ...counting, halfLife: Infinity };
  const events = (...of: readonly number[]) => within(data.histories, found.parts, of, core);
  const validation = heldOf(data, events(VALIDATION), plain);
  const test = heldOf(data, events(TEST), plain);
  const before = params.split === 'random' ? train.histories : selected(data.histories, events(TRAIN, VALIDATION));
  const about = {
    trainInteractions: train.interactions.item.length,
    validationInteractions: validation.item.length,
    testInteractions: test.item.length,
    newUsers: newAmong(test, train),
    ...(found.begins && { cutoff: found.begins.test }),
  };
  return { train, validation, test, before, about };
}

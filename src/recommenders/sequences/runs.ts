import { randomAt, shuffled } from '../../models/trainer/batches.ts';
import type { Histories } from '../data.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Runs of events; each item of a run but the first is to be foretold from those before it in the run. */
export interface Runs {
  /** All events, by number in the vocabulary, and how much each counts: 1 on average. */
  item: Int32Array;
  weight: Float32Array;
  /** Run r has the events `from[r]` … `to[r]`; those from `asked[r]` on are foretold, which is after its first. */
  from: Uint32Array;
  to: Uint32Array;
  asked: Uint32Array;
  /** The runs that teach, and those by which epochs are judged. */
  training: Uint32Array;
  validation: Uint32Array;
}

/** Whole histories of the users, or each of their sessions by itself. */
export type Extent = 'history' | 'session';

/** A stretch of the log: events `from` … `to`. */
export type Part = readonly [from: number, to: number];

/** The parts of the log in which something comes after something. */
export function partsOf({ offsets, session }: Histories, extent: Extent): Part[] {
  const parts: Part[] = [];
  for (let user = 0; user + 1 < offsets.length; user += 1) {
    const end = offsets[user + 1]!;
    let from = offsets[user]!;
    for (let at = from + 1; at <= end; at += 1) {
      const isEnd = at === end || (extent === 'session' && session[at] !== session[at - 1]);
      if (!isEnd) continue;
      if (at - from > 1) parts.push([from, at]);
      from = at;
    }
  }
  return parts;
}

/** Sessions, unless they are single events for the most part: then less than half of all could be foretold by what came before. */
export function extentOf(histories: Histories): Extent {
  const inSessions = partsOf(histories, 'session').reduce((sum, [from, to]) => sum + to - from - 1, 0);
  const inHistories = partsOf(histories, 'history').reduce((sum, [from, to]) => sum + to - from - 1, 0);
  return 2 * inSessions >= inHistories ? 'session' : 'history';
}

/** A part cut, from its end, into runs with at most `length` items to be foretold; a run begins with the last item of the one before. */
function cut([from, to]: Part, { length, throughout }: { length: number; throughout: boolean }): Part[] {
  const runs: Part[] = [];
  for (let end = to; end - from > 1;) {
    const start = Math.max(from, end - length - 1);
    runs.push([start, end]);
    end = throughout ? start + 1 : from;
  }
  return runs;
}

/** The place, among the random numbers of a training, of those that choose what is held out. */
const HELD = 0x4e1d;
/** This share of what could be foretold judges the epochs, as the last items of so many parts; more than so many would only take time. */
const HELD_SHARE = 0.1;
const HELD_MOST = 2000;
/** A part of which less would be left is not held out of. */
const HELD_LEAST = 3;

function heldParts(parts: readonly Part[], seed: number): Set<number> {
  const long = Uint32Array.from(parts.keys()).filter((at) => parts[at]![1] - parts[at]![0] >= HELD_LEAST);
  const foretold = long.reduce((sum, at) => sum + parts[at]![1] - parts[at]![0] - 1, 0);
  const many = Math.min(HELD_MOST, Math.round(HELD_SHARE * foretold));
  return new Set(shuffled(long, randomAt(seed, HELD)).subarray(0, many));
}

/** The longest run first, then the shortest ones: a training checks its device with the first few, in plain numbers. */
function checkFirst(rows: Uint32Array, from: readonly number[], to: readonly number[]): Uint32Array {
  const sorted = rows.sort((a, b) => to[a]! - from[a]! - (to[b]! - from[b]!) || a - b);
  return Uint32Array.of(...sorted.slice(-1), ...sorted.slice(0, -1));
}

function weightsOf({ weight }: Histories): Float32Array {
  const mean = weight.reduce((sum, each) => sum + each, 0) / weight.length;
  return Float32Array.from(weight, (each) => (mean > 0 ? each / mean : 1));
}

/**
 * The runs of a log, of each part the last or, with `throughout`, all; with `judged`, the last items of some parts, a tenth of what could be foretold, are not taught but judge the epochs. All events must be in
 * the vocabulary.
 */
export function runsOf(
  histories: Histories,
  { numbers }: Vocabulary,
  about: { extent: Extent; length: number; throughout: boolean; judged: boolean; seed: number },
): Runs {
  const parts = partsOf(histories, about.extent);
  const held = about.judged ? heldParts(parts, about.seed) : new Set<number>();
  const [from, to, asked]: number[][] = [[], [], []] as [number[], number[], number[]];
  const add = (start: number, end: number, first: number): number => {
    from!.push(start);
    asked!.push(first);
    return to!.push(end) - 1;
  };
  const training: number[] = [];
  const validation: number[] = [];
  parts.forEach(([start, end], part) => {
    const last = end - 1;
    if (held.has(part)) validation.push(add(Math.max(start, last - about.length), end, last));
    for (const [a, b] of cut([start, held.has(part) ? last : end], about)) training.push(add(a, b, a + 1));
  });
  return {
    item: histories.item.map((item) => numbers[item]!),
    weight: weightsOf(histories),
    from: Uint32Array.from(from!),
    to: Uint32Array.from(to!),
    asked: Uint32Array.from(asked!),
    training: checkFirst(Uint32Array.from(training), from!, to!),
    validation: Uint32Array.from(validation),
  };
}

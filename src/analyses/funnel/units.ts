import { anchoredWalk } from './anchored.ts';
import type { Walk } from './attempt.ts';
import { Attempt } from './attempt.ts';
import { bitsOf } from './matching.ts';
import { orderedWalk } from './ordered.ts';
import type { Rules } from './rules.ts';
import type { Stream } from './stream.ts';
import { strictWalk } from './strict.ts';
import { unorderedWalk } from './unordered.ts';

const WALKS: Record<Rules['order'], (rules: Rules) => Walk> = {
  ordered: orderedWalk,
  strict: strictWalk,
  unordered: unorderedWalk,
  anchored: anchoredWalk,
};

export const walkFor = (rules: Rules): Walk => WALKS[rules.order](rules);

/** Who listens to what a funnel finds in a unit. The attempts are handed out again and again: nothing of them is kept. */
export interface Listener {
  /** What counts: the unit's best attempt, or each of them where attempts are counted. */
  counted(attempt: Attempt, unit: number): void;
  /** Each attempt of a unit that is not dropped. */
  every?(attempt: Attempt, unit: number): void;
}

/** The steps that an attempt reached, as bits. */
export function reachedBits({ depth, extra }: Attempt, { required }: Rules): number {
  let bits = extra;
  for (let n = 0; n < depth; n++) bits |= 1 << required[n]!;
  return bits;
}

/** Whether an attempt is to be taken for its unit rather than another: the deepest, the earliest among equals. */
function isBetter(attempt: Attempt, best: Attempt, { places }: Stream): boolean {
  if (best.entry < 0 || attempt.depth !== best.depth) return best.entry < 0 || attempt.depth > best.depth;
  if (attempt.extra !== best.extra) {
    const more = bitsOf(attempt.extra).length - bitsOf(best.extra).length;
    if (more !== 0) return more > 0;
  }
  return places[attempt.entry]! < places[best.entry]!;
}

/** The unit's first occurrence of the first step, or -1. */
export function firstEntry({ units, parts, masks, places }: Stream, unit: number): number {
  let first = -1;
  for (let part = units[unit]!; part < units[unit + 1]!; part++) {
    for (let n = parts[part]!; n < parts[part + 1]!; n++) {
      if ((masks[n]! & 1) === 0) continue;
      if (first < 0 || places[n]! < places[first]!) first = n;
      break;
    }
  }
  return first;
}

/**
 * Reads units one by one: finds their attempts, leaves out those whom an exclusion drops, and tells the listener what
 * counts. `isEach`: attempts count each by itself.
 */
export function unitReader(stream: Stream, rules: Rules, isEach: boolean, listener: Listener): (unit: number) => void {
  const walk = walkFor(rules);
  const best = new Attempt(rules.steps);
  const isFirst = rules.entry === 'first' && rules.order !== 'unordered';
  let unit = 0;
  let isDropped = false;
  const hear = (attempt: Attempt) => {
    listener.every?.(attempt, unit);
    if (isEach) listener.counted(attempt, unit);
    else if (isBetter(attempt, best, stream)) best.copy(attempt);
  };
  const look = (attempt: Attempt) => void (isDropped ||= attempt.dropped !== Infinity);
  const walkParts = (visit: (attempt: Attempt) => void) => {
    const only = isFirst ? firstEntry(stream, unit) : -1;
    if (isFirst && only < 0) return;
    for (let part = stream.units[unit]!; part < stream.units[unit + 1]!; part++)
      walk(stream, stream.parts[part]!, stream.parts[part + 1]!, only, visit);
  };
  return (given) => {
    unit = given;
    isDropped = false;
    best.begin(-1);
    if (rules.dropping !== 0) walkParts(look);
    if (isDropped) return;
    walkParts(hear);
    if (!isEach && best.entry >= 0) listener.counted(best, unit);
  };
}

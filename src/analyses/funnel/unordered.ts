import type { Walk } from './attempt.ts';
import { Attempt } from './attempt.ts';
import { bitsOf, mostSteps } from './matching.ts';
import type { Rules } from './rules.ts';
import { STEP_BITS } from './rules.ts';
import type { Stream } from './stream.ts';

const bitCount = (mask: number): number => bitsOf(mask).length;

/** How many steps the events of a window take, kept up to date while events come in and go out. */
class Held {
  private readonly kinds = new Map<number, number>();
  private readonly masks: number[] = [];
  private readonly steps: number[][] = [];
  private readonly counts: number[] = [];
  /** How many steps an event of each kind fits. */
  private readonly room: number[] = [];
  private readonly required: number;
  private readonly rules: Rules;
  /** Whether an event of one kind never fits a step of another's: then each kind counts by itself. */
  private isDisjoint = true;
  private simple = 0;
  private lastMask = 0;
  private lastKind = 0;

  constructor(rules: Rules) {
    this.rules = rules;
    this.required = rules.required.reduce((bits, step) => bits | (1 << step), 0);
  }

  clear(): void {
    this.counts.fill(0);
    this.simple = 0;
  }

  private kindOf(mask: number): number {
    if (mask === this.lastMask) return this.lastKind;
    this.lastMask = mask;
    return (this.lastKind = this.kinds.get(mask) ?? this.newKind(mask));
  }

  private newKind(mask: number): number {
    const kind = this.masks.length;
    this.isDisjoint &&= this.masks.every((other) => (other & mask & this.required) === 0);
    this.kinds.set(mask, kind);
    this.masks.push(mask);
    this.steps.push(bitsOf(mask & this.required));
    this.counts.push(0);
    this.room.push(this.steps[kind]!.length);
    return kind;
  }

  add(mask: number): void {
    const kind = this.kindOf(mask);
    if (this.counts[kind]!++ < this.room[kind]!) this.simple++;
  }

  remove(mask: number): void {
    const kind = this.kindOf(mask);
    if (--this.counts[kind]! < this.room[kind]!) this.simple--;
  }

  depth(): number {
    return this.isDisjoint ? this.simple : mostSteps(this.steps, this.counts, this.rules.steps);
  }

  /** The optional steps that some event fits. */
  extra(): number {
    if (this.rules.optionalBits === 0) return 0;
    return (
      this.masks.reduce((bits, mask, kind) => bits | (this.counts[kind]! > 0 ? mask : 0), 0) & this.rules.optionalBits
    );
  }
}

/** Says which event took which step in the best window: each event, in order, the first free step that it fits. */
function assign({ masks }: Stream, end: number, attempt: Attempt): void {
  let free = STEP_BITS & ((1 << attempt.taken.length) - 1);
  for (let n = attempt.entry; n < end && free !== 0; n++) {
    const fits = masks[n]! & free;
    if (fits === 0) continue;
    const step = 31 - Math.clz32(fits & -fits);
    attempt.taken[step] = n;
    free &= ~(1 << step);
  }
}

/**
 * Steps in any order: the most steps that one window holds, over the windows that begin at a step event; each event
 * takes one step. An exclusion ends a window. Without an order no event is the entry, so there is no time to convert.
 */
class UnorderedWalk {
  private readonly held: Held;
  private readonly attempt: Attempt;
  private readonly rules: Rules;
  private end = 0;
  private nextExcluded = 0;

  constructor(rules: Rules) {
    this.rules = rules;
    this.held = new Held(rules);
    this.attempt = new Attempt(rules.steps);
  }

  readonly walk: Walk = (stream, from, to, _only, visit) => {
    const { held, attempt, rules } = this;
    held.clear();
    attempt.begin(-1);
    let bestEnd = from;
    [this.end, this.nextExcluded] = [from, from];
    for (let begin = from; begin < to; begin++) {
      if ((stream.masks[begin]! & STEP_BITS) === 0) {
        this.end = Math.max(this.end, begin + 1);
        continue;
      }
      this.fill(stream, begin, to);
      if (this.isBetter()) bestEnd = this.keep(begin);
      this.seeDropped(stream, begin, to);
      held.remove(stream.masks[begin]! & STEP_BITS);
      if (attempt.depth === rules.required.length && rules.optionalBits === 0 && rules.dropping === 0) break;
      // A window without end holds all that later ones hold.
      if (rules.window === Infinity && rules.excluded === 0) break;
    }
    if (attempt.entry < 0) return;
    assign(stream, bestEnd, attempt);
    visit(attempt);
  };

  /** Brings the window that begins at an event up to its end: its time, or the next exclusion. */
  private fill({ times, masks }: Stream, begin: number, to: number): void {
    const { rules, held } = this;
    this.nextExcluded = Math.max(this.nextExcluded, begin + 1);
    while (this.nextExcluded < to && (masks[this.nextExcluded]! & rules.excluded) === 0) this.nextExcluded++;
    const last = Math.min(to, this.nextExcluded);
    // The window of an event before may have ended at an exclusion that this one begins at.
    for (this.end = Math.max(this.end, begin); this.end < last; this.end++) {
      if (times[this.end]! - times[begin]! > rules.window) break;
      if (masks[this.end]! & STEP_BITS) held.add(masks[this.end]! & STEP_BITS);
    }
  }

  private isBetter(): boolean {
    const { held, attempt } = this;
    const depth = held.depth();
    if (depth !== attempt.depth || attempt.entry < 0) return depth > attempt.depth || attempt.entry < 0;
    return this.rules.optionalBits !== 0 && bitCount(held.extra()) > bitCount(attempt.extra);
  }

  private keep(begin: number): number {
    const { attempt, held } = this;
    attempt.entry = begin;
    attempt.depth = held.depth();
    attempt.extra = held.extra();
    return this.end;
  }

  /** Any window that an exclusion cuts short of all its steps drops the user. */
  private seeDropped({ times, masks }: Stream, begin: number, to: number): void {
    const { rules, nextExcluded, held, attempt } = this;
    if (rules.dropping === 0 || nextExcluded >= to || (masks[nextExcluded]! & rules.dropping) === 0) return;
    const after = times[nextExcluded]! - times[begin]!;
    if (after <= rules.window && held.depth() < rules.required.length)
      attempt.dropped = Math.min(attempt.dropped, after);
  }
}

export const unorderedWalk = (rules: Rules): Walk => new UnorderedWalk(rules).walk;

import type { Visit, Walk } from './attempt.ts';
import { Attempt, eachEntry, wantedBits } from './attempt.ts';
import { Positions } from './positions.ts';
import type { Rules } from './rules.ts';
import type { Stream } from './stream.ts';

/**
 * Other events may lie between the steps: for each required step an attempt takes the earliest event that fits, then the
 * optional steps that lie between. Entries ascend, so what they take ascends too, and a cursor for each step makes the
 * walk linear; under grace, where a later entry may take an earlier event, a binary search finds it.
 */
class OrderedWalk {
  private readonly positions: Positions;
  private readonly attempt: Attempt;
  private readonly rules: Rules;
  private stream!: Stream;
  /** The last event that the attempt stands on, and the latest time it has come to. */
  private at = 0;
  private time = 0;
  /** Where the attempt ended for good: an exclusion, or the end of the part. */
  private limit = 0;

  constructor(rules: Rules) {
    this.rules = rules;
    this.positions = new Positions(wantedBits(rules), rules.required.length, rules.ties === 'strict');
    this.attempt = new Attempt(rules.steps);
  }

  readonly walk: Walk = (stream, from, to, only, visit) => {
    this.stream = stream;
    this.positions.read(stream, from, to);
    eachEntry(stream, from, to, only, (entry) => this.try(entry, visit));
  };

  private try(entry: number, visit: Visit): void {
    const { attempt, rules, stream } = this;
    const begun = stream.times[entry]!;
    attempt.begin(entry);
    attempt.taken[0] = entry;
    attempt.depth = 1;
    this.at = entry;
    this.time = begun;
    this.limit = this.positions.to;
    for (let n = 1; n < rules.required.length; n++) {
      const step = rules.required[n]!;
      const next = this.nextInTime(step, begun);
      if (rules.active[n - 1] !== 0 && this.isExcluded(n, next, begun)) break;
      if (next < 0) break;
      attempt.taken[step] = next;
      attempt.depth++;
      this.stand(next);
    }
    if (attempt.depth === rules.required.length) attempt.took = this.time - begun;
    if (rules.optionalBits !== 0) this.takeOptional(begun);
    visit(attempt);
  }

  private stand(event: number): void {
    if (event > this.at) this.at = event;
    if (this.stream.times[event]! > this.time) this.time = this.stream.times[event]!;
  }

  /** The earliest event that fits the step after where the attempt stands; -1 if it comes too late. */
  private nextInTime(step: number, begun: number): number {
    const next = this.earliest(step, this.at, this.time);
    if (next < 0) return -1;
    const time = Math.max(this.stream.times[next]!, this.time);
    return time - begun <= this.rules.window && time - this.time <= this.rules.within[step]! ? next : -1;
  }

  private earliest(step: number, at: number, time: number): number {
    const { positions, rules } = this;
    if (rules.ties === 'grace') return positions.free(step, positions.since(time - rules.grace), this.attempt.taken);
    return positions.after(step, rules.ties === 'strict' ? positions.tieEnd(at) : at);
  }

  /** Whether an exclusion lies between where the attempt stands and the next step, or the time until which it could come. */
  private isExcluded(n: number, next: number, begun: number): boolean {
    const { positions, rules, stream, attempt } = this;
    const isStrict = rules.ties === 'strict';
    const found = positions.firstOf(rules.active[n - 1]!, isStrict ? positions.tieEnd(this.at) : this.at, n - 1);
    if (found < 0) return false;
    const time = stream.times[found]!;
    if (next >= 0 && (found >= next || (isStrict && time === stream.times[next]))) return false;
    const isLate = time - begun > rules.window || time - this.time > rules.within[rules.required[n]!]!;
    if (next < 0 && isLate) return false;
    if (stream.masks[found]! & rules.active[n - 1]! & rules.dropping) attempt.dropped = time - begun;
    this.limit = found;
    return true;
  }

  /** The optional steps of each gap that the attempt came to, in order, each before the required step that follows. */
  private takeOptional(begun: number): void {
    const { rules, attempt, stream } = this;
    for (let n = 0; n < attempt.depth; n++) {
      const event = attempt.taken[rules.required[n]!]!;
      const next = n + 1 < attempt.depth ? attempt.taken[rules.required[n + 1]!]! : -1;
      this.at = event;
      this.time = stream.times[event]!;
      if (rules.ties === 'grace') for (let m = 0; m < n; m++) this.stand(attempt.taken[rules.required[m]!]!);
      const since = this.time;
      for (const step of rules.optional[n]!) {
        const found = this.earliest(step, this.at, this.time);
        if (found < 0 || !this.isBefore(found, next)) continue;
        const time = Math.max(stream.times[found]!, this.time);
        if (time - begun > rules.window || time - since > rules.within[step]!) continue;
        attempt.taken[step] = found;
        attempt.extra |= 1 << step;
        this.stand(found);
      }
    }
  }

  private isBefore(event: number, next: number): boolean {
    const { rules, stream } = this;
    if (next < 0) return event < this.limit;
    const time = stream.times[event]!;
    const nextTime = stream.times[next]!;
    if (rules.ties === 'grace') return time <= nextTime + rules.grace;
    return rules.ties === 'strict' ? time < nextTime : event < next;
  }
}

export const orderedWalk = (rules: Rules): Walk => new OrderedWalk(rules).walk;

import type { Visit, Walk } from './attempt.ts';
import { Attempt, eachEntry, wantedBits } from './attempt.ts';
import { Positions } from './positions.ts';
import type { Rules } from './rules.ts';
import type { Stream } from './stream.ts';

/**
 * The first and the last step are fixed, those between come in any order: each of them, as they are listed, takes the
 * earliest event after the entry that no other took; the last step takes the earliest after them all.
 */
class AnchoredWalk {
  private readonly positions: Positions;
  private readonly attempt: Attempt;
  private readonly rules: Rules;
  private readonly active: number;
  private stream!: Stream;
  /** The exclusion that ends the attempt; the end of the part where there is none. */
  private limit = 0;

  constructor(rules: Rules) {
    this.rules = rules;
    this.positions = new Positions(wantedBits(rules), 1, rules.ties === 'strict');
    this.attempt = new Attempt(rules.steps);
    this.active = rules.active.reduce((bits, each) => bits | each, 0);
  }

  readonly walk: Walk = (stream, from, to, only, visit) => {
    this.stream = stream;
    this.positions.read(stream, from, to);
    eachEntry(stream, from, to, only, (entry) => this.try(entry, visit));
  };

  private try(entry: number, visit: Visit): void {
    const { attempt, rules, positions, stream } = this;
    const { required } = rules;
    const begun = stream.times[entry]!;
    attempt.begin(entry);
    attempt.taken[0] = entry;
    attempt.depth = 1;
    const excluded = this.active ? positions.firstOf(this.active, this.floor(entry)) : -1;
    this.limit = excluded < 0 ? positions.to : excluded;
    for (let n = 1; n < required.length - 1; n++) if (this.take(required[n]!, entry, begun, begun)) attempt.depth++;
    if (attempt.depth === required.length - 1) this.takeLast(begun);
    if (required.length === 1) attempt.took = 0;
    this.takeOptional(entry, begun);
    const isOpen = excluded >= 0 && attempt.depth < required.length;
    const isDropped = isOpen && (stream.masks[excluded]! & this.active & rules.dropping) !== 0;
    if (isDropped && stream.times[excluded]! - begun <= rules.window) attempt.dropped = stream.times[excluded]! - begun;
    visit(attempt);
  }

  /** The last event that cannot follow on this one. */
  private floor(event: number): number {
    return this.rules.ties === 'strict' ? this.positions.tieEnd(event) : event;
  }

  /** Lets a step take the earliest free event that follows on one, within the window and the step's own since a time. */
  private take(step: number, follows: number, begun: number, since: number, before = this.limit): boolean {
    const { rules, positions, attempt, stream } = this;
    const low = rules.ties === 'grace' ? positions.since(since - rules.grace) : this.floor(follows) + 1;
    const found = positions.free(step, low, attempt.taken);
    if (found < 0 || found >= before) return false;
    const time = stream.times[found]!;
    if (rules.ties === 'strict' && before < positions.to && time === stream.times[before]) return false;
    if (time - begun > rules.window || time - since > rules.within[step]!) return false;
    attempt.taken[step] = found;
    return true;
  }

  private takeLast(begun: number): void {
    const { rules, attempt, stream } = this;
    const { required } = rules;
    let latest = -1;
    let since = begun;
    for (let n = 0; n < required.length - 1; n++) {
      const event = attempt.taken[required[n]!]!;
      if (event > latest) latest = event;
      if (stream.times[event]! > since) since = stream.times[event]!;
    }
    const last = required[required.length - 1]!;
    if (!this.take(last, latest, begun, since)) return;
    attempt.depth++;
    attempt.took = Math.max(since, stream.times[attempt.taken[last]!]!) - begun;
  }

  /** An optional step counts where it was done before the last one. */
  private takeOptional(entry: number, begun: number): void {
    const { rules, attempt } = this;
    if (rules.optionalBits === 0) return;
    const last = attempt.depth === rules.required.length ? attempt.taken[rules.required.at(-1)!]! : this.limit;
    const before = Math.min(last, this.limit);
    for (const step of rules.optional.flat())
      if (this.take(step, entry, begun, begun, before)) attempt.extra |= 1 << step;
  }
}

export const anchoredWalk = (rules: Rules): Walk => new AnchoredWalk(rules).walk;

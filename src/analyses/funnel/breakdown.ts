import type { Attempt } from './attempt.ts';
import type { Log } from './log.ts';
import type { Params } from './params.ts';
import type { Segment } from './result.ts';
import type { Rules } from './rules.ts';
import { shareOf } from './share.ts';
import type { Stream } from './stream.ts';
import { StepTally } from './tally.ts';

/** The largest segments are shown by themselves, the rest together. */
const MOST_SEGMENTS = 12;
const NONE = -1;

/** The events of an attempt, in order. */
const eventsOf = ({ taken }: Attempt): Int32Array => taken.filter((event) => event >= 0).sort();

type Wish = Pick<Params, 'attribution' | 'attributionStep'>;

/** The number of the value that an attempt stands for, or -1: by its first event that has one, its last, or a step's. */
export function valueOf(attempt: Attempt, { places }: Stream, log: Log, byRow: Int32Array | null, wish: Wish): number {
  const valueAt = (event: number) => byRow?.[log.rows[places[event]!]!] ?? NONE;
  if (wish.attribution === 'step') {
    const event = attempt.taken[wish.attributionStep - 1] ?? -1;
    return event < 0 ? NONE : valueAt(event);
  }
  const events = eventsOf(attempt);
  if (wish.attribution === 'last') events.reverse();
  for (const event of events) if (valueAt(event) !== NONE) return valueAt(event);
  return NONE;
}

/** Counts by value. */
export class SegmentTally {
  private readonly tallies = new Map<number, StepTally>();
  private readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  add(attempt: Attempt, value: number): void {
    let tally = this.tallies.get(value);
    if (!tally) this.tallies.set(value, (tally = new StepTally(this.rules)));
    tally.add(attempt);
  }

  /** The values shown by themselves, most entered first. */
  shown(): number[] {
    const entered = (value: number) => this.tallies.get(value)!.counts[0]!;
    const values = [...this.tallies.keys()].filter((value) => value !== NONE);
    return values.sort((a, b) => entered(b) - entered(a) || a - b).slice(0, MOST_SEGMENTS);
  }

  /** Segments with their names: the largest, all others together, and those without a value. */
  figures(names: readonly string[]): Segment[] {
    const shown = this.shown();
    const others = [...this.tallies.keys()].filter((value) => value !== NONE && !shown.includes(value));
    const segments = shown.map((value) => this.segment([value], 'value', names[value] ?? null));
    if (others.length > 0) segments.push(this.segment(others, 'other', null));
    if (this.tallies.has(NONE)) segments.push(this.segment([NONE], 'none', null));
    return segments;
  }

  private segment(values: readonly number[], kind: Segment['kind'], value: string | null): Segment {
    const counts = Array.from({ length: this.rules.steps }, (_, step) =>
      values.reduce((sum, each) => sum + this.tallies.get(each)!.counts[step]!, 0),
    );
    return { value, kind, counts, ...shareOf(counts.at(-1)!, counts[0]!) };
  }
}

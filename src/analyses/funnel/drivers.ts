import { benjaminiHochberg, oddsRatio } from '../../core/statistics.ts';
import type { Attempt } from './attempt.ts';
import type { Log } from './log.ts';
import type { Driver, Drivers, FunnelStep } from './result.ts';
import type { Rules } from './rules.ts';
import { STEP_BITS } from './rules.ts';
import type { Stream } from './stream.ts';

/** With fewer on either side nothing can be said of it. */
const LEAST = 10;
const MOST_ROWS = 50;

/** A property and the number of its value for each input row. */
export interface Trait {
  name: string;
  byRow: Int32Array;
  values: readonly string[];
}

/** The transition that is looked into: into the step asked for, or that with the largest loss. Places in `required`; 0: none. */
export function transitionOf(steps: readonly FunnelStep[], required: readonly number[], wanted: number): number {
  if (required.length < 2) return 0;
  const asked = required.indexOf(wanted - 1);
  if (asked > 0) return asked;
  const lost = (n: number) => steps[required[n - 1]!]!.count - steps[required[n]!]!.count;
  return required
    .map((_, n) => n)
    .slice(1)
    .reduce((most, n) => (lost(n) > lost(most) ? n : most));
}

type Sides = [went: number, lost: number];

/**
 * What those who went on had done, or were, more or less often than those who did not: by the events before the step that
 * both reached, so that nobody had more time for it than another.
 */
export class DriverTally {
  private readonly all: Sides = [0, 0];
  private readonly events: Sides[];
  private readonly traits: Map<number, Sides>[];
  private readonly stamps: Float64Array;
  private stamp = 0;
  private readonly log: Log;
  private readonly stream: Stream;
  private readonly transition: number;
  private readonly rules: Rules;
  private readonly given: readonly Trait[];
  private readonly names: readonly string[];

  constructor(
    log: Log,
    stream: Stream,
    rules: Rules,
    transition: number,
    names: readonly string[],
    given: readonly Trait[],
  ) {
    [this.log, this.stream, this.rules, this.transition] = [log, stream, rules, transition];
    [this.names, this.given] = [names, given];
    this.events = names.map(() => [0, 0]);
    this.stamps = new Float64Array(names.length + 1);
    this.traits = given.map(() => new Map<number, Sides>());
  }

  add(attempt: Attempt, unit: number): void {
    const { log, transition, stream, rules } = this;
    if (attempt.depth < transition) return;
    const side = attempt.depth > transition ? 0 : 1;
    this.all[side]++;
    const events = rules.required.map((step) => attempt.taken[step]!).filter((event) => event >= 0);
    const last = stream.places[events.sort((a, b) => a - b)[Math.min(transition, events.length) - 1]!]!;
    this.stamp++;
    for (let n = log.offsets[unit]!; n < last; n++) {
      const code = log.codes[n]!;
      if (code >= this.events.length || (log.masks[n]! & STEP_BITS) !== 0 || this.stamps[code] === this.stamp) continue;
      this.stamps[code] = this.stamp;
      this.events[code]![side]++;
    }
    this.given.forEach(({ byRow }, n) => this.addTrait(n, byRow[log.rows[last]!]!, side));
  }

  private addTrait(trait: number, value: number, side: 0 | 1): void {
    if (value < 0) return;
    const known = this.traits[trait]!.get(value);
    if (known) known[side]++;
    else this.traits[trait]!.set(value, side === 0 ? [1, 0] : [0, 1]);
  }

  private compare(kind: Driver['kind'], name: string, value: string | null, [went, lost]: Sides): Driver | null {
    const [allWent, allLost] = this.all;
    if (went + lost < LEAST || allWent + allLost - went - lost < LEAST) return null;
    const sides = { withWent: went, withLost: lost, withoutWent: allWent - went, withoutLost: allLost - lost };
    const { value: odds, low, high, p } = oddsRatio(went, lost, allWent - went, allLost - lost);
    return { kind, name, value, ...sides, odds, low, high, p, q: p };
  }

  figures(): Drivers | null {
    const [went, lost] = this.all;
    if (went === 0 || lost === 0) return null;
    const ofEvents = this.events.map((sides, code) => this.compare('event', this.names[code]!, null, sides));
    const ofTraits = this.given.flatMap(({ name, values }, n) =>
      [...this.traits[n]!].map(([value, sides]) => this.compare('property', name, values[value] ?? null, sides)),
    );
    const found = [...ofEvents, ...ofTraits].filter((each) => each !== null);
    const q = benjaminiHochberg(found.map(({ p }) => p));
    const rows = found.map((each, n) => ({ ...each, q: q[n]! }));
    rows.sort((a, b) => a.q - b.q || a.p - b.p || Math.abs(Math.log(b.odds)) - Math.abs(Math.log(a.odds)));
    const { required } = this.rules;
    const [from, to] = [required[this.transition - 1]!, required[this.transition]!];
    return { from, to, reached: went + lost, lost, compared: rows.length, rows: rows.slice(0, MOST_ROWS) };
  }
}

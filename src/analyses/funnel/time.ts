import { quantileSorted } from '../../core/statistics.ts';
import { kaplanMeier } from '../../core/survival.ts';
import type { Attempt } from './attempt.ts';
import { histogram } from './histogram.ts';
import type { Immature, Survival, TimeToConvert } from './result.ts';
import type { Rules } from './rules.ts';
import { shareOf } from './share.ts';
import type { Stream } from './stream.ts';

const MICROSECONDS = 1e6;
const MOST_POINTS = 200;

/** How long the attempts took that counted, and how long those were seen that did not convert. */
export class TimeTally {
  /** Seconds from the entry to the last step. */
  private readonly took: number[] = [];
  /** Seconds that the others were seen, within their window. */
  private readonly seen: number[] = [];
  private entered = 0;
  private late = 0;
  private open = 0;
  private matureConverted = 0;
  private readonly rules: Rules;
  private readonly stream: Stream;
  private readonly end: number;

  constructor(rules: Rules, stream: Stream, end: number) {
    this.rules = rules;
    this.stream = stream;
    this.end = end;
  }

  add(attempt: Attempt): void {
    const left = this.end - this.stream.times[attempt.entry]!;
    const isConverted = attempt.depth === this.rules.required.length;
    const isLate = left < this.rules.window;
    this.entered++;
    if (isLate) this.late++;
    if (isLate && !isConverted) this.open++;
    if (!isLate && isConverted) this.matureConverted++;
    if (attempt.took >= 0) this.took.push(attempt.took / MICROSECONDS);
    else this.seen.push(Math.min(left, this.rules.window) / MICROSECONDS);
  }

  timeToConvert(): TimeToConvert | null {
    if (this.took.length === 0) return null;
    const sorted = Float64Array.from(this.took).sort();
    const at = (q: number) => quantileSorted(sorted, q);
    return { median: at(0.5), p25: at(0.25), p75: at(0.75), p90: at(0.9), histogram: histogram(sorted) };
  }

  /** Null without an order of the steps, and where nobody converted. */
  survival(): Survival | null {
    if (this.took.length === 0 || this.rules.required.length < 2) return null;
    const times = Float64Array.from([...this.took, ...this.seen]);
    const converted = new Uint8Array(times.length).fill(1, 0, this.took.length);
    const curve = kaplanMeier(times, converted);
    const places = thinned(curve.events, MOST_POINTS);
    const pick = (values: Float64Array, of = (value: number) => value) => places.map((n) => of(values[n]!));
    const rest = (value: number) => 1 - value;
    return {
      time: pick(curve.time),
      converted: pick(curve.survival, rest),
      low: pick(curve.high, rest),
      high: pick(curve.low, rest),
      atRisk: pick(curve.atRisk),
      median: curve.median,
    };
  }

  /** Null where a window has no end, so that every attempt that did not convert is still open. */
  immature(): Immature | null {
    if (this.rules.window === Infinity) return null;
    const entered = this.entered - this.late;
    const converted = this.matureConverted;
    return { count: this.late, open: this.open, mature: { entered, converted, ...shareOf(converted, entered) } };
  }
}

/** The places with events, as many as asked for, evenly among them; the last one always. */
function thinned(events: Float64Array, most: number): number[] {
  const places = Array.from(events.keys()).filter((n) => events[n]! > 0);
  if (places.length <= most) return places;
  return Array.from({ length: most }, (_, n) => places[Math.round((n * (places.length - 1)) / (most - 1))]!);
}

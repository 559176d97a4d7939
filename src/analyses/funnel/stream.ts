import type { Log } from './log.ts';
import type { Params } from './params.ts';

/** What is done with doubtful events before the walk. */
export interface Cleaning {
  duplicates: Params['duplicates'];
  /** Events whose input row says that they came after later ones: kept in order of time, dropped, or taken in input order. */
  late: 'keep' | 'drop' | 'row';
}

/**
 * The events that fit a step or an exclusion, unit by unit. A unit may be cut into parts that never meet in an attempt:
 * unit n has the parts from `units[n]` up to `units[n + 1]`, part p the events from `parts[p]` up to `parts[p + 1]`.
 */
export interface Stream {
  units: Uint32Array;
  parts: Uint32Array;
  times: Float64Array;
  masks: Int32Array;
  /** The number of the event within its part, those counted that fit nothing: strict order reads from it what lies between. */
  ordinals: Int32Array;
  /** Where each event stands in the log. */
  places: Int32Array;
}

/** Collects the events of one unit, then hands them over part by part. */
class Builder {
  readonly units: number[] = [0];
  readonly parts: number[] = [];
  private readonly times: Float64Array;
  private readonly masks: Int32Array;
  private readonly ordinals: Int32Array;
  private readonly places: Int32Array;
  private size = 0;
  private readonly counts = new Map<number, number>();
  private readonly log: Log;
  /** The parts of the events of this unit, in the order they came. */
  private readonly own: number[] = [];
  private ordinal = 0;

  constructor(log: Log, size: number) {
    this.log = log;
    this.times = new Float64Array(size);
    this.masks = new Int32Array(size);
    this.ordinals = new Int32Array(size);
    this.places = new Int32Array(size);
  }

  add(place: number, time: number): void {
    const { masks, parts } = this.log;
    const part = parts ? parts[place]! : 0;
    if (part < 0) return;
    const ordinal = parts ? (this.counts.get(part) ?? 0) : this.ordinal++;
    if (parts) this.counts.set(part, ordinal + 1);
    if (masks[place] === 0) return;
    this.times[this.size] = time;
    this.masks[this.size] = masks[place]!;
    this.ordinals[this.size] = ordinal;
    this.places[this.size++] = place;
    if (parts) this.own.push(part);
  }

  endUnit(): void {
    const from = this.size - this.own.length;
    if (!this.log.parts) this.parts.push(this.size);
    else if (this.own.length > 0) this.sortParts(from);
    this.units.push(this.parts.length);
    this.own.length = 0;
    this.ordinal = 0;
    this.counts.clear();
  }

  /** Brings the unit's events into order of their parts; within a part they keep theirs. */
  private sortParts(from: number): void {
    const members = new Map<number, number[]>();
    this.own.forEach((part, n) => {
      const known = members.get(part);
      if (known) known.push(from + n);
      else members.set(part, [from + n]);
    });
    const order = [...members.values()].flat();
    for (const values of [this.times, this.masks, this.ordinals, this.places])
      values.set(
        order.map((n) => values[n]!),
        from,
      );
    let end = from;
    for (const { length } of members.values()) this.parts.push((end += length));
  }

  /** A unit of one part of which all is kept. */
  addWhole(from: number, to: number): void {
    const { times, masks, end } = this.log;
    let size = this.size;
    for (let n = from; n < to && times[n]! <= end; n++) {
      if (masks[n] === 0) continue;
      this.times[size] = times[n]!;
      this.masks[size] = masks[n]!;
      this.ordinals[size] = n - from;
      this.places[size++] = n;
    }
    this.size = size;
    this.parts.push(size);
    this.units.push(this.parts.length);
  }

  finish(): Stream {
    const { units, parts, size } = this;
    return {
      units: Uint32Array.from(units),
      parts: Uint32Array.from([0, ...parts]),
      times: this.times.subarray(0, size),
      masks: this.masks.subarray(0, size),
      ordinals: this.ordinals.subarray(0, size),
      places: this.places.subarray(0, size),
    };
  }
}

/** Tells the second and later of several events of one user, time and identity; events come in order of time. */
export class Duplicates {
  private time = NaN;
  private readonly seen = new Map<number, Set<number>>();
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  /** Forgets the unit before. */
  reset(): void {
    this.time = NaN;
  }

  isDuplicate(place: number): boolean {
    const { times, users, rows, codes, identity, masks } = this.log;
    if (masks[place] === 0) return false;
    if (times[place - 1] !== times[place] && times[place + 1] !== times[place]) return false;
    if (times[place] !== this.time) {
      this.time = times[place]!;
      this.seen.clear();
    }
    const user = users[place]!;
    const what = identity ? identity[rows[place]!]! : codes[place]!;
    let own = this.seen.get(user);
    if (!own) this.seen.set(user, (own = new Set()));
    if (own.has(what)) return true;
    own.add(what);
    return false;
  }
}

/** The unit's events in input order with the times at which they were known: none before an earlier one. */
function arrivals(log: Log, from: number, to: number): { places: number[]; times: number[]; late: boolean[] } {
  const places = Array.from({ length: to - from }, (_, n) => from + n)
    .filter((place) => log.times[place]! <= log.end)
    .sort((a, b) => log.rows[a]! - log.rows[b]!);
  let latest = -Infinity;
  const late: boolean[] = [];
  const times = places.map((place) => {
    late.push(log.times[place]! < latest);
    return (latest = Math.max(latest, log.times[place]!));
  });
  return { places, times, late };
}

/** Whether the input rows of a unit contradict its times. */
export function hasLate({ rows }: Log, from: number, to: number): boolean {
  for (let n = from + 1; n < to; n++) if (rows[n]! < rows[n - 1]!) return true;
  return false;
}

/** What a cleaning leaves of one unit, event by event. */
function eachEvent(
  log: Log,
  from: number,
  to: number,
  cleaning: Cleaning,
  seen: Duplicates,
  take: (place: number, time: number) => void,
): void {
  seen.reset();
  const isKept = (place: number) => cleaning.duplicates === 'keep' || !seen.isDuplicate(place);
  if (cleaning.late === 'keep' || !hasLate(log, from, to)) {
    for (let n = from; n < to && log.times[n]! <= log.end; n++) if (isKept(n)) take(n, log.times[n]!);
    return;
  }
  const gone = new Set<number>();
  for (let n = from; n < to; n++) if (log.times[n]! > log.end || !isKept(n)) gone.add(n);
  const { places, times, late } = arrivals(log, from, to);
  if (cleaning.late === 'row')
    places.forEach((place, n) => {
      if (!gone.has(place)) take(place, times[n]!);
    });
  else {
    places.forEach((place, n) => {
      if (late[n]) gone.add(place);
    });
    for (let n = from; n < to; n++) if (!gone.has(n)) take(n, log.times[n]!);
  }
}

function relevant({ masks, offsets }: Log, chosen: readonly number[] | null): number {
  let size = 0;
  const count = (from: number, to: number) => {
    for (let n = from; n < to; n++) if (masks[n] !== 0) size++;
  };
  if (chosen) for (const unit of chosen) count(offsets[unit]!, offsets[unit + 1]!);
  else count(0, masks.length);
  return size;
}

/** The stream of all units, or of some of them, in one pass. */
export function streamOf(log: Log, cleaning: Cleaning, chosen: readonly number[] | null = null): Stream {
  const builder = new Builder(log, relevant(log, chosen));
  const seen = new Duplicates(log);
  const take = (place: number, time: number) => builder.add(place, time);
  const isWhole = !log.parts && cleaning.duplicates === 'keep' && cleaning.late === 'keep';
  const total = chosen ? chosen.length : log.units;
  for (let n = 0; n < total; n++) {
    const unit = chosen ? chosen[n]! : n;
    const [from, to] = [log.offsets[unit]!, log.offsets[unit + 1]!];
    if (isWhole) {
      builder.addWhole(from, to);
      continue;
    }
    eachEvent(log, from, to, cleaning, seen, take);
    builder.endUnit();
  }
  return builder.finish();
}

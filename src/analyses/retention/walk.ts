import type { Table } from 'apache-arrow';
import { numbers } from '../../core/columns.ts';
import type { Timeline } from '../../core/timeline.ts';
import { inOrder, timelineOf } from '../../core/timeline.ts';
import type { Frame } from '../../core/frame.ts';
import { bucketsOf, frameOf } from '../../core/frame.ts';
import { rolesOf } from '../../core/roles.ts';
import type { Span } from './cells.ts';
import { INTERVAL_MS, cellsByDistance, spansOf } from './cells.ts';
import type { Params } from './params.ts';
import { BACK, START } from './codes.ts';

export type Tables = Record<'events' | 'roles' | 'groups' | 'frame', Table>;

/** The log, and what the walk must know of the question. */
export interface Question {
  params: Params;
  frame: Frame;
  timeline: Timeline;
  roles: Uint8Array;
  spans: Span[];
  /** The bucket of the observation end. */
  lastBucket: number;
  /** The value measured of each event, NaN where there is none; absent where nothing is measured. */
  values?: Float64Array;
  /** The number of each event's value of the breakdown. */
  broken?: Float64Array;
}

export function questionOf(tables: Tables, params: Params): Question {
  const frame = frameOf(tables.frame);
  const timeline = timelineOf(tables.events);
  const ordered = (name: string) => inOrder(timeline, numbers(tables.events, name));
  return {
    params,
    frame,
    timeline,
    roles: rolesOf(tables.roles),
    spans: spansOf(params),
    lastBucket: bucketsOf(params.period, frame).of(frame.last * 1000),
    ...(params.property && { values: ordered('x') }),
    ...(params.breakdown && { broken: ordered('b') }),
  };
}

/** One user in one cohort. The arrays are used again for the next one. */
export interface Entry {
  /** The user's code. */
  user: number;
  /** The bucket of the start. */
  cohort: number;
  /** The event that is the start. */
  event: number;
  /** How many cells could be observed. */
  observed: number;
  /** Whether the user counts as returned, by cell; meaningful up to `observed`. */
  returned: Uint8Array;
  /** The values of the return events behind each cell, and how many events had one. */
  sums: Float64Array;
  valued: Float64Array;
}

/** What a user's returns add up to, before the kind of retention is applied. */
class Returns {
  readonly hits: Uint8Array;
  readonly sums: Float64Array;
  readonly valued: Float64Array;
  /** Whether a period past the last cell has enough returns; and the values there. */
  beyond = false;
  sumBeyond = 0;
  valuedBeyond = 0;
  private readonly counts: Float64Array;
  private past = -1;
  private pastCount = 0;

  constructor(
    cells: number,
    private readonly minimum: number,
    /** Whether values are added up. */
    readonly measures: boolean,
  ) {
    this.hits = new Uint8Array(cells);
    this.sums = new Float64Array(cells);
    this.valued = new Float64Array(cells);
    this.counts = new Float64Array(cells);
  }

  clear(): void {
    this.hits.fill(0);
    this.counts.fill(0);
    if (this.measures) {
      this.sums.fill(0);
      this.valued.fill(0);
    }
    this.beyond = false;
    this.sumBeyond = this.valuedBeyond = 0;
    this.past = -1;
  }

  add(cell: number, value: number): void {
    if (++this.counts[cell]! >= this.minimum) this.hits[cell] = 1;
    if (!Number.isFinite(value)) return;
    this.sums[cell]! += value;
    this.valued[cell]!++;
  }

  addBeyond(distance: number, value: number): void {
    this.pastCount = this.past === distance ? this.pastCount + 1 : 1;
    this.past = distance;
    if (this.pastCount >= this.minimum) this.beyond = true;
    if (!Number.isFinite(value)) return;
    this.sumBeyond += value;
    this.valuedBeyond++;
  }
}

/** Turns what lies in each cell into what counts by the kind: sums over the same cells that the user is judged by. */
function judge(kind: Params['kind'], returns: Returns, entry: Entry): void {
  const { hits, sums, valued, measures } = returns;
  const cells = hits.length;
  entry.returned.set(hits);
  if (measures) {
    entry.sums.set(sums);
    entry.valued.set(valued);
  }
  if (kind === 'onOrAfter') {
    let [any, sum, count] = [returns.beyond ? 1 : 0, returns.sumBeyond, returns.valuedBeyond];
    for (let cell = cells - 1; cell >= 0; cell--) {
      entry.returned[cell] = any |= hits[cell]!;
      entry.sums[cell] = sum += sums[cell]!;
      entry.valued[cell] = count += valued[cell]!;
    }
    return;
  }
  if (kind !== 'streak' && kind !== 'onOrBefore') return;
  // Index 0 holds the start: it stands by itself.
  for (let cell = 2; cell < cells; cell++) {
    if (kind === 'streak') entry.returned[cell]! &= entry.returned[cell - 1]!;
    if (kind !== 'onOrBefore') continue;
    entry.returned[cell]! |= entry.returned[cell - 1]!;
    entry.sums[cell]! += entry.sums[cell - 1]!;
    entry.valued[cell]! += entry.valued[cell - 1]!;
  }
}

/** How far a cohort or a user can be seen, in periods after the first. */
function horizons({ params, frame, lastBucket }: Question): (cohort: number, startUs: number) => number {
  if (params.clock === 'calendar') {
    const last = params.incomplete === 'drop' ? lastBucket - 1 : lastBucket;
    return (cohort) => last - cohort;
  }
  const span = INTERVAL_MS[params.period] * 1000;
  return (_, startUs) => Math.floor((frame.last * 1000 - startUs) / span) - 1;
}

/** How many cells end within a horizon, by horizon. */
function observedByHorizon(spans: readonly Span[]): (horizon: number) => number {
  const observed = new Int32Array(spans.at(-1)!.to + 1);
  spans.forEach(({ to }, cell) => observed.fill(cell + 1, to));
  return (horizon) => (horizon < 0 ? 0 : observed[Math.min(horizon, observed.length - 1)]!);
}

const USERS_PER_STEP = 8192;

/**
 * Calls `visit` for each user and cohort that the user belongs to: one by `firstEver`, one for each bucket with a start by
 * `recurring`. A return does not lie before the start (its cohort's first); the start may be its own return.
 */
export async function walk(
  question: Question,
  visit: (entry: Entry) => void,
  step: (share: number) => Promise<void>,
): Promise<void> {
  const { params, frame, timeline, roles, spans, values } = question;
  const { times, events, offsets, codes } = timeline;
  const bucketOf = bucketsOf(params.period, frame).of;
  const span = INTERVAL_MS[params.period] * 1000;
  const isCalendar = params.clock === 'calendar';
  const horizonOf = horizons(question);
  const observedOf = observedByHorizon(spans);
  const cellOf = cellsByDistance(spans);
  const returns = new Returns(spans.length, params.minimum, values !== undefined);
  const entry: Entry = {
    ...{ user: 0, cohort: 0, event: 0, observed: 0 },
    returned: new Uint8Array(spans.length),
    sums: new Float64Array(spans.length),
    valued: new Float64Array(spans.length),
  };
  const looksBeyond = params.kind === 'onOrAfter';
  const oneIsEnough = params.minimum === 1 && !values;
  let buckets = new Int32Array(1024);

  const follow = (from: number, start: number, to: number): void => {
    returns.clear();
    const cohort = buckets[start - from]!;
    for (let n = start; n < to; n++) {
      if (!(roles[events[n]!]! & BACK)) continue;
      const distance = isCalendar ? buckets[n - from]! - cohort : Math.floor((times[n]! - times[start]!) / span);
      const value = values ? values[n]! : NaN;
      if (distance < cellOf.length) {
        if (cellOf[distance]! >= 0) returns.add(cellOf[distance]!, value);
        continue;
      }
      if (!looksBeyond) break;
      returns.addBeyond(distance, value);
      if (oneIsEnough) break;
    }
    entry.cohort = cohort;
    entry.event = start;
    entry.observed = observedOf(horizonOf(cohort, times[start]!));
    judge(params.kind, returns, entry);
    visit(entry);
  };

  for (let user = 0; user < timeline.users; user++) {
    if (user % USERS_PER_STEP === 0) await step(user / timeline.users);
    const [from, to] = [offsets[user]!, offsets[user + 1]!];
    if (buckets.length < to - from) buckets = new Int32Array(2 * (to - from));
    let start = from;
    while (start < to && !(roles[events[start]!]! & START)) start++;
    if (start === to) continue;
    for (let n = start; n < to; n++) buckets[n - from] = bucketOf(times[n]!);
    entry.user = codes[user]!;
    follow(from, start, to);
    if (params.cohort === 'firstEver') continue;
    for (let n = start + 1, last = buckets[start - from]!; n < to; n++) {
      if (!(roles[events[n]!]! & START) || buckets[n - from] === last) continue;
      last = buckets[n - from]!;
      follow(from, n, to);
    }
  }
}

import type { Cases } from '../../core/paths.ts';

/** The part of each case that is followed: slice `n` has the codes from `starts[n]` up to `ends[n]`. */
export interface Slices {
  /** Cases that have the first event asked for. */
  started: number;
  starts: Uint32Array;
  ends: Uint32Array;
  codes: Uint16Array;
  /** The event behind each code; nothing of use for MIDDLE and END. */
  places: Uint32Array;
  /** The column in which each slice begins. */
  columns: Uint8Array;
  /** The case of each slice. */
  cases: Uint32Array;
}

export interface SliceRules {
  /** Nodes, or -1. */
  from: number;
  to: number;
  steps: number;
  /** The codes of events passed over, and of an end. */
  middle: number;
  end: number;
}

function indexOf(node: number, events: Uint16Array, from: number, to: number): number {
  for (let n = from; n < to; n++) if (events[n] === node) return n;
  return -1;
}

/** Where a case is entered and left (exclusive); null where it lacks an event asked for. The first of each counts. */
function bounds(
  { events, offsets }: Cases,
  n: number,
  { from, to }: SliceRules,
): { low: number; high: number } | 'start' | null {
  const last = offsets[n + 1]!;
  const low = from < 0 ? offsets[n]! : indexOf(from, events, offsets[n]!, last);
  if (low < 0) return null;
  if (to < 0) return { low, high: last };
  const goal = indexOf(to, events, from < 0 ? low : low + 1, last);
  return goal < 0 ? 'start' : { low, high: goal + 1 };
}

/**
 * From the first `from` on, so many steps, and the end where the case is over before; with `to` alone the last steps up to it; with
 * both the whole way, of which the middle is passed over where it is longer than the steps.
 */
export function slicesOf(cases: Cases, rules: SliceRules): Slices {
  const { steps, middle, end, from, to } = rules;
  const room = Math.min(cases.events.length + cases.count, cases.count * steps);
  const codes = new Uint16Array(room);
  const places = new Uint32Array(room);
  const starts = new Uint32Array(cases.count);
  const ends = new Uint32Array(cases.count);
  const columns = new Uint8Array(cases.count);
  const owners = new Uint32Array(cases.count);
  let [count, at, started] = [0, 0, 0];
  const push = (code: number, place: number) => {
    codes[at] = code;
    places[at++] = place;
  };
  for (let n = 0; n < cases.count; n++) {
    const found = bounds(cases, n, rules);
    if (found === null) continue;
    started++;
    if (found === 'start') continue;
    const { low, high } = found;
    const long = high - low > steps;
    starts[count] = at;
    owners[count] = n;
    if (to >= 0 && from >= 0 && long) {
      for (let k = low; k < low + steps - 2; k++) push(cases.events[k]!, k);
      push(middle, low);
      push(cases.events[high - 1]!, high - 1);
    } else {
      const first = to >= 0 && from < 0 ? Math.max(low, high - steps) : low;
      for (let k = first; k < Math.min(high, first + steps); k++) push(cases.events[k]!, k);
      if (to < 0 && high - low < steps) push(end, high - 1);
    }
    if (to >= 0 && from < 0) columns[count] = steps - (at - starts[count]!);
    ends[count++] = at;
  }
  return {
    started,
    starts: starts.subarray(0, count),
    ends: ends.subarray(0, count),
    columns: columns.subarray(0, count),
    cases: owners.subarray(0, count),
    codes,
    places,
  };
}

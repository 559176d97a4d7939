import type { Rules } from './rules.ts';
import type { Stream } from './stream.ts';

/** Hands out each entry of a part, from the last to the first, and how long its attempt took (µs; -1 where it did not convert). */
export type TookWalk = (stream: Stream, from: number, to: number, visit: (entry: number, took: number) => void) => void;

const required = ({ required }: Rules): number => required.reduce((bits, step) => bits | (1 << step), 0);

/** Whether some event is two of the steps at once. */
const isShared = ({ masks }: Stream, bits: number): boolean =>
  masks.some((mask) => (mask & bits & ((mask & bits) - 1)) !== 0);

/**
 * Other events may lie between: seen from the end of the part, each step knows when a chain that goes on with it comes to its end. An
 * event of the step makes that the end of the chain from the next step on.
 */
function orderedTook(rules: Rules): TookWalk {
  const bits = required(rules);
  const last = rules.required.length - 1;
  const steps = Int32Array.from(rules.required, (step) => 1 << step);
  const ends = new Float64Array(last + 1);
  return ({ times, masks }, from, to, visit) => {
    ends.fill(Infinity);
    for (let n = to - 1; n >= from; n--) {
      const mask = masks[n]! & bits;
      if (mask === 0) continue;
      const time = times[n]!;
      if (mask & steps[0]!) visit(n, ends[1]! < Infinity ? ends[1]! - time : -1);
      // Upwards, as an event is one step of a chain only.
      for (let k = 1; k < last; k++) if (mask & steps[k]!) ends[k] = ends[k + 1]!;
      if (mask & steps[last]!) ends[last] = time;
    }
  };
}

/** The first and the last step fixed: the last step's first event after the first events of those between. No event is two steps. */
function anchoredTook(rules: Rules): TookWalk {
  const bits = required(rules);
  const last = rules.required.length - 1;
  const steps = Int32Array.from(rules.required, (step) => 1 << step);
  const firsts = new Int32Array(last);
  let lasts = new Int32Array(64);
  const completed = (from: number): number => {
    let latest = from;
    for (let k = 1; k < last; k++) {
      if (firsts[k]! < 0) return -1;
      if (firsts[k]! > latest) latest = firsts[k]!;
    }
    return latest;
  };
  return ({ times, masks }, from, to, visit) => {
    if (to - from > lasts.length) lasts = new Int32Array(2 * (to - from));
    for (let k = 1; k < last; k++) firsts[k] = -1;
    let next = -1;
    for (let n = to - 1; n >= from; n--) {
      lasts[n - from] = next;
      const mask = masks[n]! & bits;
      if (mask === 0) continue;
      if (mask & steps[0]!) {
        const latest = completed(n);
        const end = latest < 0 ? -1 : lasts[latest - from]!;
        visit(n, end < 0 ? -1 : times[end]! - times[n]!);
      }
      for (let k = 1; k < last; k++) if (mask & steps[k]!) firsts[k] = n;
      if (mask & steps[last]!) next = n;
    }
  };
}

/**
 * What every attempt of a stream took, in one pass back over its events: for whom only that counts. Null where rules ask for more than the
 * order and the window: exclusions, a step's own time, other ties; and where steps share events that only one of them may have.
 */
export function tookWalk(stream: Stream, rules: Rules): TookWalk | null {
  const isPlain =
    rules.excluded === 0 &&
    rules.ties === 'input' &&
    rules.window === Infinity &&
    rules.within.every((own) => own === Infinity);
  if (!isPlain || rules.required.length < 2) return null;
  if (rules.order === 'ordered') return orderedTook(rules);
  return rules.order === 'anchored' && !isShared(stream, required(rules)) ? anchoredTook(rules) : null;
}

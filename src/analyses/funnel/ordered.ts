import type { Events, Outcome, Rules } from './walk.ts';
import { NEVER } from './walk.ts';

/** The end of the group of events that can't follow one another: those of one time if later means strictly later. */
function groupEnd({ times, to }: Events, begin: number, later: boolean): number {
  let end = begin + 1;
  if (later) while (end < to && times[end] === times[begin]) end++;
  return end;
}

function maskOf({ codes }: Events, begin: number, end: number, masks: Int32Array): number {
  let mask = 0;
  for (let n = begin; n < end; n++) mask |= masks[codes[n]!]!;
  return mask;
}

/**
 * The deepest step any attempt reaches. For each depth the latest entry that got there is kept: a later entry has more
 * of its window left, so no other can reach further. Steps are tried from the last, lest one event serve two of them.
 */
function depthReached(events: Events, rules: Rules, latest: Float64Array): number {
  latest.fill(NEVER);
  let depth = 0;
  let entered = false;
  for (let begin = events.from, end; begin < events.to; begin = end) {
    end = groupEnd(events, begin, rules.later);
    const mask = maskOf(events, begin, end, rules.masks);
    const time = events.times[begin]!;
    for (let step = rules.steps; step > 1; step--) {
      const entry = latest[step - 1]!;
      if ((mask & (1 << (step - 1))) === 0 || time - entry > rules.window || entry === NEVER) continue;
      if (entry > latest[step]!) latest[step] = entry;
      if (step > depth) depth = step;
    }
    if ((mask & 1) === 0 || (rules.first && entered)) continue;
    latest[1] = time;
    entered = true;
    if (depth === 0) depth = 1;
  }
  return depth;
}

/** Backwards, the earliest time at which each step's nearest event leads to the last step: so the earliest entry's time to convert. */
function timeTaken(events: Events, rules: Rules, completion: Float64Array): number {
  completion.fill(-NEVER);
  let took = -1;
  for (let end = events.to, begin; end > events.from; end = begin) {
    begin = end - 1;
    const time = events.times[begin]!;
    if (rules.later) while (begin > events.from && events.times[begin - 1] === time) begin--;
    const mask = maskOf(events, begin, end, rules.masks);
    for (let step = 1; step <= rules.steps; step++) {
      if ((mask & (1 << (step - 1))) === 0) continue;
      completion[step] = step === rules.steps ? time : completion[step + 1]!;
      if (step > 1) continue;
      const span = completion[1]! - time;
      if (span <= rules.window && completion[1] !== -NEVER) took = span;
      else if (rules.first) took = -1;
    }
  }
  return took;
}

/** Other events may lie between the steps. Two passes over a user's events, each linear. */
export function orderedWalk(rules: Rules): (events: Events) => Outcome {
  const scratch = new Float64Array(rules.steps + 2);
  return (events) => {
    const depth = depthReached(events, rules, scratch);
    return { depth, took: depth === rules.steps ? timeTaken(events, rules, scratch) : -1 };
  };
}

import type { Walk } from './attempt.ts';
import { Attempt, eachEntry } from './attempt.ts';
import type { Rules } from './rules.ts';
import type { Stream } from './stream.ts';

/**
 * The step that an event takes in an attempt that came to `depth` required steps and last took the step `last`, so long
 * (µs) after the required one; the required step before the optional ones; -1 if none.
 */
function fitting(rules: Rules, mask: number, depth: number, last: number, since: number): number {
  const fits = (step: number) => (mask & (1 << step)) !== 0 && since <= rules.within[step]!;
  const next = rules.required[depth]!;
  if (fits(next)) return next;
  for (const step of rules.optional[depth - 1]!) if (step > last && fits(step)) return step;
  return -1;
}

/** Follows an attempt from event to event, as long as each next one of the part is its next step. */
function follow(stream: Stream, to: number, rules: Rules, attempt: Attempt): void {
  const { times, masks, ordinals } = stream;
  const begun = times[attempt.entry]!;
  let since = begun;
  let last = 0;
  for (let n = attempt.entry + 1; n < to && attempt.depth < rules.required.length; n++) {
    const time = times[n]!;
    const isNext = ordinals[n] === ordinals[n - 1]! + 1 && !(rules.ties === 'strict' && time === times[n - 1]);
    if (!isNext || time - begun > rules.window) return;
    const next = rules.required[attempt.depth]!;
    const step = fitting(rules, masks[n]!, attempt.depth, last, time - since);
    if (step < 0) {
      const drops = masks[n]! & rules.active[attempt.depth - 1]! & rules.dropping;
      if (drops && time - since <= rules.within[next]!) attempt.dropped = time - begun;
      return;
    }
    attempt.taken[step] = n;
    last = step;
    if (step !== next) {
      attempt.extra |= 1 << step;
      continue;
    }
    attempt.depth++;
    since = time;
    if (attempt.depth === rules.required.length) attempt.took = time - begun;
  }
}

/**
 * Nothing may lie between the steps: each next event either is the next step or ends the attempt. An attempt ends after
 * at most as many events as there are steps, so the walk is linear.
 */
export function strictWalk(rules: Rules): Walk {
  const attempt = new Attempt(rules.steps);
  return (stream, from, to, only, visit) =>
    eachEntry(stream, from, to, only, (entry) => {
      attempt.begin(entry);
      attempt.taken[0] = entry;
      attempt.depth = 1;
      if (rules.required.length === 1) attempt.took = 0;
      follow(stream, to, rules, attempt);
      visit(attempt);
    });
}

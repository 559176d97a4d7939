import type { Timeline } from '../../core/timeline.ts';

/** The bits of an event's code. */
export const CONVERSION = 1;
export const TOUCH = 2;

/** What a user did until a conversion, or until the log ends without one. Reused from call to call: to be read at once. */
export interface Journey {
  user: number;
  /** Channels in order of time, and when (µs). */
  channels: number[];
  times: number[];
  converted: boolean;
  /** When it converted, and what that was worth. */
  time: number;
  value: number;
}

export interface JourneyRules {
  /** µs before the conversion; Infinity without a limit. */
  window: number;
  /** A conversion ends the journey, and the next begins after it. */
  restart: boolean;
  collapse: boolean;
  onlyFirst: boolean;
}

/** A journey holds the last so many touches: one for each of thousands of conversions stays linear in the events. */
export const MOST_TOUCHES = 200;

/** The last touches not older than the window, seen from `time`; `from`: where those of the conversion before began. */
function within(
  journey: Journey,
  touches: readonly number[],
  times: readonly number[],
  time: number,
  window: number,
  before: number,
): number {
  let from = Math.max(before, touches.length - MOST_TOUCHES);
  while (from < times.length && time - times[from]! > window) from++;
  journey.channels = touches.slice(from);
  journey.times = times.slice(from);
  journey.time = time;
  return from;
}

/**
 * Walks one user's events and hands over each journey: one for each conversion, and what is left at the end, which did not
 * convert. `channels` and `values` stand in the timeline's order.
 */
export function userJourneys(
  timeline: Timeline,
  user: number,
  channels: ArrayLike<number>,
  values: ArrayLike<number>,
  rules: JourneyRules,
  take: (journey: Journey) => void,
): void {
  const journey: Journey = { user, channels: [], times: [], converted: false, time: 0, value: 0 };
  const touches: number[] = [];
  const times: number[] = [];
  let from = 0;
  for (let n = timeline.offsets[user]!; n < timeline.offsets[user + 1]!; n++) {
    const [code, time] = [timeline.events[n]!, timeline.times[n]!];
    if (code & TOUCH) {
      const repeats = rules.collapse && touches.at(-1) === channels[n];
      if (!repeats) touches.push(channels[n]!);
      times[touches.length - 1] = time;
    }
    if (!(code & CONVERSION)) continue;
    from = within(journey, touches, times, time, rules.window, from);
    take(Object.assign(journey, { converted: true, value: values[n]! }));
    if (rules.onlyFirst) return;
    if (rules.restart) from = touches.length = times.length = 0;
  }
  if (touches.length === 0 || (journey.converted && !rules.restart)) return;
  within(journey, touches, times, times.at(-1)!, rules.window, from);
  take(Object.assign(journey, { converted: false, value: 0 }));
}

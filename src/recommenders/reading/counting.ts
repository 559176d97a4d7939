import type { SignalParams } from '../../contract/recommending.ts';
import { parseDuration } from '../../core/calendar.ts';

/** How the events of a user with an item become one interaction. */
export interface Counting {
  feedback: 'implicit' | 'ratings';
  /** Implicit: the heaviest, their sum, or ln(1 + sum). Ratings: always the last. */
  repeats: 'once' | 'sum' | 'log';
  /** Milliseconds in which an event's weight halves; Infinity: it keeps its weight. */
  halfLife: number;
}

/** What the parameters say of it. Throws `params.bad-duration`. */
export const countingOf = ({ feedback, repeats, halfLife }: SignalParams): Counting => ({
  feedback,
  repeats,
  halfLife: (feedback === 'implicit' ? parseDuration(halfLife) : null) ?? Infinity,
});

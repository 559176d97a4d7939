import { medianAndMad } from '../../core/statistics.ts';

/** How many robust standard deviations above the median, on the logarithm of events per user, are out of line. */
const DEVIATIONS = 6;
/** Where most users are alike, the deviation is taken as no less than this (a factor of about 1.3). */
const LEAST_DEVIATION = 0.25;
/** Fewer events than this are within a person's reach, whatever the others do. */
const LEAST_EVENTS = 100;
/** Of fewer users nothing can be said. */
const LEAST_USERS = 20;

/** Users with far more events than the others (Leys et al. 2013: median and MAD, which the outliers themselves can't move). */
export function findBots(perUser: readonly number[]): { threshold: number; users: number; events: number } {
  if (perUser.length < LEAST_USERS) return { threshold: Infinity, users: 0, events: 0 };
  const { median, mad } = medianAndMad(perUser.map(Math.log));
  const threshold = Math.max(LEAST_EVENTS, Math.exp(median + DEVIATIONS * Math.max(mad, LEAST_DEVIATION)));
  const bots = perUser.filter((events) => events > threshold);
  return { threshold, users: bots.length, events: bots.reduce((sum, events) => sum + events, 0) };
}

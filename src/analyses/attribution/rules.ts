import type { Journey } from './journeys.ts';

/** The rules that share one conversion out among its own touches. */
export const ruleNames = ['first', 'last', 'lastNonDirect', 'linear', 'position', 'timeDecay', 'shapley'] as const;
export type RuleName = (typeof ruleNames)[number];

export interface RuleOptions {
  /** Shares of the first and last touch, 0..1. */
  first: number;
  last: number;
  /** µs in which a touch loses half its weight. */
  halfLife: number;
  /** The channel that counts only where there is no other; -1 for none. */
  direct: number;
}

const ones = (length: number, at: number): number[] => Array.from({ length }, (_, n) => (n === at ? 1 : 0));

const scaled = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

/** The ends get their shares and those between them the rest; where nothing lies between, the ends share it in proportion. */
function positions(length: number, { first, last }: RuleOptions): number[] {
  if (length === 1) return [1];
  if (length === 2) return first + last > 0 ? scaled([first, last]) : [0.5, 0.5];
  const middle = (1 - first - last) / (length - 2);
  return Array.from({ length }, (_, n) => (n === 0 ? first : n === length - 1 ? last : middle));
}

/**
 * With the worth of a set of channels taken as the conversions of journeys that need no others, each journey's conversion is
 * a dividend of just its own set of channels, and the Shapley value splits it equally among them (Zhao et al. 2018).
 */
function equally(channels: readonly number[]): number[] {
  const different = new Set(channels).size;
  return channels.map((channel, n) => (channels.indexOf(channel) === n ? 1 / different : 0));
}

/** The share of each touch of one converted journey; they add up to 1. */
export const rules: Record<RuleName, (journey: Journey, options: RuleOptions) => number[]> = {
  first: ({ channels }) => ones(channels.length, 0),
  last: ({ channels }) => ones(channels.length, channels.length - 1),
  lastNonDirect: ({ channels }, { direct }) => {
    const at = channels.findLastIndex((channel) => channel !== direct);
    return ones(channels.length, at < 0 ? channels.length - 1 : at);
  },
  linear: ({ channels }) => channels.map(() => 1 / channels.length),
  position: ({ channels }, options) => positions(channels.length, options),
  // Weighed from the last touch on, lest all weights vanish; it has no influence on the shares.
  timeDecay: ({ times }, { halfLife }) => scaled(times.map((time) => 2 ** ((time - times.at(-1)!) / halfLife))),
  shapley: ({ channels }) => equally(channels),
};

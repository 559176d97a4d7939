import type { Profile } from '../data.ts';

/** Where in the profile those items lie that somebody had in training. */
export const knownOf = ({ items }: Profile, counts: Float64Array): number[] =>
  Array.from(items.keys()).filter((at) => counts[items[at]!]! > 0);

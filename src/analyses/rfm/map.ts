/** The named segments, the best first. README.md draws the map. */
export const segments = [
  'champions',
  'loyal',
  'potential',
  'new',
  'promising',
  'attention',
  'sleeping',
  'risk',
  'cannotLose',
  'hibernating',
  'lost',
] as const;

export type SegmentName = (typeof segments)[number];

/** By recency (row, 5 first) and frequency (1 to 5). */
const MAP: readonly (readonly SegmentName[])[] = [
  ['new', 'potential', 'potential', 'champions', 'champions'],
  ['promising', 'potential', 'potential', 'loyal', 'loyal'],
  ['sleeping', 'sleeping', 'attention', 'loyal', 'loyal'],
  ['hibernating', 'hibernating', 'risk', 'risk', 'cannotLose'],
  ['lost', 'lost', 'risk', 'risk', 'cannotLose'],
];

/** A score of any number of groups on the map's scale of five. */
export const onFive = (score: number, groups: number): number =>
  Math.min(5, Math.max(1, Math.ceil((5 * score) / groups)));

/** The segment of two scores from 1 to `groups`; `second` may lie between two. */
export const segmentOf = (recency: number, second: number, groups: number): SegmentName =>
  MAP[5 - onFive(recency, groups)]![onFive(second, groups) - 1]!;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths that a person reads at a glance, in seconds. */
const WIDTHS = [
  ...[1, 2, 5, 10, 15, 30].map((each) => each),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((each) => each * DAY),
];
const MOST_BINS = 24;

/** Counts in equal bins from zero, each [from, to) in seconds, as narrow as at most 24 bins allow. */
export function histogram(sorted: Float64Array): { from: number; to: number; count: number }[] {
  const longest = sorted.at(-1)!;
  const width = WIDTHS.find((each) => longest < each * MOST_BINS) ?? Math.ceil((longest + 1) / MOST_BINS / DAY) * DAY;
  const counts = new Array<number>(Math.floor(longest / width) + 1).fill(0);
  for (const seconds of sorted) counts[Math.floor(seconds / width)]!++;
  return counts.map((count, n) => ({ from: n * width, to: (n + 1) * width, count }));
}

/** One of the groups of equal size that rows fall into by prediction, the highest first. */
export interface RankedGroup {
  /** 1: the highest. */
  decile: number;
  rows: number;
  predicted: number;
  observed: number | null;
}

const MOST = 10;
/** Of fewer rows a share or a mean says nothing. */
const LEAST_ROWS = 5;

/** How many groups the rows can bear, scored and judged alike: ten, or fewer so that each has five rows. */
export const groupsFor = (scored: number, judged: number): number =>
  Math.max(1, Math.min(MOST, Math.floor(Math.min(scored, judged) / LEAST_ROWS)));

/** Rows by falling prediction; ties in their order. */
const ranked = (predictions: ArrayLike<number>): Uint32Array =>
  Uint32Array.from({ length: predictions.length }, (_, row) => row).sort(
    (a, b) => predictions[b]! - predictions[a]! || a - b,
  );

/** The rows of each group, as SQL's `ntile`: the first groups get the rows left over. */
function groupsOf(predictions: ArrayLike<number>, groups: number): Uint32Array[] {
  const order = ranked(predictions);
  const [size, left] = [Math.floor(order.length / groups), order.length % groups];
  const start = (n: number) => n * size + Math.min(n, left);
  return Array.from({ length: groups }, (_, n) => order.subarray(start(n), start(n + 1)));
}

/** The group of each row, 1 (highest) … `groups`. */
export function groupOf(predictions: ArrayLike<number>, groups: number): Uint8Array {
  const own = new Uint8Array(predictions.length);
  groupsOf(predictions, groups).forEach((rows, n) => rows.forEach((row) => (own[row] = n + 1)));
  return own;
}

const meanOf = (rows: Uint32Array, values: ArrayLike<number>): number =>
  rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

/**
 * The rows scored now in groups, `groupsFor` them and those judged, each beside what the same group of the rows judged came to.
 * None where nothing is scored.
 */
export function rankedGroups(scores: Float64Array, judged: Float64Array, labels: Float64Array): RankedGroup[] {
  const groups = groupsFor(scores.length, judged.length);
  const observed = groupsOf(judged, groups).map((rows) => (rows.length > 0 ? meanOf(rows, labels) : null));
  return groupsOf(scores, groups).flatMap((rows, n) =>
    rows.length === 0
      ? []
      : [{ decile: n + 1, rows: rows.length, predicted: meanOf(rows, scores), observed: observed[n]! }],
  );
}

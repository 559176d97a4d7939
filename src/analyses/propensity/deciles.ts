import type { Decile } from './result.ts';

const PARTS = 10;

/** The rows' numbers from the highest value to the lowest; ties by row. */
const descending = (values: Float64Array): Uint32Array =>
  Uint32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);

/** The rows of each tenth, as SQL's `ntile`: where they don't divide evenly, the first tenths have one more. */
function tenths(values: Float64Array): Uint32Array[] {
  const rows = descending(values);
  const size = Math.floor(rows.length / PARTS);
  const larger = rows.length % PARTS;
  const start = (part: number) => part * size + Math.min(part, larger);
  return Array.from({ length: PARTS }, (_, part) => rows.subarray(start(part), start(part + 1)));
}

const meanOf = (values: Float64Array, rows: Uint32Array): number =>
  rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

/** The scored users in tenths, each beside what the same tenth of the test did. Empty tenths are left out. */
export function deciles(scores: Float64Array, predicted: Float64Array, labels: Float64Array): Decile[] {
  const tested = tenths(predicted);
  return tenths(scores)
    .map((rows, part) => ({
      decile: part + 1,
      users: rows.length,
      predicted: meanOf(scores, rows),
      observed: tested[part]!.length > 0 ? meanOf(labels, tested[part]!) : null,
    }))
    .filter(({ users }) => users > 0);
}

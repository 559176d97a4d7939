import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';

/** Codes of a bin are bytes; the one after a column's last bin is that of missing values. */
export const MOST_BINS = 255;
/** Entries of `edges` and `highs` for each column. */
export const BINS_ROOM = 256;
/** Quantiles of more rows than these differ from theirs by less than a bin. */
const SAMPLE = 65_536;
const CHUNK = 8192;

/** A matrix in bytes: what trees read while they grow. */
export interface BinMatrix {
  /** Row after row; a missing value (and a category past the 255th) is `counts[column]`. */
  codes: Uint8Array;
  rows: number;
  columns: number;
  /** Bins of each column, without that of missing values. */
  counts: Int32Array;
  /** By column 256: bin b has the values in (edges[b − 1], edges[b]]; +∞ after the last. */
  edges: Float64Array;
  /** By column 256: the largest value in each bin. */
  highs: Float64Array;
  /** By column: how many codes a category has; 0 for a number. */
  categories: Int32Array;
}

/** Lets an abort arrive; called every few milliseconds of work. */
export type Pause = () => Promise<void>;

/** Half-way, and never the upper one itself: neighbours among the floats have nothing between them. */
function midpoint(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle < high ? middle : low;
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
}

/** Bounds between the bins: midway between values where there are few, else quantiles, each a value or midway between two. */
export function edgesOf(sorted: Float64Array, maxBins: number): Float64Array {
  const values = distinct(sorted);
  if (values.length <= maxBins) {
    return values.slice(1).map((value, at) => midpoint(values[at]!, value));
  }
  const edges = Float64Array.from({ length: maxBins - 1 }, (_, at) => {
    const place = ((at + 1) / maxBins) * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return low === high ? low : midpoint(low, high);
  });
  // A bound at the largest value has nothing above it.
  return distinct(edges).filter((edge) => edge < values.at(-1)!);
}

/** Rows spread over the whole matrix, one drawn from each of as many equal stretches. */
function sampleOf(rows: number, seed: number): Uint32Array {
  if (rows <= SAMPLE) return Uint32Array.from({ length: rows }, (_, row) => row);
  const random = seededRandom(seed);
  return Uint32Array.from({ length: SAMPLE }, (_, at) => Math.floor(((at + random()) * rows) / SAMPLE));
}

function sortedSample({ data, columns }: Matrix, column: number, sample: Uint32Array): Float64Array {
  const values = new Float64Array(sample.length);
  let count = 0;
  for (const row of sample) {
    const value = data[row * columns + column]!;
    // Adding 0 turns −0 into 0: the two are one value.
    if (!Number.isNaN(value)) values[count++] = value + 0;
  }
  return values.subarray(0, count).sort();
}

/** How many of 256 bounds lie below a value, by halving. */
function binOf(edges: Float64Array, from: number, value: number): number {
  let at = from;
  for (let step = 128; step > 0; step >>= 1) if (edges[at + step - 1]! < value) at += step;
  return at - from;
}

function fillRows(x: Matrix, to: BinMatrix, from: number, until: number): void {
  const { codes, columns, counts, edges, highs, categories } = to;
  for (let row = from, at = from * columns; row < until; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      const value = x.data[at]!;
      const count = counts[column]!;
      if (categories[column]! > 0) {
        codes[at] = value >= 0 && value < count ? value : count;
        continue;
      }
      if (value !== value) {
        codes[at] = count;
        continue;
      }
      const room = column * BINS_ROOM;
      const bin = binOf(edges, room, value);
      codes[at] = bin;
      if (value > highs[room + bin]!) highs[room + bin] = value;
    }
  }
}

/**
 * Puts each column into at most `maxBins` bins of about as many rows each (as scikit-learn's histogram boosting does); where a
 * column has no more values than that, each has its own. Categories keep their codes. NaN is a missing value.
 */
export async function binsOf(x: Matrix, maxBins: number, seed: number, pause: Pause): Promise<BinMatrix> {
  const { rows, columns } = x;
  const binned: BinMatrix = {
    codes: new Uint8Array(rows * columns),
    rows,
    columns,
    counts: new Int32Array(columns),
    edges: new Float64Array(columns * BINS_ROOM).fill(Infinity),
    highs: new Float64Array(columns * BINS_ROOM).fill(-Infinity),
    categories: x.categories ?? new Int32Array(columns),
  };
  const sample = sampleOf(rows, seed);
  for (let column = 0; column < columns; column += 1) {
    const codes = binned.categories[column]!;
    if (codes > 0) {
      binned.counts[column] = Math.min(codes, MOST_BINS);
      continue;
    }
    const edges = edgesOf(sortedSample(x, column, sample), Math.min(maxBins, MOST_BINS));
    binned.edges.set(edges, column * BINS_ROOM);
    binned.counts[column] = edges.length + 1;
    if ((column & 7) === 7) await pause();
  }
  for (let from = 0; from < rows; from += CHUNK) {
    fillRows(x, binned, from, Math.min(from + CHUNK, rows));
    if ((from / CHUNK) % 8 === 7) await pause();
  }
  return binned;
}

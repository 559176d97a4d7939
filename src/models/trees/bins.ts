import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';

/** Codes of a bin are bytes; the one after a column's last bin is that of missing values. */
export const MOST_BINS = 255;
/** Entries of `edges` and `highs` for each column. */
export const BINS_ROOM = 256;
/** Quantiles of more rows than these differ from theirs by less than a bin. */
const SAMPLE = 32_768;
/** Rows whose values stay near while column after column is read. */
const CHUNK = 1024;

/** A matrix in bytes: what trees read while they grow. */
export interface BinMatrix {
  /**
   * In blocks of eight columns, in each of them row after row: `codeAt`. What one pass over the rows reads lies together, and the
   * histograms it fills fit the nearest cache. A missing value (and a category past the 255th) is `counts[column]`.
   */
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

/** Where a code lies: that of the next row is eight further on. */
const placeOf = ({ rows }: BinMatrix, row: number, column: number): number =>
  (column & ~7) * rows + 8 * row + (column & 7);

/** The code of a row in a column. */
export const codeAt = (bins: BinMatrix, row: number, column: number): number => bins.codes[placeOf(bins, row, column)]!;

/** Codes of a number in rows `from` … `until`. How many of 256 bounds lie below each value is found by halving. */
function fillNumber(x: Matrix, to: BinMatrix, column: number, from: number, until: number): void {
  const { data, columns } = x;
  const { codes } = to;
  const missing = to.counts[column]!;
  const room = column * BINS_ROOM;
  const edges = to.edges.subarray(room, room + BINS_ROOM);
  const highs = to.highs.subarray(room, room + BINS_ROOM);
  for (let row = from, at = placeOf(to, from, column); row < until; row += 1, at += 8) {
    const value = data[row * columns + column]!;
    if (value !== value) {
      codes[at] = missing;
      continue;
    }
    let bin = edges[127]! < value ? 128 : 0;
    if (edges[bin + 63]! < value) bin += 64;
    if (edges[bin + 31]! < value) bin += 32;
    if (edges[bin + 15]! < value) bin += 16;
    if (edges[bin + 7]! < value) bin += 8;
    if (edges[bin + 3]! < value) bin += 4;
    if (edges[bin + 1]! < value) bin += 2;
    if (edges[bin]! < value) bin += 1;
    codes[at] = bin;
    if (value > highs[bin]!) highs[bin] = value;
  }
}

function fillCategory(x: Matrix, to: BinMatrix, column: number, from: number, until: number): void {
  const count = to.counts[column]!;
  for (let row = from, at = placeOf(to, from, column); row < until; row += 1, at += 8) {
    const value = x.data[row * x.columns + column]!;
    to.codes[at] = value >= 0 && value < count ? value : count;
  }
}

/** Places of the last block that no column has: any bins will do, and many of them are quicker than one again and again. */
function fillRest(to: BinMatrix): void {
  for (let column = to.columns; column % 8 > 0; column += 1) {
    for (let row = 0, at = placeOf(to, 0, column); row < to.rows; row += 1, at += 8) to.codes[at] = row;
  }
}

/**
 * Puts each column into at most `maxBins` bins of about as many rows each (as scikit-learn's histogram boosting does); where a
 * column has no more values than that, each has its own. Categories keep their codes. NaN is a missing value.
 */
export async function binsOf(x: Matrix, maxBins: number, seed: number, pause: Pause): Promise<BinMatrix> {
  const { rows, columns } = x;
  const binned: BinMatrix = {
    codes: new Uint8Array(rows * 8 * Math.ceil(columns / 8)),
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
  fillRest(binned);
  for (let from = 0; from < rows; from += CHUNK) {
    const until = Math.min(from + CHUNK, rows);
    for (let column = 0; column < columns; column += 1) {
      const fill = binned.categories[column]! > 0 ? fillCategory : fillNumber;
      fill(x, binned, column, from, until);
    }
    if ((from / CHUNK) % 64 === 63) await pause();
  }
  return binned;
}

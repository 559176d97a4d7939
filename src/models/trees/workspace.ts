import { AppError } from '../../core/errors.ts';
import { layOut, newKernel, type Kernel } from '../kernel.ts';
import { BINS_ROOM, type BinMatrix } from './bins.ts';
import build from './kernels/trees.as.ts?kernel';

/** The functions of kernels/trees.as.ts; addresses and sizes are in bytes where nothing else is said. */
export interface Kernels extends Kernel {
  place(at: number): void;
  rules(l2: number, minRows: number, minHessian: number, smoothing: number, criterion: number, classes: number): void;
  bounds(low: number, high: number): void;
  scale(shift: number, perG: number, perH: number): void;
  pack(g: number, h: number, rows: number, perG: number, perH: number): void;
  packLogistic(scores: number, labels: number, weights: number, rows: number, perG: number, perH: number): void;
  gather(from: number, to: number): void;
  histogramOfEight(from: number, to: number, column: number, into: number): void;
  histogramOfOne(from: number, to: number, column: number, into: number): void;
  subtract(from: number, what: number, columns: number, count: number): void;
  clear(at: number, bytes: number): void;
  totalOf(histogram: number, column: number): void;
  find(histogram: number, columns: number, count: number, draws: number, spread: number): number;
  findAmong(from: number, to: number, columns: number, count: number, draws: number): number;
  goBelow(bin: number, missing: number, missingLeft: number): void;
  goBest(): void;
  partition(from: number, to: number, column: number): number;
}

/** Where the kernels leave what they found: places in `Workspace.result`. */
export const found = {
  gain: 0,
  column: 1,
  /** The last bin that goes left; −1 for a set of categories. */
  bin: 2,
  missingLeft: 3,
  isSet: 4,
  leftRows: 5,
  leftG: 6,
  leftH: 7,
  g: 8,
  h: 9,
  /** Classes that the node has; 2 where there are none of them. */
  classes: 10,
} as const;

/** By what splits are judged: variance or a loss of second order; the same of bounded values; entropy. */
export const criteria = { gain: 0, bounded: 1, entropy: 2 } as const;

const SLOT = 16;

/** The kernels with their memory: bins, gradients and histograms of one training. */
export interface Workspace {
  kernels: Kernels;
  bins: BinMatrix;
  /** Rows that are being split, node after node. */
  rows: Uint32Array;
  /** By row, to be written before `pack`. */
  g: Float64Array;
  h: Float64Array;
  /** Labels and weights, for the logistic loss alone. */
  y: Float64Array;
  w: Float64Array;
  result: Float64Array;
  /** 256 by code: 1 where the best set of categories has it. */
  best: Uint8Array;
  /** The columns in hand, and a number of [0, 1) for each. */
  columns: { at: number; numbers: Uint32Array };
  draws: { at: number; values: Float64Array };
  /** Bytes of a column's histogram: 256 bins; and where the histograms of all columns begin. */
  columnBytes: number;
  histograms: number[];
  addressOf: { g: number; h: number };
}

/** `layOut` by name. Throws `trees.too-large`. */
function placed<Name extends string>(
  kernels: Kernels,
  sizes: Record<Name, number>,
  { rows, columns }: BinMatrix,
): Record<Name, number> {
  const names = Object.keys(sizes) as Name[];
  const bytes = names.map((name) => sizes[name]);
  try {
    const places = layOut(kernels, bytes);
    return Object.fromEntries(names.map((name, n) => [name, places[n]!])) as Record<Name, number>;
  } catch (cause) {
    const megabytes = Math.ceil(bytes.reduce((sum, size) => sum + size, 0) / 2 ** 20);
    throw new AppError('trees.too-large', { rows, columns, megabytes }, { cause });
  }
}

/** By column what the kernels ask of it: kind, bins, direction. */
function describe(view: Uint32Array, { columns, counts, categories }: BinMatrix, monotone: Int8Array): void {
  for (let column = 0; column < columns; column += 1) {
    view[4 * column] = categories[column]! > 0 ? 1 : 0;
    view[4 * column + 1] = counts[column]!;
    view[4 * column + 2] = monotone[column]!;
  }
}

/** Bytes of one bin: the sums of its rows, or a sum for each class. */
const slotBytes = (classes: number): number => (classes > 0 ? 8 * classes : SLOT);

/** Memory that kept histograms may take. */
const MOST_KEPT = 2 ** 28;

/** What a workspace is made for. */
export interface Purpose {
  /** Histograms of all columns to keep, beside the one in hand. */
  kept: number;
  /** Of a classifier of several; 0 for gradients. */
  classes?: number;
  /** Boosting of a yes or no. */
  logistic?: boolean;
  /** −1, 0 or 1 by column. */
  monotone?: Int8Array;
}

/** Bytes of the histograms of all columns, in whole blocks of eight; and how many of them there is room for. */
function histogramsOf({ columns }: BinMatrix, { kept, classes = 0 }: Purpose): { bytes: number; count: number } {
  const bytes = 8 * Math.ceil(columns / 8) * 256 * slotBytes(classes);
  return { bytes, count: 1 + Math.min(kept, Math.floor(MOST_KEPT / bytes)) };
}

/** Bytes of each part of a workspace. */
function sizesOf(bins: BinMatrix, purpose: Purpose) {
  const { rows, columns } = bins;
  const { classes = 0, logistic } = purpose;
  const histograms = histogramsOf(bins, purpose);
  return {
    codes: bins.codes.length,
    rows: 4 * rows,
    spare: 4 * rows + 4,
    sums: SLOT * rows,
    ordered: SLOT * rows,
    // Read two at a time.
    g: 8 * rows + 8,
    h: 8 * rows,
    y: logistic ? 8 * rows + 8 : 0,
    w: logistic ? 8 * rows + 8 : 0,
    table: 16 * columns,
    highs: 8 * BINS_ROOM * columns,
    result: 128,
    goes: 256,
    list: 272,
    small: slotBytes(classes) * 257,
    keys: 8 * 257,
    best: 272,
    lefts: 16 * classes,
    columns: 4 * columns,
    draws: 8 * columns,
    places: 64,
    histograms: histograms.count * histograms.bytes,
  };
}

/** What a workspace takes of memory. */
export const workspaceBytes = (bins: BinMatrix, purpose: Purpose): number =>
  Object.values(sizesOf(bins, purpose)).reduce((sum, size) => sum + size, 0);

/** Lays out a memory for some rows and columns. Throws `trees.too-large`. */
export async function workspaceOf(bins: BinMatrix, purpose: Purpose): Promise<Workspace> {
  const { classes = 0, monotone = new Int8Array(bins.columns) } = purpose;
  const kernels = await newKernel<Kernels>(build);
  const { rows, columns } = bins;
  const histograms = histogramsOf(bins, purpose);
  const at = placed(kernels, sizesOf(bins, purpose), bins);
  const buffer = kernels.memory.buffer as ArrayBuffer;
  new Uint8Array(buffer, at.codes).set(bins.codes);
  new Float64Array(buffer, at.highs, BINS_ROOM * columns).set(bins.highs);
  describe(new Uint32Array(buffer, at.table, 4 * columns), bins, monotone);
  const { codes, spare, sums, table, highs, result, goes, list, small, keys, best, ordered, lefts } = at;
  const places = [
    codes,
    rows,
    at.rows,
    spare,
    sums,
    table,
    highs,
    result,
    goes,
    list,
    small,
    keys,
    best,
    ordered,
    lefts,
  ];
  new Uint32Array(buffer, at.places, places.length).set(places);
  kernels.place(at.places);
  return {
    kernels,
    bins,
    rows: new Uint32Array(buffer, at.rows, rows),
    g: new Float64Array(buffer, at.g, rows),
    h: new Float64Array(buffer, at.h, rows),
    y: new Float64Array(buffer, at.y, purpose.logistic ? rows : 0),
    w: new Float64Array(buffer, at.w, purpose.logistic ? rows : 0),
    result: new Float64Array(buffer, result, 16),
    best: new Uint8Array(buffer, best, 256),
    columns: { at: at.columns, numbers: new Uint32Array(buffer, at.columns, columns) },
    draws: { at: at.draws, values: new Float64Array(buffer, at.draws, columns) },
    columnBytes: 256 * slotBytes(classes),
    histograms: Array.from({ length: histograms.count }, (_, n) => at.histograms + n * histograms.bytes),
    addressOf: { g: at.g, h: at.h },
  };
}

const log2Above = (value: number): number => (value > 0 ? Math.max(-500, Math.ceil(Math.log2(value))) : 0);

/** How large |g| and h are at most. */
interface Limits {
  g: number;
  h: number;
}

function limitsOf({ g, h, bins }: Workspace): Limits {
  const most = { g: 0, h: 0 };
  for (let row = 0; row < bins.rows; row += 1) {
    const size = Math.abs(g[row]!);
    if (size > most.g) most.g = size;
    if (h[row]! > most.h) most.h = h[row]!;
  }
  return most;
}

/**
 * Turns `g` and `h` of all rows into the kernels' fixed point: as fine as the largest sums allow, by a power of two. |g| and h
 * must be finite, h ≥ 0. `wholeG`: g is a class and stays as it is.
 */
export function packGradients(space: Workspace, { wholeG = false }: { wholeG?: boolean } = {}): void {
  const { kernels, addressOf, bins } = space;
  const { perG, perH } = scaleTo(space, limitsOf(space), wholeG);
  kernels.pack(addressOf.g, addressOf.h, bins.rows, perG, perH);
}

/** The fixed point for sums of all rows within some limits: units of one. */
function scaleTo({ kernels, bins }: Workspace, most: Limits, wholeG: boolean): { perG: number; perH: number } {
  const rowBits = log2Above(bins.rows + 1);
  const shift = 62 - rowBits;
  // 53 bits are all that a float64 has.
  const perG = wholeG ? 1 : 2 ** (Math.min(61 - rowBits, 53) - log2Above(most.g));
  const perH = 2 ** (Math.min(shift - rowBits - 1, 53) - log2Above(most.h));
  kernels.scale(shift, perG, perH);
  return { perG, perH };
}

/** Labels and weights in the kernels' memory, for `packLogistic`. */
export interface LogisticRows {
  labels: number;
  /** 0 where all weigh 1. */
  weights: number;
  heaviest: number;
}

/** Puts labels (0 or 1) and weights where the kernels can read them. */
export function keepLogistic(space: Workspace, y: Float64Array, weights: Float64Array | undefined): LogisticRows {
  space.y.set(y);
  if (weights) space.w.set(weights);
  const heaviest = weights?.reduce((most, weight) => Math.max(most, weight), 0) ?? 1;
  return { labels: space.y.byteOffset, weights: weights ? space.w.byteOffset : 0, heaviest };
}

/** `packGradients` of the logistic loss at some scores. */
export function packLogistic(
  space: Workspace,
  scores: Float64Array,
  { labels, weights, heaviest }: LogisticRows,
): void {
  const { perG, perH } = scaleTo(space, { g: heaviest, h: heaviest / 4 }, false);
  space.g.set(scores);
  space.kernels.packLogistic(space.addressOf.g, labels, weights, space.bins.rows, perG, perH);
}

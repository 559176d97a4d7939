import { AppError } from '../../core/errors.ts';
import type { Call, Threads } from '../../models/parallel/threads.ts';
import { kernelThreads } from '../../models/parallel/threads.ts';
import type { Interactions } from '../data.ts';
import type { Entries } from './entries.ts';
import { entriesOf, placeEntries, sizesOf } from './entries.ts';
import { gramKernel, spans } from './forms.ts';

/** As in the kernel: rows and columns of a tile, its bytes. */
const SIDE = 72;
const TILE = 8 * SIDE * SIDE;
/** Products of tiles in one call, some tens of milliseconds. */
const PRODUCTS_A_CALL = 1024;
/** Rows, or columns, of tiles that are worked on together: what comes from memory serves them all. */
const ABREAST = 4;
/** Calls that have a place of their own to work in; a call takes no two of them. */
const PLACES = 64;

/** The inverse of a regularised Gram matrix, up to its sign, row by row. */
export interface Inverse {
  /** The items that anybody had, ascending: row n is theirs. */
  items: Int32Array;
  /** Row n of −(XᵀX + λI)⁻¹, valid until the next one is asked for. */
  row(n: number): Float64Array;
}

/** Where the parts lie in the kernel's memory, and what is told of them. */
interface Ground {
  threads: Threads;
  entries: Entries;
  side: number;
  matrix: number;
  diagonal: number;
  factor: number;
  /** A tile, and a row, for each of `PLACES` calls. */
  tiles: number;
  rows: number;
  rowBytes: number;
  /** Addresses of the entries. */
  at: number[];
}

/** Progress: a weight for each call, of all. */
type Progress = (calls: readonly Call[], share: number) => Promise<void>;

async function groundOf(entries: Entries, count?: number): Promise<Ground> {
  const side = Math.ceil(entries.items.length / SIDE);
  const rowBytes = 8 * side * SIDE;
  const own = [side * side * TILE, side * TILE, TILE, PLACES * TILE, PLACES * rowBytes];
  const threads = await kernelThreads(gramKernel, [...own, ...sizesOf(entries)], count);
  const [matrix, diagonal, factor, tiles, rows, ...at] = threads.places as [number, number, number, number, number];
  placeEntries(threads.buffer, at, entries);
  return { threads, entries, side, matrix, diagonal, factor, tiles, rows, rowBytes, at };
}

/** [from, to) in as many calls as it takes: by the products of tiles, and so that no thread is idle. */
function cut(threads: Threads, from: number, to: number, products: number): [number, number][] {
  const parts = Math.max(Math.ceil(products / PRODUCTS_A_CALL), threads.count > 1 ? 2 * threads.count : 1);
  return spans(from, to, Math.min(PLACES, parts));
}

function gramCalls({ matrix, side, entries, at, rows, rowBytes }: Ground): Call[] {
  return spans(0, entries.items.length, PLACES).map(([from, to], n) => {
    return ['gram', matrix, side, from, to, ...at, rows + n * rowBytes];
  });
}

/** Takes out of some rows of tiles what the rows `first` … `last` above say. */
function reduced({ threads, matrix, side }: Ground, row: number, rows: number, first: number, last: number): Call[] {
  const spanned = cut(threads, 0, side, side * rows * (last - first));
  return spanned.map(([from, to]) => ['reduce', matrix, side, row, rows, first, last, from, to]);
}

/** One row of tiles of both factors, once it is reduced. Throws where the matrix has none. */
async function factorRow(ground: Ground, row: number, progress: Progress): Promise<void> {
  const { threads, matrix, side, factor, tiles } = ground;
  if (threads.call(['pivot', matrix, side, row, factor]) > 0) throw new AppError('recommend.not-invertible');
  const solved = cut(threads, 0, side, side);
  await progress(
    solved.map(([from, to], n) => ['solve', matrix, side, row, from, to, factor, tiles + n * TILE]),
    0,
  );
}

/** The factors, some rows of tiles at a time. */
async function factorise(ground: Ground, progress: Progress, share: number): Promise<void> {
  const { side } = ground;
  for (let first = 0; first < side; first += ABREAST) {
    const last = Math.min(side, first + ABREAST);
    // Row r costs about r products of a row of tiles.
    await progress(reduced(ground, first, last - first, 0, first), (share * (last ** 2 - first ** 2)) / side ** 2);
    for (let row = first; row < last; row += 1) {
      if (row > first) await progress(reduced(ground, row, 1, first, row), 0);
      await factorRow(ground, row, progress);
    }
  }
}

/** The product of the second factor with itself, some columns of tiles at a time. */
function multiplied({ threads, matrix, side, diagonal }: Ground): Call[] {
  return spans(0, side, Math.ceil(side / ABREAST)).flatMap(([from, to]) =>
    cut(threads, 0, to, to * (to - from) * (side - from)).map(([top, bottom]): Call => {
      return ['multiply', matrix, side, top, bottom, from, to, diagonal];
    }),
  );
}

async function invert(ground: Ground, ridge: number, progress: Progress): Promise<void> {
  const { threads, matrix, side, entries } = ground;
  await progress(gramCalls(ground), 0.1);
  threads.call(['addRidge', matrix, side, entries.items.length, ridge]);
  await factorise(ground, progress, 0.6);
  await progress(multiplied(ground), 0.3);
}

/** A share of the whole for each call, that only grows. */
function progressOf(threads: Threads, step: (share: number) => Promise<void>): Progress {
  let before = 0;
  return async (calls, share) => {
    await threads.run(calls, (done) => step(Math.min(1, before + (share * done) / calls.length)));
    before += share;
  };
}

/**
 * (XᵀX + λI)⁻¹ of users' rows by a blocked Cholesky factorisation on as many threads as there are; the same to the bit on any number
 * of them. `count` asks for fewer. Throws `recommend.not-invertible`, and the abort of `step`, which is given the share that is done.
 */
export async function inverseOf(
  interactions: Interactions,
  ridge: number,
  step: (share: number) => Promise<void>,
  count?: number,
): Promise<Inverse> {
  const ground = await groundOf(entriesOf(interactions), count);
  const { threads, matrix, side, diagonal, rows, entries } = ground;
  try {
    await invert(ground, ridge, progressOf(threads, step));
  } finally {
    threads.end();
  }
  const row = new Float64Array(threads.buffer, rows, entries.items.length);
  return {
    items: entries.items,
    row(n) {
      threads.call(['symmetricRow', matrix, side, diagonal, n, rows]);
      return row;
    },
  };
}

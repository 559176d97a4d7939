import { AppError } from '../../core/errors.ts';
import type { Call, Threads } from '../../models/parallel/threads.ts';
import { kernelThreads } from '../../models/parallel/threads.ts';
import type { Interactions } from '../data.ts';
import type { Entries } from './entries.ts';
import { entriesOf, placeEntries, sizesOf } from './entries.ts';
import { gramKernel, spans } from './forms.ts';

/** As in the kernel: rows and columns of a tile, its bytes. */
const SIDE = 64;
const TILE = 8 * SIDE * SIDE;
/** Tiles multiplied in one call, some tens of milliseconds. */
const TILES_A_CALL = 256;
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

/** How many calls a piece of work is cut into: by its size, and so that no thread is idle. */
const partsOf = (threads: Threads, tiles: number): number =>
  Math.min(PLACES, Math.max(Math.ceil(tiles / TILES_A_CALL), threads.count > 1 ? 2 * threads.count : 1));

function gramCalls({ matrix, side, entries, at, rows, rowBytes }: Ground): Call[] {
  return spans(0, entries.items.length, PLACES).map(([from, to], n) => {
    return ['gram', matrix, side, from, to, ...at, rows + n * rowBytes];
  });
}

/** One row of tiles of both factors. Throws where the matrix has none. */
async function factorRow(ground: Ground, row: number, progress: Progress, share: number): Promise<void> {
  const { threads, matrix, side, factor, tiles } = ground;
  const reduced = spans(0, side, partsOf(threads, (side * row) / 2));
  await progress(
    reduced.map(([from, to]) => ['reduce', matrix, side, row, from, to]),
    0.8 * share,
  );
  if (threads.call(['pivot', matrix, side, row, factor]) > 0) throw new AppError('recommend.not-invertible');
  const solved = spans(0, side, partsOf(threads, side));
  await progress(
    solved.map(([from, to], n) => ['solve', matrix, side, row, from, to, factor, tiles + n * TILE]),
    0.2 * share,
  );
}

/** The longest columns last would leave threads idle at the end: of those the middle is. */
function columnsByWork(side: number): number[] {
  const work = (column: number) => (side - column) * (column + 1);
  return Array.from({ length: side }, (_, column) => column).sort((a, b) => work(b) - work(a) || a - b);
}

async function invert(ground: Ground, ridge: number, progress: Progress): Promise<void> {
  const { threads, matrix, side, diagonal, entries } = ground;
  await progress(gramCalls(ground), 0.1);
  threads.call(['addRidge', matrix, side, entries.items.length, ridge]);
  // Row r costs about r products of a row of tiles.
  for (let row = 0; row < side; row += 1) await factorRow(ground, row, progress, (0.6 * (2 * row + 1)) / side ** 2);
  await progress(
    columnsByWork(side).map((column) => ['multiply', matrix, side, column, diagonal]),
    0.3,
  );
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

/** What it takes of memory for so many items, in bytes. */
export const inverseBytes = (items: number): number => Math.ceil(items / SIDE) ** 2 * TILE;

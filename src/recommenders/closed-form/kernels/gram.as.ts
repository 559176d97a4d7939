// The Gram matrix of sparse rows, its inverse by Cholesky's factors, and descents along its coordinates.
//
// A matrix is cut into tiles of 64 × 64 float64, row of tiles after row of tiles. In a tile lie 16 panels of four columns one after
// the other, and in a panel its 64 rows of four numbers: whatever the inner loop reads, it reads in a row. All addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/** Rows and columns of a tile; the bytes of a panel, of a tile. */
const SIDE: i32 = 64;
const PANEL: usize = 2048;
const TILE: usize = 32768;

function tileAt(matrix: usize, side: i32, i: i32, j: i32): usize {
  return matrix + (<usize>i * <usize>side + <usize>j) * TILE;
}

/** Where in its tile a number lies. */
function placeOf(row: i32, column: i32): usize {
  return <usize>(column >> 2) * PANEL + ((<usize>row) << 5) + ((<usize>(column & 3)) << 3);
}

/**
 * Row `item` of XᵀX, from the diagonal on or whole, into `sums` (float64), which hold 0. Users' entries lie in `items` (int32,
 * ascending) and `weights` (float64), user u's from `offsets[u]` (int32) on; item i's entries from `starts[i]` on, each with its
 * place among the users' entries (`places`, int32) and its user (`owners`).
 */
function sumRow(
  item: i32,
  whole: bool,
  offsets: usize,
  items: usize,
  weights: usize,
  starts: usize,
  places: usize,
  owners: usize,
  sums: usize,
): void {
  const last = load<i32>(starts + ((<usize>(item + 1)) << 2));
  for (let n = load<i32>(starts + ((<usize>item) << 2)); n < last; n++) {
    const place = load<i32>(places + ((<usize>n) << 2));
    const owner = load<i32>(owners + ((<usize>n) << 2));
    const first = whole ? load<i32>(offsets + ((<usize>owner) << 2)) : place;
    const end = load<i32>(offsets + ((<usize>(owner + 1)) << 2));
    const weight = load<f64>(weights + ((<usize>place) << 3));
    for (let at = first; at < end; at++) {
      const sum = sums + ((<usize>load<i32>(items + ((<usize>at) << 2))) << 3);
      store<f64>(sum, load<f64>(sum) + weight * load<f64>(weights + ((<usize>at) << 3)));
    }
  }
}

/** XᵀX of some items' rows, from the diagonal to the right, into the matrix. `sums` has room for a row. */
export function gram(
  matrix: usize,
  side: i32,
  from: i32,
  to: i32,
  offsets: usize,
  items: usize,
  weights: usize,
  starts: usize,
  places: usize,
  owners: usize,
  sums: usize,
): void {
  const columns = side * SIDE;
  for (let item = from; item < to; item++) {
    memory.fill(sums, 0, (<usize>columns) << 3);
    sumRow(item, false, offsets, items, weights, starts, places, owners, sums);
    const row = item / SIDE;
    for (let column = row * SIDE; column < columns; column += 4) {
      const into = tileAt(matrix, side, row, column / SIDE) + placeOf(item % SIDE, column % SIDE);
      const own = sums + ((<usize>column) << 3);
      v128.store(into, v128.load(own));
      v128.store(into + 16, v128.load(own + 16));
    }
  }
}

/** XᵀX of some items' rows, whole, as rows of `columns` float64, an even number. */
export function gramRows(
  rows: usize,
  columns: i32,
  from: i32,
  to: i32,
  offsets: usize,
  items: usize,
  weights: usize,
  starts: usize,
  places: usize,
  owners: usize,
): void {
  const bytes = (<usize>columns) << 3;
  memory.fill(rows + <usize>from * bytes, 0, <usize>(to - from) * bytes);
  for (let item = from; item < to; item++) {
    sumRow(item, true, offsets, items, weights, starts, places, owners, rows + <usize>item * bytes);
  }
}

/**
 * For each of some items the weights of the others that say most of it: ½ (wᵀGw − 2 gᵀw) + l1 Σw + ½ l2 wᵀw at its least over w ≥ 0
 * without the item itself, coordinate after coordinate until none moves by more than `tolerance` or for so many sweeps. `rows` is
 * G; the weights of item n of them go to row n of `weights`; `left` has room for a row.
 */
export function descend(
  rows: usize,
  columns: i32,
  from: i32,
  to: i32,
  l1: f64,
  l2: f64,
  tolerance: f64,
  sweeps: i32,
  weights: usize,
  left: usize,
): void {
  const bytes = (<usize>columns) << 3;
  for (let item = from; item < to; item++) {
    const own = weights + <usize>(item - from) * bytes;
    memory.fill(own, 0, bytes);
    memory.copy(left, rows + <usize>item * bytes, bytes);
    for (let sweep = 0; sweep < sweeps; sweep++) {
      let most: f64 = 0;
      for (let other = 0; other < columns; other++) {
        if (other == item) continue;
        const at = (<usize>other) << 3;
        const before = load<f64>(own + at);
        const gradient = load<f64>(left + at);
        if (before == 0 && gradient <= l1) continue;
        const row = rows + <usize>other * bytes;
        const square = load<f64>(row + at);
        const after = Math.max(0, gradient + square * before - l1) / (square + l2);
        const moved = after - before;
        if (moved == 0) continue;
        store<f64>(own + at, after);
        most = Math.max(most, Math.abs(moved));
        const times = f64x2.splat(moved);
        for (let j: usize = 0; j < bytes; j += 16) {
          v128.store(left + j, f64x2.sub(v128.load(left + j), f64x2.mul(times, v128.load(row + j))));
        }
      }
      if (most <= tolerance) break;
    }
  }
}

/** Adds to the diagonal: `ridge` to the first `items` numbers, 1 to those that fill up the last tile. */
export function addRidge(matrix: usize, side: i32, items: i32, ridge: f64): void {
  for (let item = 0; item < side * SIDE; item++) {
    const at = tileAt(matrix, side, item / SIDE, item / SIDE) + placeOf(item % SIDE, item % SIDE);
    store<f64>(at, load<f64>(at) + (item < items ? ridge : 1));
  }
}

/** c −= aᵀ b, tiles all three: four by four numbers of c at a time are held in registers. Unrolled, they no longer fit and it is slower. */
function subtract(c: usize, a: usize, b: usize): void {
  for (let right: usize = 0; right < TILE; right += PANEL) {
    for (let left: usize = 0; left < 16; left++) {
      const into = c + right + (left << 7);
      let c00 = v128.load(into);
      let c01 = v128.load(into, 16);
      let c10 = v128.load(into, 32);
      let c11 = v128.load(into, 48);
      let c20 = v128.load(into, 64);
      let c21 = v128.load(into, 80);
      let c30 = v128.load(into, 96);
      let c31 = v128.load(into, 112);
      let x = a + left * PANEL;
      let y = b + right;
      const end = y + PANEL;
      while (y < end) {
        const y0 = v128.load(y);
        const y1 = v128.load(y, 16);
        let x0 = v128.load64_splat(x);
        let x1 = v128.load64_splat(x, 8);
        let x2 = v128.load64_splat(x, 16);
        let x3 = v128.load64_splat(x, 24);
        c00 = f64x2.sub(c00, f64x2.mul(x0, y0));
        c01 = f64x2.sub(c01, f64x2.mul(x0, y1));
        c10 = f64x2.sub(c10, f64x2.mul(x1, y0));
        c11 = f64x2.sub(c11, f64x2.mul(x1, y1));
        c20 = f64x2.sub(c20, f64x2.mul(x2, y0));
        c21 = f64x2.sub(c21, f64x2.mul(x2, y1));
        c30 = f64x2.sub(c30, f64x2.mul(x3, y0));
        c31 = f64x2.sub(c31, f64x2.mul(x3, y1));
        x += 32;
        y += 32;
      }
      v128.store(into, c00);
      v128.store(into, c01, 16);
      v128.store(into, c10, 32);
      v128.store(into, c11, 48);
      v128.store(into, c20, 64);
      v128.store(into, c21, 80);
      v128.store(into, c30, 96);
      v128.store(into, c31, 112);
    }
  }
}

/**
 * The matrix becomes row by row of tiles what its factors are, A = UᵀU and V = U⁻ᵀ: U right of the diagonal, V on it and left of
 * it. This takes what the rows above say out of the tiles `from` … `to` of a row; left of the diagonal it begins with nothing.
 */
export function reduce(matrix: usize, side: i32, row: i32, from: i32, to: i32): void {
  for (let column = from; column < to; column++) {
    const into = tileAt(matrix, side, row, column);
    if (column < row) memory.fill(into, 0, TILE);
    for (let above = column < row ? column : 0; above < row; above++) {
      subtract(into, tileAt(matrix, side, above, row), tileAt(matrix, side, above, column));
    }
  }
}

/**
 * The reduced tile on the diagonal becomes V; −U⁻¹ goes to `factor`, a tile. How many of its pivots were not above 0: then the matrix
 * has no such factors.
 */
export function pivot(matrix: usize, side: i32, row: i32, factor: usize): i32 {
  const tile = tileAt(matrix, side, row, row);
  let bad = 0;
  for (let k = 0; k < SIDE; k++) {
    const square = load<f64>(tile + placeOf(k, k));
    if (!(square > 0)) bad++;
    const root = Math.sqrt(square);
    for (let j = k; j < SIDE; j++) {
      const at = tile + placeOf(k, j);
      store<f64>(at, load<f64>(at) / root);
    }
    for (let i = k + 1; i < SIDE; i++) {
      const times = load<f64>(tile + placeOf(k, i));
      for (let j = i; j < SIDE; j++) {
        const at = tile + placeOf(i, j);
        store<f64>(at, load<f64>(at) - times * load<f64>(tile + placeOf(k, j)));
      }
    }
  }
  memory.fill(factor, 0, TILE);
  for (let j = 0; j < SIDE; j++) {
    for (let i = j; i >= 0; i--) {
      let sum: f64 = i == j ? -1 : 0;
      for (let k = i + 1; k <= j; k++) {
        sum -= load<f64>(tile + placeOf(i, k)) * load<f64>(factor + placeOf(k, j));
      }
      store<f64>(factor + placeOf(i, j), sum / load<f64>(tile + placeOf(i, i)));
    }
  }
  for (let i = 0; i < SIDE; i++) {
    for (let j = 0; j < SIDE; j++) store<f64>(tile + placeOf(i, j), -load<f64>(factor + placeOf(j, i)));
  }
  return bad;
}

/** Multiplies the reduced tiles `from` … `to` of a row by V of the diagonal; the diagonal itself is left. `spare` is a tile. */
export function solve(matrix: usize, side: i32, row: i32, from: i32, to: i32, factor: usize, spare: usize): void {
  for (let column = from; column < to; column++) {
    if (column == row) continue;
    const into = tileAt(matrix, side, row, column);
    memory.copy(spare, into, TILE);
    memory.fill(into, 0, TILE);
    subtract(into, factor, spare);
  }
}

/** −A⁻¹ = −VᵀV of a column of tiles, over U; the tile on the diagonal to `diagonal`, a tile for each column. */
export function multiply(matrix: usize, side: i32, column: i32, diagonal: usize): void {
  for (let row = 0; row <= column; row++) {
    const into = row == column ? diagonal + <usize>column * TILE : tileAt(matrix, side, row, column);
    memory.fill(into, 0, TILE);
    for (let below = column; below < side; below++) {
      subtract(into, tileAt(matrix, side, below, row), tileAt(matrix, side, below, column));
    }
  }
}

/** A row of a symmetric matrix from its tiles on and right of the diagonal, those on it being at `diagonal`, to `out` (float64). */
export function symmetricRow(matrix: usize, side: i32, diagonal: usize, row: i32, out: usize): void {
  const own = row / SIDE;
  const inside = row % SIDE;
  for (let other = 0; other < side; other++) {
    const tile =
      other == own
        ? diagonal + <usize>own * TILE
        : other < own
          ? tileAt(matrix, side, other, own)
          : tileAt(matrix, side, own, other);
    for (let at = 0; at < SIDE; at++) {
      const place = other < own || (other == own && at < inside) ? placeOf(at, inside) : placeOf(inside, at);
      store<f64>(out + ((<usize>(other * SIDE + at)) << 3), load<f64>(tile + place));
    }
  }
}

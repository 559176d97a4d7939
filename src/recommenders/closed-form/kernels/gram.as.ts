// The Gram matrix of sparse rows, its inverse by Cholesky's factors, and descents along its coordinates.
//
// A matrix is cut into tiles of 72 × 72 float64, row of tiles after row of tiles. In a tile lie 36 panels of two columns one after the
// other, and in a panel its 72 rows of two numbers: whatever the inner loop reads, it reads in a row. All addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/** Rows and columns of a tile; the bytes of a panel, of a tile. */
const SIDE: i32 = 72;
const PANEL: usize = 1152;
const TILE: usize = 41472;
/** Tiles of a column that stay in the second cache while rows pass by. */
const DEPTH: i32 = 8;

/** c − a b, rounded once where the machine can. */
function less(c: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_nmadd(a, b, c) : f64x2.sub(c, f64x2.mul(a, b));
}

function tileAt(matrix: usize, side: i32, i: i32, j: i32): usize {
  return matrix + (<usize>i * <usize>side + <usize>j) * TILE;
}

/** Where in its tile a number lies. */
function placeOf(row: i32, column: i32): usize {
  return <usize>(column >> 1) * PANEL + ((<usize>row) << 4) + ((<usize>(column & 1)) << 3);
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
    for (let column = row * SIDE; column < columns; column += 2) {
      const into = tileAt(matrix, side, row, column / SIDE) + placeOf(item % SIDE, column % SIDE);
      v128.store(into, v128.load(sums + ((<usize>column) << 3)));
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
          v128.store(left + j, less(v128.load(left + j), times, v128.load(row + j)));
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

/** c −= aᵀ b, tiles all three. Six by four numbers of c at a time are held in registers: as many as there are. */
function subtract(c: usize, a: usize, b: usize): void {
  for (let right: usize = 0; right < TILE; right += 2 * PANEL) {
    for (let left: usize = 0; left < 12; left++) {
      const into = c + right + left * 96;
      let c00 = v128.load(into);
      let c01 = v128.load(into, PANEL);
      let c10 = v128.load(into, 16);
      let c11 = v128.load(into, PANEL + 16);
      let c20 = v128.load(into, 32);
      let c21 = v128.load(into, PANEL + 32);
      let c30 = v128.load(into, 48);
      let c31 = v128.load(into, PANEL + 48);
      let c40 = v128.load(into, 64);
      let c41 = v128.load(into, PANEL + 64);
      let c50 = v128.load(into, 80);
      let c51 = v128.load(into, PANEL + 80);
      let x = a + left * 3 * PANEL;
      let y = b + right;
      const end = y + PANEL;
      while (y < end) {
        const y0 = v128.load(y);
        const y1 = v128.load(y, PANEL);
        const x0 = v128.load64_splat(x);
        c00 = less(c00, x0, y0);
        c01 = less(c01, x0, y1);
        const x1 = v128.load64_splat(x, 8);
        c10 = less(c10, x1, y0);
        c11 = less(c11, x1, y1);
        const x2 = v128.load64_splat(x, PANEL);
        c20 = less(c20, x2, y0);
        c21 = less(c21, x2, y1);
        const x3 = v128.load64_splat(x, PANEL + 8);
        c30 = less(c30, x3, y0);
        c31 = less(c31, x3, y1);
        const x4 = v128.load64_splat(x, 2 * PANEL);
        c40 = less(c40, x4, y0);
        c41 = less(c41, x4, y1);
        const x5 = v128.load64_splat(x, 2 * PANEL + 8);
        c50 = less(c50, x5, y0);
        c51 = less(c51, x5, y1);
        x += 16;
        y += 16;
      }
      v128.store(into, c00);
      v128.store(into, c01, PANEL);
      v128.store(into, c10, 16);
      v128.store(into, c11, PANEL + 16);
      v128.store(into, c20, 32);
      v128.store(into, c21, PANEL + 32);
      v128.store(into, c30, 48);
      v128.store(into, c31, PANEL + 48);
      v128.store(into, c40, 64);
      v128.store(into, c41, PANEL + 64);
      v128.store(into, c50, 80);
      v128.store(into, c51, PANEL + 80);
    }
  }
}

/**
 * The matrix becomes row by row of tiles what its factors are, A = UᵀU and V = U⁻ᵀ: U right of the diagonal, V on it and left of
 * it. This takes what the rows `first` … `last` say out of the tiles `from` … `to` of so many rows below; left of the diagonal, what
 * is taken out of begins with nothing.
 */
export function reduce(matrix: usize, side: i32, row: i32, rows: i32, first: i32, last: i32, from: i32, to: i32): void {
  for (let column = from; column < to; column++) {
    for (let each = row; each < row + rows; each++) {
      if (first <= column && column < each) memory.fill(tileAt(matrix, side, each, column), 0, TILE);
    }
  }
  for (let top = first; top < last; top += DEPTH) {
    const bottom = min(top + DEPTH, last);
    for (let column = from; column < to; column++) {
      for (let each = row; each < row + rows; each++) {
        const into = tileAt(matrix, side, each, column);
        for (let above = column < each ? max(top, column) : top; above < bottom; above++) {
          subtract(into, tileAt(matrix, side, above, each), tileAt(matrix, side, above, column));
        }
      }
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

/**
 * −A⁻¹ = −VᵀV over U, of the tiles of some rows and columns, those that are right of the diagonal; a tile on it to `diagonal`, where
 * there is one for each column.
 */
export function multiply(matrix: usize, side: i32, top: i32, bottom: i32, from: i32, to: i32, diagonal: usize): void {
  for (let first = from; first < side; first += DEPTH) {
    const last = min(first + DEPTH, side);
    for (let row = top; row < bottom; row++) {
      for (let column = max(row, from); column < to; column++) {
        const into = row == column ? diagonal + <usize>column * TILE : tileAt(matrix, side, row, column);
        if (first == from) memory.fill(into, 0, TILE);
        for (let below = max(first, column); below < last; below++) {
          subtract(into, tileAt(matrix, side, below, row), tileAt(matrix, side, below, column));
        }
      }
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

// Sums of columns over a block of rows, of differences from a first row and of their squares. Rows are float64, row after row, of `d`
// columns; all addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/**
 * Adds each row's differences from `first`, times its weight, to `sums`, and their squares to `squares`. The number of rows is a multiple of
 * four: each sum is read and written once for all four. `first`, `sums` and `squares` have room for an even number of columns.
 */
export function addMoments(
  data: usize,
  rows: i32,
  d: i32,
  weights: usize,
  first: usize,
  sums: usize,
  squares: usize,
): void {
  const bytes = (<usize>d) << 3;
  const even = bytes & ~15;
  for (let row = 0; row < rows; row += 4) {
    const x0 = data + <usize>row * bytes;
    const x1 = x0 + bytes;
    const x2 = x1 + bytes;
    const x3 = x2 + bytes;
    const at = weights + ((<usize>row) << 3);
    const w0 = v128.load64_splat(at);
    const w1 = v128.load64_splat(at, 8);
    const w2 = v128.load64_splat(at, 16);
    const w3 = v128.load64_splat(at, 24);
    for (let j: usize = 0; j < even; j += 16) {
      const origin = v128.load(first + j);
      const p = f64x2.sub(v128.load(x0 + j), origin);
      const q = f64x2.sub(v128.load(x1 + j), origin);
      const r = f64x2.sub(v128.load(x2 + j), origin);
      const s = f64x2.sub(v128.load(x3 + j), origin);
      const wp = f64x2.mul(w0, p);
      const wq = f64x2.mul(w1, q);
      const wr = f64x2.mul(w2, r);
      const ws = f64x2.mul(w3, s);
      v128.store(sums + j, f64x2.add(v128.load(sums + j), f64x2.add(f64x2.add(wp, wq), f64x2.add(wr, ws))));
      const low = f64x2.add(f64x2.mul(wp, p), f64x2.mul(wq, q));
      const high = f64x2.add(f64x2.mul(wr, r), f64x2.mul(ws, s));
      v128.store(squares + j, f64x2.add(v128.load(squares + j), f64x2.add(low, high)));
    }
    if (even < bytes) addLast(x0 + even, bytes, at, first + even, sums + even, squares + even);
  }
}

/** The same for one column of four rows. */
function addLast(x: usize, bytes: usize, weights: usize, first: usize, sums: usize, squares: usize): void {
  for (let n: usize = 0; n < 4; n++) {
    const off = load<f64>(x + n * bytes) - load<f64>(first);
    const weighted = load<f64>(weights + (n << 3)) * off;
    store<f64>(sums, load<f64>(sums) + weighted);
    store<f64>(squares, load<f64>(squares) + weighted * off);
  }
}

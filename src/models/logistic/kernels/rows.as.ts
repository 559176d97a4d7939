// The two passes of a gradient over a block of rows: what the rows score, and what they add. Rows are float64, row after row, of `d`
// columns; all addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

function sum(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** c + a b, rounded once where the machine can. */
function more(c: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(a, b, c) : f64x2.add(c, f64x2.mul(a, b));
}

/** Each row times the weights, to `out`. */
export function scores(data: usize, rows: i32, d: i32, weights: usize, out: usize): void {
  const bytes = (<usize>d) << 3;
  const even = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const x = data + <usize>row * bytes;
    let a = f64x2.splat(0);
    let b = a;
    let j: usize = 0;
    for (; j + 32 <= even; j += 32) {
      a = more(a, v128.load(x + j), v128.load(weights + j));
      b = more(b, v128.load(x + j, 16), v128.load(weights + j, 16));
    }
    for (; j < even; j += 16) a = more(a, v128.load(x + j), v128.load(weights + j));
    let score = sum(f64x2.add(a, b));
    if (j < bytes) score += load<f64>(x + j) * load<f64>(weights + j);
    store<f64>(out + ((<usize>row) << 3), score);
  }
}

/** Adds each row times its factor to `into`. The number of rows is a multiple of four. */
export function addRows(data: usize, rows: i32, d: i32, factors: usize, into: usize): void {
  const bytes = (<usize>d) << 3;
  const even = bytes & ~15;
  for (let row = 0; row < rows; row += 4) {
    const x0 = data + <usize>row * bytes;
    const x1 = x0 + bytes;
    const x2 = x1 + bytes;
    const x3 = x2 + bytes;
    const at = factors + ((<usize>row) << 3);
    const f0 = load<f64>(at);
    const f1 = load<f64>(at, 8);
    const f2 = load<f64>(at, 16);
    const f3 = load<f64>(at, 24);
    const s0 = f64x2.splat(f0);
    const s1 = f64x2.splat(f1);
    const s2 = f64x2.splat(f2);
    const s3 = f64x2.splat(f3);
    let j: usize = 0;
    for (; j < even; j += 16) {
      const low = more(f64x2.mul(s0, v128.load(x0 + j)), s1, v128.load(x1 + j));
      const high = more(f64x2.mul(s2, v128.load(x2 + j)), s3, v128.load(x3 + j));
      v128.store(into + j, f64x2.add(v128.load(into + j), f64x2.add(low, high)));
    }
    if (j < bytes) {
      const low = f0 * load<f64>(x0 + j) + f1 * load<f64>(x1 + j);
      const high = f2 * load<f64>(x2 + j) + f3 * load<f64>(x3 + j);
      store<f64>(into + j, load<f64>(into + j) + (low + high));
    }
  }
}

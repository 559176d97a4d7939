// The passes of a gradient over a block of rows: what the rows score, how far that is from their labels, and what they add. Rows are
// float64, row after row, of `d` columns; all addresses are in bytes.

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

/** Below this a power of e is no longer a normal number. */
const LEAST: f64 = -708;
/** Added to a small number, it leaves the nearest whole number in the last bits. */
const ROUNDER: f64 = 6755399441055744;
/** The logarithm of 2 in two parts, of which the first times a whole number up to 1,023 is exact. */
const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/**
 * e to the power of x ≤ 0, to an ulp; down to −708, below it is that of −708. As fdlibm's e_exp.c: x = n ln 2 + r, and of r a rational
 * function with a polynomial in r² (Remez).
 */
function exp(x: v128): v128 {
  const t = f64x2.max(x, f64x2.splat(LEAST));
  const shifted = f64x2.add(f64x2.mul(t, f64x2.splat(1.442695040888963387)), f64x2.splat(ROUNDER));
  const n = f64x2.sub(shifted, f64x2.splat(ROUNDER));
  const high = f64x2.sub(t, f64x2.mul(n, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(n, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const square = f64x2.mul(r, r);
  let p = more(f64x2.splat(-1.6533902205465251539e-6), square, f64x2.splat(4.13813679705723846039e-8));
  p = more(f64x2.splat(6.61375632143793436117e-5), square, p);
  p = more(f64x2.splat(-2.77777777770155933842e-3), square, p);
  p = more(f64x2.splat(1.66666666666666019037e-1), square, p);
  const c = f64x2.sub(r, f64x2.mul(square, p));
  const rest = f64x2.sub(low, f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c)));
  const power = f64x2.sub(f64x2.splat(1), f64x2.sub(rest, high));
  // 2ⁿ has n + 1,023 for its exponent.
  return f64x2.mul(power, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}

/**
 * Turns what rows score, without the intercept, into their weights times (probability − label), and adds those to `into`. To `powers`
 * comes e⁻ᶻ of each row's |z|, so that its log loss is log(1 + e⁻ᶻ) and its part of the result: the sum of weight · (max(z, 0) −
 * label · z). The number of rows is even.
 */
export function residuals(
  scores: usize,
  rows: i32,
  intercept: f64,
  labels: usize,
  weights: usize,
  powers: usize,
  into: usize,
): f64 {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let loss = zero;
  let all = zero;
  const bytes = (<usize>rows) << 3;
  for (let at: usize = 0; at < bytes; at += 16) {
    const z = f64x2.add(v128.load(scores + at), f64x2.splat(intercept));
    const label = v128.load(labels + at);
    const weight = v128.load(weights + at);
    const power = exp(f64x2.neg(f64x2.abs(z)));
    const share = v128.bitselect(power, one, f64x2.lt(z, zero));
    const probability = f64x2.div(share, f64x2.add(one, power));
    const residual = f64x2.mul(weight, f64x2.sub(probability, label));
    loss = f64x2.add(loss, f64x2.mul(weight, f64x2.sub(f64x2.max(z, zero), f64x2.mul(label, z))));
    all = f64x2.add(all, residual);
    v128.store(scores + at, residual);
    v128.store(powers + at, power);
  }
  store<f64>(into, load<f64>(into) + sum(all));
  return sum(loss);
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

/**
 * Adds the products of each row's numbers times its factor to the lower triangle of a d × d matrix at `into`; what comes
 * above its diagonal, and to the number after it, says nothing. The number of rows is a multiple of four.
 */
export function addProducts(data: usize, rows: i32, d: i32, factors: usize, into: usize): void {
  const bytes = (<usize>d) << 3;
  for (let row = 0; row < rows; row += 4) {
    const x0 = data + <usize>row * bytes;
    const x1 = x0 + bytes;
    const x2 = x1 + bytes;
    const x3 = x2 + bytes;
    const at = factors + ((<usize>row) << 3);
    for (let i: usize = 0, line = into; i < bytes; i += 8, line += bytes) {
      const s0 = f64x2.splat(load<f64>(at) * load<f64>(x0 + i));
      const s1 = f64x2.splat(load<f64>(at, 8) * load<f64>(x1 + i));
      const s2 = f64x2.splat(load<f64>(at, 16) * load<f64>(x2 + i));
      const s3 = f64x2.splat(load<f64>(at, 24) * load<f64>(x3 + i));
      for (let j: usize = 0; j <= i; j += 16) {
        const low = more(f64x2.mul(s0, v128.load(x0 + j)), s1, v128.load(x1 + j));
        const high = more(f64x2.mul(s2, v128.load(x2 + j)), s3, v128.load(x3 + j));
        v128.store(line + j, f64x2.add(v128.load(line + j), f64x2.add(low, high)));
      }
    }
  }
}

// One round of Lloyd's iteration: each row to its nearest centre. Rows and centres are float64, filled up with zeros to `width`
// numbers, which is even; all addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

function sum(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** sum + lanes², rounded once where the machine can. */
function addSquare(sum: v128, lanes: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(lanes, lanes, sum) : f64x2.add(sum, f64x2.mul(lanes, lanes));
}

/**
 * The nearest centre of each row to `labels` (int32), the first among equals, and its squared distance to `distances`; the sums and
 * numbers of each centre's rows to `sums` and `sizes` (float64). How many labels changed.
 */
export function assign(
  data: usize,
  rows: i32,
  width: i32,
  centres: usize,
  k: i32,
  labels: usize,
  distances: usize,
  sums: usize,
  sizes: usize,
): i32 {
  const bytes = (<usize>width) << 3;
  memory.fill(sums, 0, <usize>k * bytes);
  memory.fill(sizes, 0, (<usize>k) << 3);
  let changed = 0;
  for (let row = 0; row < rows; row++) {
    const x = data + <usize>row * bytes;
    let best = 0;
    let least = f64.MAX_VALUE;
    let c = 0;
    // Four centres at a time: each number of the row is read once for all of them.
    for (; c + 4 <= k; c += 4) {
      const p0 = centres + <usize>c * bytes;
      const p1 = p0 + bytes;
      const p2 = p1 + bytes;
      const p3 = p2 + bytes;
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (let j: usize = 0; j < bytes; j += 16) {
        const v = v128.load(x + j);
        a0 = addSquare(a0, f64x2.sub(v, v128.load(p0 + j)));
        a1 = addSquare(a1, f64x2.sub(v, v128.load(p1 + j)));
        a2 = addSquare(a2, f64x2.sub(v, v128.load(p2 + j)));
        a3 = addSquare(a3, f64x2.sub(v, v128.load(p3 + j)));
      }
      const d0 = sum(a0);
      const d1 = sum(a1);
      const d2 = sum(a2);
      const d3 = sum(a3);
      if (d0 < least) {
        least = d0;
        best = c;
      }
      if (d1 < least) {
        least = d1;
        best = c + 1;
      }
      if (d2 < least) {
        least = d2;
        best = c + 2;
      }
      if (d3 < least) {
        least = d3;
        best = c + 3;
      }
    }
    for (; c < k; c++) {
      const p = centres + <usize>c * bytes;
      let a = f64x2.splat(0);
      for (let j: usize = 0; j < bytes; j += 16) {
        a = addSquare(a, f64x2.sub(v128.load(x + j), v128.load(p + j)));
      }
      const d = sum(a);
      if (d < least) {
        least = d;
        best = c;
      }
    }
    const label = labels + ((<usize>row) << 2);
    if (load<i32>(label) != best) {
      store<i32>(label, best);
      changed++;
    }
    store<f64>(distances + ((<usize>row) << 3), least);
    const size = sizes + ((<usize>best) << 3);
    store<f64>(size, load<f64>(size) + 1);
    const into = sums + <usize>best * bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(into + j, f64x2.add(v128.load(into + j), v128.load(x + j)));
    }
  }
  return changed;
}

// What k-means asks of rows and points: which point is nearest to each row, and how near new points come. Rows are float64, row after
// row, of `d` columns, their number filled up to a multiple of four. Points lie in packs of four, column after column, so that a number of
// a row meets four of them at once; what fills up the last pack is infinitely far away. All addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/** Squared distances of four rows to a pack: 4 × 4, point after point. */
const tile = memory.data(128, 16);

/** sum + lanes², rounded once where the machine can. */
function addSquare(sum: v128, lanes: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(lanes, lanes, sum) : f64x2.add(sum, f64x2.mul(lanes, lanes));
}

/** Lanes of two rows by two points, as of one point after the other. */
function keep(at: usize, a: v128, b: v128): void {
  v128.store(tile + at, v128.shuffle<i64>(a, b, 0, 2));
  v128.store(tile + at, v128.shuffle<i64>(a, b, 1, 3), 32);
}

/** The squared distances of the four rows from `x` to a pack, to `tile`. */
function measure(x: usize, bytes: usize, pack: usize): void {
  let x1 = x + bytes;
  let x2 = x1 + bytes;
  let x3 = x2 + bytes;
  const end = x1;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let e0 = a0;
  let e1 = a0;
  while (x < end) {
    const p0 = v128.load(pack);
    const p1 = v128.load(pack, 16);
    const v0 = v128.load_splat<f64>(x);
    a0 = addSquare(a0, f64x2.sub(v0, p0));
    a1 = addSquare(a1, f64x2.sub(v0, p1));
    const v1 = v128.load_splat<f64>(x1);
    b0 = addSquare(b0, f64x2.sub(v1, p0));
    b1 = addSquare(b1, f64x2.sub(v1, p1));
    const v2 = v128.load_splat<f64>(x2);
    c0 = addSquare(c0, f64x2.sub(v2, p0));
    c1 = addSquare(c1, f64x2.sub(v2, p1));
    const v3 = v128.load_splat<f64>(x3);
    e0 = addSquare(e0, f64x2.sub(v3, p0));
    e1 = addSquare(e1, f64x2.sub(v3, p1));
    x += 8;
    x1 += 8;
    x2 += 8;
    x3 += 8;
    pack += 32;
  }
  keep(0, a0, b0);
  keep(16, c0, e0);
  keep(64, a1, b1);
  keep(80, c1, e1);
}

/** Adds a row to a centre's sum. */
function addRow(x: usize, bytes: usize, into: usize): void {
  const even = bytes & ~15;
  let j: usize = 0;
  for (; j < even; j += 16) v128.store(into + j, f64x2.add(v128.load(into + j), v128.load(x + j)));
  if (j < bytes) store<f64>(into + j, load<f64>(into + j) + load<f64>(x + j));
}

/**
 * The nearest centre of each of the rows from `first` to `labels` (int32), the first among equals, and its squared distance to
 * `distances`; adds the rows to their centres' `sums` and `sizes` (float64). How many labels changed.
 */
export function assign(
  data: usize,
  first: i32,
  rows: i32,
  d: i32,
  packs: usize,
  k: i32,
  labels: usize,
  distances: usize,
  sums: usize,
  sizes: usize,
): i32 {
  const bytes = (<usize>d) << 3;
  const last = first + rows;
  let changed = 0;
  for (let row = first; row < last; row += 4) {
    const x = data + <usize>row * bytes;
    let least01 = f64x2.splat(Infinity);
    let least23 = least01;
    let own01 = i64x2.splat(0);
    let own23 = own01;
    for (let c = 0, pack = packs; c < k; c += 4, pack += bytes << 2) {
      measure(x, bytes, pack);
      for (let lane = 0; lane < 4; lane++) {
        const at = tile + ((<usize>lane) << 5);
        const name = i64x2.splat(c + lane);
        const d01 = v128.load(at);
        const d23 = v128.load(at, 16);
        const nearer01 = f64x2.lt(d01, least01);
        const nearer23 = f64x2.lt(d23, least23);
        least01 = v128.bitselect(d01, least01, nearer01);
        least23 = v128.bitselect(d23, least23, nearer23);
        own01 = v128.bitselect(name, own01, nearer01);
        own23 = v128.bitselect(name, own23, nearer23);
      }
    }
    const to = distances + ((<usize>row) << 3);
    v128.store(to, least01);
    v128.store(to, least23, 16);
    v128.store(tile, own01);
    v128.store(tile, own23, 16);
    for (let n = 0; n < min(4, last - row); n++) {
      const own = load<i32>(tile + ((<usize>n) << 3));
      const label = labels + ((<usize>(row + n)) << 2);
      changed += i32(load<i32>(label) != own);
      store<i32>(label, own);
      const size = sizes + ((<usize>own) << 3);
      store<f64>(size, load<f64>(size) + 1);
      addRow(x + <usize>n * bytes, bytes, sums + <usize>own * bytes);
    }
  }
  return changed;
}

/**
 * How near each of the rows from `first` comes, squared, to the points of `nearest` and one candidate more: to `reached`, one array of
 * `stride` bytes for each candidate. Adds what they sum to, of each candidate, to `sums`.
 */
export function reach(
  data: usize,
  first: i32,
  rows: i32,
  d: i32,
  packs: usize,
  candidates: i32,
  nearest: usize,
  reached: usize,
  stride: usize,
  sums: usize,
): void {
  const bytes = (<usize>d) << 3;
  for (let row = first; row < first + rows; row += 4) {
    const place = (<usize>row) << 3;
    const now01 = v128.load(nearest + place);
    const now23 = v128.load(nearest + place, 16);
    for (let c = 0; c < candidates; c++) {
      if ((c & 3) == 0) measure(data + <usize>row * bytes, bytes, packs + <usize>c * bytes);
      const at = tile + ((<usize>(c & 3)) << 5);
      const d01 = f64x2.pmin(now01, v128.load(at));
      const d23 = f64x2.pmin(now23, v128.load(at, 16));
      const to = reached + <usize>c * stride + place;
      v128.store(to, d01);
      v128.store(to, d23, 16);
      const both = f64x2.add(d01, d23);
      const sum = sums + ((<usize>c) << 3);
      store<f64>(sum, load<f64>(sum) + (f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)));
    }
  }
}

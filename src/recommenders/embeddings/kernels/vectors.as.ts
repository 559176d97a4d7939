// Vectors of users and items, trained by pairs. Numbers are float32, whole ones int32; rows lie behind each other; all addresses are
// in bytes, `width` is in numbers.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

function inner(a: usize, b: usize, width: i32): f32 {
  const bytes = (<usize>width) << 2;
  const whole = bytes & ~15;
  let lanes = f32x4.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) lanes = f32x4.add(lanes, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  let sum =
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
  for (; at < bytes; at += 4) sum += load<f32>(a + at) * load<f32>(b + at);
  return sum;
}

/**
 * `out` [rows, each]: the score of a row's item `what` less that of each of its `others` [rows, each], for its user `who`: the inner
 * product of their vectors and the item's own number.
 */
export function margins(
  users: usize,
  items: usize,
  biases: usize,
  who: usize,
  what: usize,
  others: usize,
  rows: i32,
  each: i32,
  width: i32,
  out: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const user = users + <usize>load<i32>(who + ((<usize>row) << 2)) * bytes;
    const item = <usize>load<i32>(what + ((<usize>row) << 2));
    const own = inner(user, items + item * bytes, width) + load<f32>(biases + (item << 2));
    for (let n = 0; n < each; n++) {
      const at = (<usize>(row * each + n)) << 2;
      const other = <usize>load<i32>(others + at);
      store<f32>(out + at, own - inner(user, items + other * bytes, width) - load<f32>(biases + (other << 2)));
    }
  }
}

function addTo(at: usize, value: f32): void {
  store<f32>(at, load<f32>(at) + value);
}

/** One item against another: adds to the gradients of the user's vector `dp` and the items' `dq` and `dr`. */
function addSlope(p: usize, q: usize, r: usize, dp: usize, dq: usize, dr: usize, width: i32, slope: f32): void {
  const bytes = (<usize>width) << 2;
  const whole = bytes & ~15;
  const times = f32x4.splat(slope);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const taste = f32x4.mul(times, v128.load(p + at));
    const over = f32x4.mul(times, f32x4.sub(v128.load(q + at), v128.load(r + at)));
    v128.store(dp + at, f32x4.add(v128.load(dp + at), over));
    v128.store(dq + at, f32x4.add(v128.load(dq + at), taste));
    v128.store(dr + at, f32x4.sub(v128.load(dr + at), taste));
  }
  for (; at < bytes; at += 4) {
    const taste = slope * load<f32>(p + at);
    addTo(dp + at, slope * (load<f32>(q + at) - load<f32>(r + at)));
    addTo(dq + at, taste);
    addTo(dr + at, -taste);
  }
}

/**
 * Adds to the gradients of users, items and biases what `slopes` [rows, each], those of a loss by each margin, come to. An item may be
 * held against itself: its two parts cancel.
 */
export function addSlopes(
  users: usize,
  items: usize,
  who: usize,
  what: usize,
  others: usize,
  slopes: usize,
  rows: i32,
  each: i32,
  width: i32,
  ofUsers: usize,
  ofItems: usize,
  ofBiases: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const user = <usize>load<i32>(who + ((<usize>row) << 2)) * bytes;
    const item = <usize>load<i32>(what + ((<usize>row) << 2));
    for (let n = 0; n < each; n++) {
      const at = (<usize>(row * each + n)) << 2;
      const other = <usize>load<i32>(others + at);
      if (other == item) continue;
      const slope = load<f32>(slopes + at);
      const q = item * bytes;
      const r = other * bytes;
      addSlope(users + user, items + q, items + r, ofUsers + user, ofItems + q, ofItems + r, width, slope);
      addTo(ofBiases + (item << 2), slope);
      addTo(ofBiases + (other << 2), -slope);
    }
  }
}

/** `out` [rows, width]: a matrix in compressed rows times `x` [columns, width]. */
export function multiply(
  rows: i32,
  offsets: usize,
  column: usize,
  value: usize,
  x: usize,
  width: i32,
  out: usize,
): void {
  const bytes = (<usize>width) << 2;
  const wide = bytes & ~63;
  for (let row = 0; row < rows; row++) {
    const first = (<usize>load<u32>(offsets + ((<usize>row) << 2))) << 2;
    const end = (<usize>load<u32>(offsets + ((<usize>row) << 2) + 4)) << 2;
    const to = out + <usize>row * bytes;
    let at: usize = 0;
    // Sixteen columns at a time stay in registers until they are whole.
    for (; at < wide; at += 64) {
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      for (let entry = first; entry < end; entry += 4) {
        const times = f32x4.splat(load<f32>(value + entry));
        const from = x + <usize>load<i32>(column + entry) * bytes + at;
        a = f32x4.add(a, f32x4.mul(times, v128.load(from)));
        b = f32x4.add(b, f32x4.mul(times, v128.load(from, 16)));
        c = f32x4.add(c, f32x4.mul(times, v128.load(from, 32)));
        d = f32x4.add(d, f32x4.mul(times, v128.load(from, 48)));
      }
      v128.store(to + at, a);
      v128.store(to + at, b, 16);
      v128.store(to + at, c, 32);
      v128.store(to + at, d, 48);
    }
    for (; at < bytes; at += 4) {
      let sum: f32 = 0;
      for (let entry = first; entry < end; entry += 4) {
        sum += load<f32>(value + entry) * load<f32>(x + <usize>load<i32>(column + entry) * bytes + at);
      }
      store<f32>(to + at, sum);
    }
  }
}

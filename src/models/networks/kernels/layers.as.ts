// Layers of networks over many rows, forwards and back, float32 with SIMD: recurrent ones over all steps at once, and what dense ones
// are made of. Tensors lie one number after the other: gates [steps, rows, parts · units], what is kept of each step [steps, rows, …]; all
// addresses are in bytes.

const LANES: usize = 16;

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

function clear(at: usize, count: i32): void {
  memory.fill(at, 0, (<usize>count) << 2);
}

/** e to the power of x, down to and up to where it is a normal number. As Cephes' expf: x = n ln 2 + r, and a polynomial in r. */
function exp(x: v128): v128 {
  const t = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(t, f32x4.splat(1.44269504)));
  const r = f32x4.sub(f32x4.sub(t, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.add(f32x4.mul(f32x4.splat(1.98756915e-4), r), f32x4.splat(1.39819995e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.16657957e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.66666657e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}

function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const power = exp(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const size = f32x4.div(f32x4.sub(one, power), f32x4.add(one, power));
  return v128.bitselect(x, size, i32x4.splat(0x80000000));
}

/** The derivative of a logistic gate that stands at `y`. */
function slope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(f32x4.splat(1), y));
}

/** The derivative of a tanh that stands at `y`. */
function flatness(y: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(y, y));
}

/** Four numbers, or the one that is left at the end of a row. */
function read(at: usize, left: usize): v128 {
  return left >= LANES ? v128.load(at) : v128.load32_splat(at);
}

function write(at: usize, left: usize, values: v128): void {
  if (left >= LANES) v128.store(at, values);
  else v128.store32_lane(at, values, 0);
}

/** How far a loop over a row goes that has so many bytes left. */
function advance(left: usize): usize {
  return left >= LANES ? LANES : 4;
}

/**
 * Adds a · b to `out` [rows, columns]. Number p of a's row i stands at i · `down` + p · `along` bytes; b is [depth, columns]. Two rows
 * of sixteen columns at a time stay in registers.
 */
export function addProduct(
  a: usize,
  down: usize,
  along: usize,
  b: usize,
  out: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  const bytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i += 2) {
    const first = a + <usize>i * down;
    // The last row of an odd number goes twice over the same place: what it writes second is what it wrote first.
    const second = i + 1 < rows ? first + down : first;
    const to = out + <usize>i * bytes;
    const next = i + 1 < rows ? to + bytes : to;
    let j: usize = 0;
    for (; j + 64 <= bytes; j += 64) {
      let s0 = v128.load(to + j);
      let s1 = v128.load(to + j, 16);
      let s2 = v128.load(to + j, 32);
      let s3 = v128.load(to + j, 48);
      let t0 = v128.load(next + j);
      let t1 = v128.load(next + j, 16);
      let t2 = v128.load(next + j, 32);
      let t3 = v128.load(next + j, 48);
      let row = b + j;
      for (let p = 0, at: usize = 0; p < depth; p++, at += along, row += bytes) {
        const x = v128.load32_splat(first + at);
        const y = v128.load32_splat(second + at);
        const b0 = v128.load(row);
        const b1 = v128.load(row, 16);
        const b2 = v128.load(row, 32);
        const b3 = v128.load(row, 48);
        s0 = f32x4.add(s0, f32x4.mul(x, b0));
        s1 = f32x4.add(s1, f32x4.mul(x, b1));
        s2 = f32x4.add(s2, f32x4.mul(x, b2));
        s3 = f32x4.add(s3, f32x4.mul(x, b3));
        t0 = f32x4.add(t0, f32x4.mul(y, b0));
        t1 = f32x4.add(t1, f32x4.mul(y, b1));
        t2 = f32x4.add(t2, f32x4.mul(y, b2));
        t3 = f32x4.add(t3, f32x4.mul(y, b3));
      }
      v128.store(to + j, s0);
      v128.store(to + j, s1, 16);
      v128.store(to + j, s2, 32);
      v128.store(to + j, s3, 48);
      v128.store(next + j, t0);
      v128.store(next + j, t1, 16);
      v128.store(next + j, t2, 32);
      v128.store(next + j, t3, 48);
    }
    for (let width: usize = 0; j < bytes; j += width) {
      const left = bytes - j;
      width = advance(left);
      let s = read(to + j, left);
      let t = read(next + j, left);
      let row = b + j;
      for (let p = 0, at: usize = 0; p < depth; p++, at += along, row += bytes) {
        const values = read(row, left);
        s = f32x4.add(s, f32x4.mul(v128.load32_splat(first + at), values));
        t = f32x4.add(t, f32x4.mul(v128.load32_splat(second + at), values));
      }
      write(to + j, left, s);
      write(next + j, left, t);
    }
  }
}

/** `to` [columns, rows] of `from` [rows, columns]. */
export function turn(from: usize, to: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      store<f32>(to + ((<usize>(j * rows + i)) << 2), load<f32>(from + ((<usize>(i * columns + j)) << 2)));
    }
  }
}

/**
 * A long short-term memory from a state of 0, gates in Keras's order: input, forget, candidate, output. Fills `hidden` and `cells`
 * [steps, rows, units] with the state after each step, `acts` [steps, rows, 4 · units] with the gates as they were used.
 */
export function lstmForward(
  gates: usize,
  u: usize,
  hidden: usize,
  acts: usize,
  cells: usize,
  steps: i32,
  rows: i32,
  units: i32,
): void {
  const part = (<usize>units) << 2;
  const state = <usize>rows * part;
  memory.copy(acts, gates, 4 * <usize>steps * state);
  for (let step = 0; step < steps; step++) {
    const h = hidden + <usize>step * state;
    const c = cells + <usize>step * state;
    const z = acts + 4 * <usize>step * state;
    if (step > 0) addProduct(h - state, part, 4, u, z, rows, units, 4 * units);
    for (let row = 0; row < rows; row++) {
      const own = <usize>row * part;
      for (let j: usize = 0, width: usize = 0; j < part; j += width) {
        const left = part - j;
        width = advance(left);
        const at = z + 4 * own + j;
        const i = sigmoid(read(at, left));
        const f = sigmoid(read(at + part, left));
        const g = tanh(read(at + 2 * part, left));
        const o = sigmoid(read(at + 3 * part, left));
        let cell = f32x4.mul(i, g);
        if (step > 0) cell = f32x4.add(cell, f32x4.mul(f, read(c - state + own + j, left)));
        write(at, left, i);
        write(at + part, left, f);
        write(at + 2 * part, left, g);
        write(at + 3 * part, left, o);
        write(c + own + j, left, cell);
        write(h + own + j, left, f32x4.mul(o, tanh(cell)));
      }
    }
  }
}

/**
 * The way back of `lstmForward`, from the slopes `dy` of all of `hidden`: those of `gates` to `dz`, of `u` to `du`. `scratch` has room for
 * 2 · rows · units and 4 · units · units numbers.
 */
export function lstmBackward(
  dy: usize,
  hidden: usize,
  acts: usize,
  cells: usize,
  u: usize,
  dz: usize,
  du: usize,
  scratch: usize,
  steps: i32,
  rows: i32,
  units: i32,
): void {
  const part = (<usize>units) << 2;
  const state = <usize>rows * part;
  const dh = scratch;
  const dc = scratch + state;
  const back = scratch + 2 * state;
  turn(u, back, units, 4 * units);
  clear(du, 4 * units * units);
  clear(scratch, 2 * rows * units);
  for (let step = steps - 1; step >= 0; step--) {
    const c = cells + <usize>step * state;
    const slopes = dz + 4 * <usize>step * state;
    for (let row = 0; row < rows; row++) {
      const own = <usize>row * part;
      for (let j: usize = 0, width: usize = 0; j < part; j += width) {
        const left = part - j;
        width = advance(left);
        const place = own + j;
        const at = acts + 4 * <usize>step * state + 4 * own + j;
        const i = read(at, left);
        const f = read(at + part, left);
        const g = read(at + 2 * part, left);
        const o = read(at + 3 * part, left);
        const shown = tanh(read(c + place, left));
        const before = step > 0 ? read(c - state + place, left) : f32x4.splat(0);
        const outward = f32x4.add(read(dy + <usize>step * state + place, left), read(dh + place, left));
        const through = f32x4.add(read(dc + place, left), f32x4.mul(f32x4.mul(outward, o), flatness(shown)));
        const to = slopes + 4 * own + j;
        write(to, left, f32x4.mul(f32x4.mul(through, g), slope(i)));
        write(to + part, left, f32x4.mul(f32x4.mul(through, before), slope(f)));
        write(to + 2 * part, left, f32x4.mul(f32x4.mul(through, i), flatness(g)));
        write(to + 3 * part, left, f32x4.mul(f32x4.mul(outward, shown), slope(o)));
        write(dc + place, left, f32x4.mul(through, f));
      }
    }
    if (step === 0) break;
    clear(dh, rows * units);
    addProduct(slopes, 4 * part, 4, back, dh, rows, 4 * units, units);
    addProduct(hidden + <usize>(step - 1) * state, 4, part, slopes, du, units, rows, 4 * units);
  }
}

/**
 * A gated recurrent unit from a state of 0, the reset after the product; gates: update, reset, candidate. Fills `hidden` [steps, rows,
 * units] with the state after each step, and `acts` [steps, rows, 4 · units] with the gates as they were used and the candidate's recurrent
 * share. `scratch` has room for 3 · rows · units numbers.
 */
export function gruForward(
  gates: usize,
  u: usize,
  bias: usize,
  hidden: usize,
  acts: usize,
  scratch: usize,
  steps: i32,
  rows: i32,
  units: i32,
): void {
  const part = (<usize>units) << 2;
  const state = <usize>rows * part;
  for (let step = 0; step < steps; step++) {
    const h = hidden + <usize>step * state;
    for (let row = 0; row < rows; row++) memory.copy(scratch + 3 * <usize>row * part, bias, 3 * part);
    if (step > 0) addProduct(h - state, part, 4, u, scratch, rows, units, 3 * units);
    for (let row = 0; row < rows; row++) {
      const own = <usize>row * part;
      for (let j: usize = 0, width: usize = 0; j < part; j += width) {
        const left = part - j;
        width = advance(left);
        const input = gates + 3 * <usize>step * state + 3 * own + j;
        const share = scratch + 3 * own + j;
        const z = sigmoid(f32x4.add(read(input, left), read(share, left)));
        const r = sigmoid(f32x4.add(read(input + part, left), read(share + part, left)));
        const recurrent = read(share + 2 * part, left);
        const candidate = tanh(f32x4.add(read(input + 2 * part, left), f32x4.mul(r, recurrent)));
        const before = step > 0 ? read(h - state + own + j, left) : f32x4.splat(0);
        const to = acts + 4 * <usize>step * state + 4 * own + j;
        write(to, left, z);
        write(to + part, left, r);
        write(to + 2 * part, left, candidate);
        write(to + 3 * part, left, recurrent);
        write(h + own + j, left, f32x4.add(candidate, f32x4.mul(z, f32x4.sub(before, candidate))));
      }
    }
  }
}

/**
 * The way back of `gruForward`: the slopes of `gates` to `dx`, of `u` to `du`, of the recurrent bias to `db`. `scratch` has room for
 * 4 · rows · units and 3 · units · units numbers.
 */
export function gruBackward(
  dy: usize,
  hidden: usize,
  acts: usize,
  u: usize,
  dx: usize,
  du: usize,
  db: usize,
  scratch: usize,
  steps: i32,
  rows: i32,
  units: i32,
): void {
  const part = (<usize>units) << 2;
  const state = <usize>rows * part;
  const dh = scratch;
  const shares = scratch + state;
  const back = scratch + 4 * state;
  turn(u, back, units, 3 * units);
  clear(du, 3 * units * units);
  clear(db, 3 * units);
  clear(dh, rows * units);
  for (let step = steps - 1; step >= 0; step--) {
    const h = hidden + <usize>step * state;
    for (let row = 0; row < rows; row++) {
      const own = <usize>row * part;
      for (let j: usize = 0, width: usize = 0; j < part; j += width) {
        const left = part - j;
        width = advance(left);
        const place = own + j;
        const at = acts + 4 * <usize>step * state + 4 * own + j;
        const z = read(at, left);
        const r = read(at + part, left);
        const candidate = read(at + 2 * part, left);
        const recurrent = read(at + 3 * part, left);
        const before = step > 0 ? read(h - state + place, left) : f32x4.splat(0);
        const outward = f32x4.add(read(dy + <usize>step * state + place, left), read(dh + place, left));
        const dz = f32x4.mul(f32x4.mul(outward, f32x4.sub(before, candidate)), slope(z));
        const open = f32x4.sub(f32x4.splat(1), z);
        const dc = f32x4.mul(f32x4.mul(outward, open), flatness(candidate));
        const dr = f32x4.mul(f32x4.mul(dc, recurrent), slope(r));
        const to = dx + 3 * <usize>step * state + 3 * own + j;
        write(to, left, dz);
        write(to + part, left, dr);
        write(to + 2 * part, left, dc);
        const share = shares + 3 * own + j;
        write(share, left, dz);
        write(share + part, left, dr);
        write(share + 2 * part, left, f32x4.mul(dc, r));
        write(dh + place, left, f32x4.mul(outward, z));
      }
    }
    for (let row = 0; row < rows; row++) {
      const from = shares + 3 * <usize>row * part;
      for (let j: usize = 0, width: usize = 0; j < 3 * part; j += width) {
        const left = 3 * part - j;
        width = advance(left);
        write(db + j, left, f32x4.add(read(db + j, left), read(from + j, left)));
      }
    }
    if (step === 0) break;
    addProduct(shares, 3 * part, 4, back, dh, rows, 3 * units, units);
    addProduct(h - state, 4, part, shares, du, units, rows, 3 * units);
  }
}

/** Each row of `out` [rows, columns] as `bias`. */
export function repeat(bias: usize, out: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) memory.copy(out + <usize>row * bytes, bias, bytes);
}

/** The sums over the rows of `values` [rows, columns]. */
export function sumRows(values: usize, out: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2;
  clear(out, columns);
  for (let row = 0, at = values; row < rows; row++, at += bytes) {
    for (let j: usize = 0, width: usize = 0; j < bytes; j += width) {
      const left = bytes - j;
      width = advance(left);
      write(out + j, left, f32x4.add(read(out + j, left), read(at + j, left)));
    }
  }
}

/** Numbers below 0 become 0. */
export function rectify(values: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let j: usize = 0, width: usize = 0; j < bytes; j += width) {
    const left = bytes - j;
    width = advance(left);
    write(values + j, left, f32x4.max(read(values + j, left), f32x4.splat(0)));
  }
}

/** Each number times its factor. */
export function multiply(values: usize, factors: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let j: usize = 0, width: usize = 0; j < bytes; j += width) {
    const left = bytes - j;
    width = advance(left);
    write(values + j, left, f32x4.mul(read(values + j, left), read(factors + j, left)));
  }
}

/** The way back through `rectify`, and `multiply` by 0 or `kept`: slopes where what came out is above 0, times `kept`; else 0. */
export function open(slopes: usize, outputs: usize, count: i32, kept: f32): void {
  const bytes = (<usize>count) << 2;
  for (let j: usize = 0, width: usize = 0; j < bytes; j += width) {
    const left = bytes - j;
    width = advance(left);
    const isOpen = f32x4.gt(read(outputs + j, left), f32x4.splat(0));
    write(slopes + j, left, v128.and(isOpen, f32x4.mul(read(slopes + j, left), f32x4.splat(kept))));
  }
}

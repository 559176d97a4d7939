// Half an iteration of alternating least squares: the factors of one side from those of the other, by conjugate gradient. Factors are
// float32, filled up with zeros to `width` numbers, a multiple of 4; all addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/** Rows of the Gram matrix summed at a time: they stay in the cache, and short sums lose less of float32. */
const CHUNK: i32 = 256;

/** Four rows by four columns of the sum of the rows' outer products, added to `out`. */
function addTile(y: usize, rows: i32, bytes: usize, i: usize, j: usize, out: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let row = 0; row < rows; row++) {
    const at = y + <usize>row * bytes;
    const v = v128.load(at + j);
    a0 = f32x4.add(a0, f32x4.mul(v128.load32_splat(at + i), v));
    a1 = f32x4.add(a1, f32x4.mul(v128.load32_splat(at + i, 4), v));
    a2 = f32x4.add(a2, f32x4.mul(v128.load32_splat(at + i, 8), v));
    a3 = f32x4.add(a3, f32x4.mul(v128.load32_splat(at + i, 12), v));
  }
  const to = out + (i >> 2) * bytes + j;
  v128.store(to, f32x4.add(v128.load(to), a0));
  v128.store(to + bytes, f32x4.add(v128.load(to + bytes), a1));
  v128.store(to + 2 * bytes, f32x4.add(v128.load(to + 2 * bytes), a2));
  v128.store(to + 3 * bytes, f32x4.add(v128.load(to + 3 * bytes), a3));
}

/** YᵀY + regularisation · I of the rows of `y` to `out` (width × width). */
export function gram(y: usize, rows: i32, width: i32, regularisation: f32, out: usize): void {
  const bytes = (<usize>width) << 2;
  memory.fill(out, 0, <usize>width * bytes);
  for (let from = 0; from < rows; from += CHUNK) {
    const chunk = min(CHUNK, rows - from);
    const at = y + <usize>from * bytes;
    for (let i: usize = 0; i < bytes; i += 16) {
      for (let j = i; j < bytes; j += 16) addTile(at, chunk, bytes, i, j, out);
    }
  }
  for (let i: usize = 0; i < bytes; i += 4) {
    const row = out + (i >> 2) * bytes;
    store<f32>(row + i, load<f32>(row + i) + regularisation);
    for (let j: usize = 0; j < i; j += 4) store<f32>(row + j, load<f32>(out + (j >> 2) * bytes + i));
  }
}

/** The sums of four vectors' lanes, as the lanes of one. */
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(a + j), v128.load(b + j)));
  return f32x4.extract_lane(sums(sum, sum, sum, sum), 0);
}

/** `into` += factor · `from`. */
function addScaled(into: usize, from: usize, factor: f32, bytes: usize): void {
  const f = f32x4.splat(factor);
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(into + j, f32x4.add(v128.load(into + j), f32x4.mul(f, v128.load(from + j))));
  }
}

/** `out` = G p for the symmetric G: 32 columns at a time stay in registers, then four. */
function applyGram(g: usize, p: usize, bytes: usize, out: usize): void {
  let j: usize = 0;
  for (; j + 128 <= bytes; j += 128) {
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    let row = g + j;
    for (let k: usize = 0; k < bytes; k += 4) {
      const v = v128.load32_splat(p + k);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(row)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(row, 16)));
      a2 = f32x4.add(a2, f32x4.mul(v, v128.load(row, 32)));
      a3 = f32x4.add(a3, f32x4.mul(v, v128.load(row, 48)));
      a4 = f32x4.add(a4, f32x4.mul(v, v128.load(row, 64)));
      a5 = f32x4.add(a5, f32x4.mul(v, v128.load(row, 80)));
      a6 = f32x4.add(a6, f32x4.mul(v, v128.load(row, 96)));
      a7 = f32x4.add(a7, f32x4.mul(v, v128.load(row, 112)));
      row += bytes;
    }
    const to = out + j;
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, a2, 32);
    v128.store(to, a3, 48);
    v128.store(to, a4, 64);
    v128.store(to, a5, 80);
    v128.store(to, a6, 96);
    v128.store(to, a7, 112);
  }
  for (; j < bytes; j += 16) {
    let a = f32x4.splat(0);
    let row = g + j;
    for (let k: usize = 0; k < bytes; k += 4) {
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(p + k), v128.load(row)));
      row += bytes;
    }
    v128.store(out + j, a);
  }
}

/**
 * Adds Σ k y over the entries of one row to `out`: with `first`, k = 1 + w − w (y · v), the right side less what v explains of it;
 * else k = w (y · v). Four entries at a time: each number of v and out is read once for all of them.
 */
function addEntries(
  y: usize,
  bytes: usize,
  index: usize,
  weight: usize,
  count: i32,
  v: usize,
  out: usize,
  first: bool,
): void {
  let n = 0;
  for (; n + 4 <= count; n += 4) {
    const at = index + ((<usize>n) << 2);
    const y0 = y + <usize>load<u32>(at) * bytes;
    const y1 = y + <usize>load<u32>(at, 4) * bytes;
    const y2 = y + <usize>load<u32>(at, 8) * bytes;
    const y3 = y + <usize>load<u32>(at, 12) * bytes;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let j: usize = 0; j < bytes; j += 16) {
      const part = v128.load(v + j);
      s0 = f32x4.add(s0, f32x4.mul(part, v128.load(y0 + j)));
      s1 = f32x4.add(s1, f32x4.mul(part, v128.load(y1 + j)));
      s2 = f32x4.add(s2, f32x4.mul(part, v128.load(y2 + j)));
      s3 = f32x4.add(s3, f32x4.mul(part, v128.load(y3 + j)));
    }
    const w = v128.load(weight + ((<usize>n) << 2));
    let k = f32x4.mul(w, sums(s0, s1, s2, s3));
    if (first) k = f32x4.sub(f32x4.add(f32x4.splat(1), w), k);
    const k0 = v128.shuffle<f32>(k, k, 0, 0, 0, 0);
    const k1 = v128.shuffle<f32>(k, k, 1, 1, 1, 1);
    const k2 = v128.shuffle<f32>(k, k, 2, 2, 2, 2);
    const k3 = v128.shuffle<f32>(k, k, 3, 3, 3, 3);
    for (let j: usize = 0; j < bytes; j += 16) {
      const a = f32x4.add(f32x4.mul(k0, v128.load(y0 + j)), f32x4.mul(k1, v128.load(y1 + j)));
      const b = f32x4.add(f32x4.mul(k2, v128.load(y2 + j)), f32x4.mul(k3, v128.load(y3 + j)));
      v128.store(out + j, f32x4.add(v128.load(out + j), f32x4.add(a, b)));
    }
  }
  for (; n < count; n++) {
    const row = y + <usize>load<u32>(index + ((<usize>n) << 2)) * bytes;
    const w = load<f32>(weight + ((<usize>n) << 2));
    const k = w * dot(row, v, bytes);
    addScaled(out, row, first ? 1 + w - k : k, bytes);
  }
}

/** Residuals whose squares sum to less are no longer a direction in float32. */
const SETTLED: f32 = 1e-20;

/**
 * Brings rows `from` … `to` of `x` nearer to the solutions of (G + Σ w y yᵀ) x = Σ (1 + w) y by some steps of conjugate gradient from
 * where they are. Row r has the entries offsets[r] … offsets[r + 1] (uint32): `index` (uint32) of a row of `y`, `weight` (float32).
 * A row without entries becomes 0. `scratch` has room for three vectors.
 */
export function solve(
  from: i32,
  to: i32,
  offsets: usize,
  index: usize,
  weight: usize,
  g: usize,
  y: usize,
  x: usize,
  width: i32,
  steps: i32,
  scratch: usize,
): void {
  const bytes = (<usize>width) << 2;
  const r = scratch;
  const p = scratch + bytes;
  const q = p + bytes;
  for (let row = from; row < to; row++) {
    const at = x + <usize>row * bytes;
    const begin = load<u32>(offsets + ((<usize>row) << 2));
    const count = <i32>(load<u32>(offsets + ((<usize>row) << 2), 4) - begin);
    if (count == 0) {
      memory.fill(at, 0, bytes);
      continue;
    }
    const entries = index + ((<usize>begin) << 2);
    const weights = weight + ((<usize>begin) << 2);
    applyGram(g, at, bytes, r);
    for (let j: usize = 0; j < bytes; j += 16) v128.store(r + j, f32x4.neg(v128.load(r + j)));
    addEntries(y, bytes, entries, weights, count, at, r, true);
    memory.copy(p, r, bytes);
    let square = dot(r, r, bytes);
    for (let step = 0; step < steps && square > SETTLED; step++) {
      applyGram(g, p, bytes, q);
      addEntries(y, bytes, entries, weights, count, p, q, false);
      const length = square / dot(p, q, bytes);
      addScaled(at, p, length, bytes);
      addScaled(r, q, -length, bytes);
      const next = dot(r, r, bytes);
      const turn = f32x4.splat(next / square);
      for (let j: usize = 0; j < bytes; j += 16) {
        v128.store(p + j, f32x4.add(v128.load(r + j), f32x4.mul(turn, v128.load(p + j))));
      }
      square = next;
    }
  }
}

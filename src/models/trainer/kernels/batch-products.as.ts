// A product of two matrices, float32 with SIMD; all addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/** Copies b [depth, columns], or its transposed [columns, depth], to rows of `stride` numbers. */
function spread(b: usize, to: usize, depth: i32, columns: i32, stride: i32, turned: i32): void {
  for (let p = 0; p < depth; p++) {
    for (let j = 0; j < columns; j++) {
      const from = turned ? j * depth + p : p * columns + j;
      store<f32>(to + ((<usize>(p * stride + j)) << 2), load<f32>(b + ((<usize>from) << 2)));
    }
  }
}

/**
 * `out` [rows, columns] is a · b. Number p of a's row i stands at i · `down` + p · `along`; b is [depth, columns], or [columns, depth] where
 * `turned`. `scratch` has room for depth · columns and `out` for rows · columns numbers, each with columns rounded up to a multiple of four.
 */
export function multiply(
  a: usize,
  b: usize,
  out: usize,
  scratch: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  down: i32,
  along: i32,
  turned: i32,
): void {
  const stride = (columns + 3) & ~3;
  spread(b, scratch, depth, columns, stride, turned);
  const step = (<usize>along) << 2;
  const below = (<usize>stride) << 2;
  for (let i = 0; i < rows; i++) {
    const row = a + ((<usize>(i * down)) << 2);
    const to = out + ((<usize>(i * columns)) << 2);
    let j = 0;
    for (; j + 16 <= stride; j += 16) {
      let at = row;
      let column = scratch + ((<usize>j) << 2);
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (let p = 0; p < depth; p++) {
        const x = v128.load32_splat(at);
        s0 = f32x4.add(s0, f32x4.mul(x, v128.load(column)));
        s1 = f32x4.add(s1, f32x4.mul(x, v128.load(column, 16)));
        s2 = f32x4.add(s2, f32x4.mul(x, v128.load(column, 32)));
        s3 = f32x4.add(s3, f32x4.mul(x, v128.load(column, 48)));
        at += step;
        column += below;
      }
      const place = to + ((<usize>j) << 2);
      v128.store(place, s0);
      v128.store(place, s1, 16);
      v128.store(place, s2, 32);
      // What is written past the end of a row belongs to the next one, which is written later.
      v128.store(place, s3, 48);
    }
    for (; j < stride; j += 4) {
      let at = row;
      let column = scratch + ((<usize>j) << 2);
      let sum = f32x4.splat(0);
      for (let p = 0; p < depth; p++) {
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(at), v128.load(column)));
        at += step;
        column += below;
      }
      v128.store(to + ((<usize>j) << 2), sum);
    }
  }
}

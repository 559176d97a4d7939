// One step of Adam, float32 with SIMD; all addresses are in bytes.

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/**
 * Moves `size` weights, a multiple of four, and their two running means by one step, in place. The slope of a weight is its summed
 * `gradient` times `share`, and its `decay` times itself. What a mean keeps and what is added to it come rounded each by itself: 1 less
 * .999 has five digits in float32.
 */
export function step(
  weights: usize,
  first: usize,
  second: usize,
  decay: usize,
  gradient: usize,
  size: i32,
  share: f32,
  rate: f32,
  keepFirst: f32,
  addFirst: f32,
  keepSecond: f32,
  addSecond: f32,
  epsilon: f32,
): void {
  const bytes = (<usize>size) << 2;
  const shares = f32x4.splat(share);
  const rates = f32x4.splat(rate);
  const a = f32x4.splat(keepFirst);
  const b = f32x4.splat(addFirst);
  const c = f32x4.splat(keepSecond);
  const d = f32x4.splat(addSecond);
  const least = f32x4.splat(epsilon);
  for (let at: usize = 0; at < bytes; at += 16) {
    const w = v128.load(weights + at);
    const slope = f32x4.add(f32x4.mul(v128.load(gradient + at), shares), f32x4.mul(v128.load(decay + at), w));
    const mean = f32x4.add(f32x4.mul(v128.load(first + at), a), f32x4.mul(slope, b));
    const square = f32x4.add(f32x4.mul(v128.load(second + at), c), f32x4.mul(f32x4.mul(slope, slope), d));
    v128.store(first + at, mean);
    v128.store(second + at, square);
    const along = f32x4.div(mean, f32x4.add(f32x4.sqrt(square), least));
    v128.store(weights + at, f32x4.sub(w, f32x4.mul(along, rates)));
  }
}

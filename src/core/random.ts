/** A source of uniform numbers in [0, 1): same seed, same sequence, on every machine. */
export type Random = () => number;

/** The mulberry32 generator (T. Ettinger): 32 bits of state, full period, passes gjrand; ample for shuffles and starts. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

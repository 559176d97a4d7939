/** The quantile of sorted values, linear between two of them (Hyndman & Fan's type 7, as NumPy). NaN of none. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (at - Math.floor(at)) * (above - below);
}

/** The commonest of sorted values, the least of those that are equally common. NaN of none. */
export function modeOf(sorted: Float64Array): number {
  let mode = NaN;
  let most = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    if (to - from > most) [mode, most] = [sorted[from]!, to - from];
  }
  return mode;
}

/** Where a rising function reaches a value between two ends: halving until no number lies between. */
export function invert(f: (x: number) => number, value: number, low: number, high: number): number {
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (f(middle) < value) low = middle;
    else high = middle;
  }
}

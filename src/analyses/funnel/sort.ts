const before = (times: Float64Array, marks: Float64Array, a: number, b: number): boolean =>
  times[a]! < times[b]! || (times[a] === times[b] && marks[a]! <= marks[b]!);

function inOrder(times: Float64Array, marks: Float64Array, from: number, to: number): boolean {
  for (let n = from + 1; n < to; n++) if (!before(times, marks, n - 1, n)) return false;
  return true;
}

/** Most lists are short and nearly in order, where insertion beats any other sort. */
function insertionSort(times: Float64Array, marks: Float64Array, from: number, to: number): void {
  for (let n = from + 1; n < to; n++) {
    const time = times[n]!;
    const mark = marks[n]!;
    let hole = n;
    for (; hole > from && (times[hole - 1]! > time || (times[hole - 1] === time && marks[hole - 1]! > mark)); hole--) {
      times[hole] = times[hole - 1]!;
      marks[hole] = marks[hole - 1]!;
    }
    times[hole] = time;
    marks[hole] = mark;
  }
}

const SHORT = 48;

/** Puts one user's events in order, by time and then by mark (which begins with the input row), in place. */
export function sortEvents(times: Float64Array, marks: Float64Array, from: number, to: number): void {
  if (inOrder(times, marks, from, to)) return;
  if (to - from <= SHORT) return insertionSort(times, marks, from, to);
  const order = Uint32Array.from({ length: to - from }, (_, n) => from + n);
  order.sort((a, b) => times[a]! - times[b]! || marks[a]! - marks[b]!);
  times.set(
    Float64Array.from(order, (n) => times[n]!),
    from,
  );
  marks.set(
    Float64Array.from(order, (n) => marks[n]!),
    from,
  );
}

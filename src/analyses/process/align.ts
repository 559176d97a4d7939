/** How a trace differs from a model path: by event code, how often each was skipped, done in excess, or done out of order. */
export interface Alignment {
  /** Steps of the model left out and events too many, each one; an event out of order is one of each. */
  cost: number;
  skipped: Map<number, number>;
  extra: Map<number, number>;
  moved: Map<number, number>;
}

/** How a cell of the alignment is reached: both go on, the trace alone (an event too many), or the model alone (a step skipped). */
const BOTH = 0;
const TRACE = 1;
const MODEL = 2;

/** The way back through the longest common subsequences of all prefixes, one byte a cell: a trace may be long. */
function waysBack(trace: ArrayLike<number>, model: ArrayLike<number>): Uint8Array {
  const width = model.length + 1;
  const ways = new Uint8Array((trace.length + 1) * width);
  ways.fill(MODEL, 0, width);
  let [above, here] = [new Uint32Array(width), new Uint32Array(width)];
  for (let n = 1; n <= trace.length; n++) {
    ways[n * width] = TRACE;
    for (let m = 1; m < width; m++) {
      const isSame = trace[n - 1] === model[m - 1];
      const isExtra = above[m]! >= here[m - 1]!;
      here[m] = isSame ? above[m - 1]! + 1 : isExtra ? above[m]! : here[m - 1]!;
      ways[n * width + m] = isSame ? BOTH : isExtra ? TRACE : MODEL;
    }
    [above, here] = [here, above];
  }
  return ways;
}

const add = (counts: Map<number, number>, code: number): void => void counts.set(code, (counts.get(code) ?? 0) + 1);

/**
 * The cheapest alignment of a trace with a sequence of activities (insertions and deletions, one each). What is both skipped at its
 * place and done elsewhere was done out of order. Where several alignments cost the same, events match as late as they can.
 */
export function alignTrace(trace: ArrayLike<number>, model: ArrayLike<number>): Alignment {
  const ways = waysBack(trace, model);
  const [skipped, extra, moved] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  let [n, m, cost] = [trace.length, model.length, 0];
  while (n > 0 || m > 0) {
    const reached = ways[n * (model.length + 1) + m];
    if (reached === BOTH) {
      n--;
      m--;
      continue;
    }
    cost++;
    if (reached === TRACE) add(extra, trace[--n]!);
    else add(skipped, model[--m]!);
  }
  for (const [code, times] of skipped) {
    const both = Math.min(times, extra.get(code) ?? 0);
    if (both === 0) continue;
    moved.set(code, both);
    for (const counts of [skipped, extra]) {
      counts.set(code, counts.get(code)! - both);
      if (counts.get(code) === 0) counts.delete(code);
    }
  }
  return { cost, skipped, extra, moved };
}

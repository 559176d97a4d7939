import type { DeviationKind } from './result.ts';

export interface Deviation {
  kind: DeviationKind;
  /** The event's code, and how often it was skipped, done in excess, or done out of order. */
  code: number;
  times: number;
}

/** How a trace differs from a model path. */
export interface Alignment {
  /** Steps of the model left out and events too many, each one; an event out of order is one of each. */
  cost: number;
  deviations: readonly Deviation[];
}

/** How a cell of the alignment is reached: both go on, the trace alone (an event too many), or the model alone (a step skipped). */
const BOTH = 0;
const TRACE = 1;
const MODEL = 2;

const FITTING: Alignment = { cost: 0, deviations: [] };

function timesOf(codes: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const code of codes) times.set(code, (times.get(code) ?? 0) + 1);
  return times;
}

/** What is both skipped at its place and done elsewhere was done out of order. */
function deviationsOf(skipped: readonly number[], extra: readonly number[]): Deviation[] {
  const [left, more] = [timesOf(skipped), timesOf(extra)];
  const deviations: Deviation[] = [];
  const note = (kind: DeviationKind, code: number, times: number): void => {
    if (times > 0) deviations.push({ kind, code, times });
  };
  for (const [code, times] of left) {
    const moved = Math.min(times, more.get(code) ?? 0);
    note('skipped', code, times - moved);
    note('moved', code, moved);
  }
  for (const [code, times] of more) note('extra', code, times - Math.min(times, left.get(code) ?? 0));
  return deviations;
}

/**
 * Aligns traces with a sequence of activities at least cost (insertions and deletions, one each). Where several alignments cost the
 * same, events match as late as they can. One byte for each event of a trace and step of the model, used again for the next trace.
 */
export function aligner(model: ArrayLike<number>): (trace: ArrayLike<number>) => Alignment {
  const width = model.length + 1;
  let ways = new Uint8Array(64 * width);
  let [above, here] = [new Uint32Array(width), new Uint32Array(width)];

  /** The way back through the longest common subsequences of all prefixes. */
  function fillWays(trace: ArrayLike<number>): void {
    const cells = (trace.length + 1) * width;
    if (ways.length < cells) ways = new Uint8Array(2 * cells);
    ways.fill(MODEL, 0, width);
    above.fill(0);
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
  }

  return (trace) => {
    fillWays(trace);
    const [skipped, extra]: [number[], number[]] = [[], []];
    let [n, m] = [trace.length, model.length];
    while (n > 0 || m > 0) {
      const reached = ways[n * width + m];
      if (reached === BOTH) {
        n--;
        m--;
      } else if (reached === TRACE) {
        extra.push(trace[--n]!);
      } else {
        skipped.push(model[--m]!);
      }
    }
    const cost = skipped.length + extra.length;
    return cost === 0 ? FITTING : { cost, deviations: deviationsOf(skipped, extra) };
  };
}

import { quantileSorted } from '../statistics.ts';

/** Spans of time collected by kind, in two passes: count, then `add`. Exact: every span is kept. */
export class Spans {
  private readonly ends: Uint32Array;
  private readonly values: Float64Array;

  /** `counts[k]`: how many spans of kind k will be added. */
  constructor(private readonly counts: ArrayLike<number>) {
    this.ends = new Uint32Array(counts.length);
    let total = 0;
    for (let kind = 0; kind < counts.length; kind++) {
      this.ends[kind] = total;
      total += counts[kind]!;
    }
    this.values = new Float64Array(total);
  }

  add(kind: number, value: number): void {
    this.values[this.ends[kind]!++] = value;
  }

  /** Quantiles of a kind, linear between neighbours; null where it has no span. */
  quantiles(kind: number, at: readonly number[]): (number | null)[] {
    const end = this.ends[kind]!;
    const sorted = this.values.subarray(end - this.counts[kind]!, end).sort();
    return at.map((q) => (sorted.length > 0 ? quantileSorted(sorted, q) : null));
  }
}

/** Microseconds as seconds. */
export const seconds = (us: number): number => us / 1_000_000;

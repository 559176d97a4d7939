import type { Stream } from './stream.ts';

const BITS = 28;

/**
 * Where each step and each exclusion stands within one part of a stream: a list of events for each bit, ascending. A
 * cursor for each list makes a walk over ascending entries linear.
 */
export class Positions {
  from = 0;
  to = 0;
  private readonly wanted: number;
  private readonly starts = new Int32Array(BITS + 1);
  private readonly cursors: Int32Array;
  private readonly next = new Int32Array(BITS);
  private list = new Int32Array(64);
  private ties = new Int32Array(0);
  private times: Float64Array = new Float64Array(0);
  private readonly hasTies: boolean;

  /** `wanted`: the bits asked for; `gaps`: how many cursors each list has; `hasTies`: whether `tieEnd` is asked for. */
  constructor(wanted: number, gaps: number, hasTies: boolean) {
    this.cursors = new Int32Array(BITS * gaps);
    this.wanted = wanted;
    this.hasTies = hasTies;
  }

  read({ times, masks }: Stream, from: number, to: number): void {
    this.from = from;
    this.to = to;
    this.times = times;
    const { starts, cursors, next } = this;
    starts.fill(0);
    const wanted = this.wanted;
    for (let n = from; n < to; n++)
      for (let rest = masks[n]! & wanted; rest !== 0; rest &= rest - 1) starts[32 - Math.clz32(rest & -rest)]!++;
    for (let bit = 0; bit < BITS; bit++) starts[bit + 1]! += starts[bit]!;
    if (starts[BITS]! > this.list.length) this.list = new Int32Array(starts[BITS]! * 2);
    next.set(starts.subarray(0, BITS));
    for (let at = 0; at < cursors.length; at += BITS) cursors.set(next, at);
    const { list } = this;
    for (let n = from; n < to; n++)
      for (let rest = masks[n]! & wanted; rest !== 0; rest &= rest - 1)
        list[next[31 - Math.clz32(rest & -rest)]!++] = n;
    if (this.hasTies) this.readTies(from, to);
  }

  private readTies(from: number, to: number): void {
    if (to - from > this.ties.length) this.ties = new Int32Array((to - from) * 2);
    for (let n = to - 1; n >= from; n--)
      this.ties[n - from] = n + 1 < to && this.times[n + 1] === this.times[n] ? this.ties[n + 1 - from]! : n;
  }

  /** The last event of the same time. */
  tieEnd(n: number): number {
    return this.ties[n - this.from]!;
  }

  /** The first event of a bit after event n, or -1; linear in all as long as the n of one bit and gap ascend. */
  after(bit: number, n: number, gap = 0): number {
    const { list, starts, cursors } = this;
    const end = starts[bit + 1]!;
    const cursor = gap * BITS + bit;
    let at = cursors[cursor]!;
    while (at > starts[bit]! && list[at - 1]! > n) at--;
    while (at < end && list[at]! <= n) at++;
    cursors[cursor] = at;
    return at < end ? list[at]! : -1;
  }

  /** The first event of a bit at event n or after it that is not among those taken, or -1. */
  free(bit: number, n: number, taken: Int32Array): number {
    const { list } = this;
    const end = this.starts[bit + 1]!;
    let low = this.starts[bit]!;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]! < n) low = middle + 1;
      else high = middle;
    }
    while (low < end && taken.includes(list[low]!)) low++;
    return low < end ? list[low]! : -1;
  }

  /** The first event at this time or later; `to` where there is none. */
  since(time: number): number {
    let low = this.from;
    let high = this.to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first event after n that fits one of several bits, or -1. */
  firstOf(bits: number, n: number, gap = 0): number {
    let first = -1;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      const found = this.after(bit, n, gap);
      if (found >= 0 && (first < 0 || found < first)) first = found;
    }
    return first;
  }
}

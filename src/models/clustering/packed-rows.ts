import type { Kernel } from '../kernel.ts';
import { layOut, newKernel } from '../kernel.ts';
import build from './kernels/k-means.as.ts?kernel';

interface KMeansKernel extends Kernel {
  assign(
    data: number,
    first: number,
    rows: number,
    d: number,
    packs: number,
    k: number,
    labels: number,
    distances: number,
    sums: number,
    sizes: number,
  ): number;
  reach(
    data: number,
    first: number,
    rows: number,
    d: number,
    packs: number,
    candidates: number,
    nearest: number,
    reached: number,
    stride: number,
    sums: number,
  ): void;
}

/** Rows, and points, that the kernel takes at once. */
const PACK = 4;
const filled = (count: number): number => Math.ceil(count / PACK) * PACK;

/** Multiplications of one call of the kernel: a millisecond or so. An engine exchanges quick code for better between two calls. */
const MULTIPLICATIONS = 1 << 21;

/** Candidates for one seed (Arthur and Vassilvitskii 2007; as many as scikit-learn's). */
const candidatesFor = (k: number): number => 2 + Math.floor(Math.log(k));

/** Rows in a kernel's memory, and what k-means asks of them; the arrays lie in that memory. Row-major, n × d. */
export class PackedRows {
  readonly n: number;
  readonly d: number;
  readonly data: Float64Array;
  readonly labels: Int32Array;
  /** Squared, to the own centre as it was when the labels were given. */
  readonly distances: Float64Array;
  /** By centre: the sum of its rows, and their number. */
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
  /** Squared distance of each row to the nearest seed. */
  readonly nearest: Float64Array;
  /** What `nearest` would be with one seed more, of each candidate. */
  readonly reached: readonly Float64Array[];
  private readonly packs: Float64Array;
  /** By candidate. */
  private readonly totals: Float64Array;
  private readonly kernel: KMeansKernel;

  private constructor(kernel: KMeansKernel, data: Float64Array, d: number, k: number) {
    this.kernel = kernel;
    this.d = d;
    this.n = data.length / d;
    const [rows, candidates] = [filled(this.n), candidatesFor(k)];
    const numbers = [rows * d, rows, rows, k * d, k, d * filled(Math.max(k, candidates)), candidates];
    const places = layOut(kernel, [...numbers.map((count) => 8 * count), 4 * rows, 8 * rows * candidates]);
    const { buffer } = kernel.memory;
    const part = (at: number) => new Float64Array(buffer, places[at], numbers[at]);
    [this.data, this.distances, this.nearest] = [part(0), part(1), part(2)];
    [this.sums, this.sizes, this.packs, this.totals] = [part(3), part(4), part(5), part(6)];
    this.labels = new Int32Array(buffer, places[7], rows);
    const first = places[8]!;
    this.reached = Array.from({ length: candidates }, (_, c) => new Float64Array(buffer, first + 8 * rows * c, rows));
    this.data.set(data);
  }

  /** The rows of `data`, for up to `k` centres. */
  static async of(data: Float64Array, d: number, k: number): Promise<PackedRows> {
    return new PackedRows(await newKernel<KMeansKernel>(build), data, d, k);
  }

  /** All rows, part after part, each as long as one call should take where every row meets `points` points. */
  private *parts(points: number): Generator<[first: number, rows: number]> {
    const most = filled(MULTIPLICATIONS / (points * this.d));
    for (let first = 0; first < this.n; first += most) yield [first, Math.min(most, this.n - first)];
  }

  /** Puts points where the kernel reads them: in packs of four, column after column; infinitely far ones fill up the last. */
  private pack(points: Float64Array): void {
    const { d, packs } = this;
    packs.fill(Infinity);
    for (let point = 0, at = 0; at < points.length; point += 1) {
      const lane = point % PACK;
      for (let j = 0; j < d; j += 1, at += 1) packs[(point - lane) * d + j * PACK + lane] = points[at]!;
    }
  }

  /** Gives each row its nearest centre, the first among equals; fills `sums` and `sizes`; how many labels changed. */
  async assign(centres: Float64Array, pause: () => Promise<void>): Promise<number> {
    const { d, data, packs, labels, distances, sums, sizes } = this;
    const k = centres.length / d;
    this.pack(centres);
    sums.fill(0);
    sizes.fill(0);
    let changed = 0;
    for (const [first, rows] of this.parts(k)) {
      const to = [labels, distances, sums, sizes].map(({ byteOffset }) => byteOffset) as [
        number,
        number,
        number,
        number,
      ];
      changed += this.kernel.assign(data.byteOffset, first, rows, d, packs.byteOffset, k, ...to);
      await pause();
    }
    return changed;
  }

  /** Fills `reached` for some candidates; what the distances would sum to with each. */
  reach(candidates: Float64Array): Float64Array {
    const { d, data, packs, nearest, reached, totals } = this;
    const count = candidates.length / d;
    this.pack(candidates);
    totals.fill(0);
    const from = [nearest, reached[0]!].map(({ byteOffset }) => byteOffset) as [number, number];
    for (const [first, rows] of this.parts(count)) {
      const to = [nearest.byteLength, totals.byteOffset] as const;
      this.kernel.reach(data.byteOffset, first, rows, d, packs.byteOffset, count, ...from, ...to);
    }
    return totals;
  }
}

import { seededRandom, type Random } from '../../core/random.ts';
import type { FitContext } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import type { Tree } from '../trees/ensemble.ts';
import { FittedTrees } from '../trees/fitted.ts';

/** Hyperparameters; defaults are scikit-learn's. */
export interface IsolationParams {
  trees: number;
  /** Rows of each tree at most. */
  samples: number;
  /** Share of the columns that each tree may ask. */
  columnShare: number;
}

const EULER = 0.5772156649015329;

/** Mean length of an unsuccessful search in a binary search tree of n values: what a leaf of n rows still stands for. */
export function pathLength(n: number): number {
  if (n <= 1) return 0;
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

/** Some of 0 … n − 1, each as likely, none twice. */
function drawn(n: number, count: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: n }, (_, at) => at);
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(random() * (n - at));
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all.subarray(0, count);
}

/** A tree as it grows, node after node. */
class Isolation {
  readonly feature: number[] = [];
  readonly threshold: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly missingLeft: number[] = [];
  readonly length: number[] = [];
  readonly cover: number[] = [];
  private readonly x: Matrix;
  private readonly rows: Int32Array;
  private readonly columns: Int32Array;
  private readonly limit: number;
  private readonly random: Random;

  constructor(x: Matrix, rows: Int32Array, columns: Int32Array, random: Random) {
    this.x = x;
    this.rows = rows;
    this.columns = columns;
    this.random = random;
    this.limit = Math.ceil(Math.log2(Math.max(rows.length, 2)));
  }

  /** Grows what lies below rows `from` … `to`; gives the node. */
  grow(from: number, to: number, depth: number): number {
    const node = this.feature.length;
    const split = to - from > 1 && depth < this.limit ? this.draw(from, to) : null;
    this.feature.push(split ? split.column : -1);
    this.threshold.push(split ? split.threshold : 0);
    this.left.push(-1);
    this.right.push(-1);
    this.missingLeft.push(0);
    this.cover.push(to - from);
    this.length.push(depth + pathLength(to - from));
    if (!split) return node;
    const middle = this.part(from, to, split, node);
    this.left[node] = this.grow(from, middle, depth + 1);
    this.right[node] = this.grow(middle, to, depth + 1);
    this.length[node] =
      ((middle - from) * this.length[this.left[node]!]! + (to - middle) * this.length[this.right[node]!]!) /
      (to - from);
    return node;
  }

  private value(at: number, column: number): number {
    return this.x.data[this.rows[at]! * this.x.columns + column]!;
  }

  /** A column that has two values here, and a threshold between its least and its largest. */
  private draw(from: number, to: number): { column: number; threshold: number } | null {
    const order = drawn(this.columns.length, this.columns.length, this.random);
    for (const place of order) {
      const column = this.columns[place]!;
      let [low, high] = [Infinity, -Infinity];
      for (let at = from; at < to; at += 1) {
        const value = this.value(at, column);
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (low < high) {
        const threshold = low + this.random() * (high - low);
        // Rounding may reach the largest itself, which must stay on the right.
        return { column, threshold: threshold < high ? threshold : low };
      }
    }
    return null;
  }

  /** Those at or below the threshold first; missing values go with the more rows. */
  private part(from: number, to: number, { column, threshold }: { column: number; threshold: number }, node: number) {
    let [below, above] = [0, 0];
    for (let at = from; at < to; at += 1) {
      const value = this.value(at, column);
      if (value <= threshold) below += 1;
      else if (value > threshold) above += 1;
    }
    const missingLeft = below >= above;
    this.missingLeft[node] = missingLeft ? 1 : 0;
    let middle = from;
    for (let at = from; at < to; at += 1) {
      const value = this.value(at, column);
      if (!(Number.isNaN(value) ? missingLeft : value <= threshold)) continue;
      [this.rows[at], this.rows[middle]] = [this.rows[middle]!, this.rows[at]!];
      middle += 1;
    }
    return middle;
  }

  /** The tree, its values times a factor. */
  toTree(factor: number): Tree {
    return {
      feature: Int32Array.from(this.feature),
      threshold: Float64Array.from(this.threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      missingLeft: Uint8Array.from(this.missingLeft),
      set: new Int32Array(this.feature.length).fill(-1),
      sets: new Uint32Array(0),
      value: Float64Array.from(this.length, (length) => factor * length),
      cover: Float64Array.from(this.cover),
    };
  }
}

/** How far apart the splits of each column set the path lengths of what lies below: what isolates. */
function addGains(gains: Float64Array, { feature, left, right, value, cover }: Tree): void {
  feature.forEach((column, node) => {
    if (column < 0) return;
    for (const child of [left[node]!, right[node]!]) {
      gains[column]! += cover[child]! * (value[child]! - value[node]!) ** 2;
    }
  });
}

/**
 * The isolation forest (F. T. Liu, K. M. Ting, Z.-H. Zhou 2008). A row's score is 2^(−mean path / c(samples)), in (0, 1]: near 1
 * for a stranger, about .5 for the common. As a sum of trees: its logarithm, so the link is `log`.
 */
export async function isolate(params: IsolationParams, x: Matrix, context: FitContext): Promise<FittedTrees> {
  const samples = Math.min(params.samples, x.rows);
  const count = Math.max(1, Math.round(params.columnShare * x.columns));
  const random = seededRandom(context.seed);
  // One row alone has no path: every score is then 1.
  const factor = -Math.LN2 / (Math.max(pathLength(samples), 1) * params.trees);
  const gains = new Float64Array(x.columns);
  const trees: Tree[] = [];
  for (let done = 0; done < params.trees; done += 1) {
    await context.step(done / params.trees);
    const grown = new Isolation(x, drawn(x.rows, samples, random), drawn(x.columns, count, random), random);
    grown.grow(0, samples, 0);
    const tree = grown.toTree(factor);
    addGains(gains, tree);
    trees.push(tree);
  }
  context.ranOn({ name: 'cpu' });
  await context.step(1);
  const ensemble = { trees, output: new Int32Array(trees.length), base: new Float64Array(1), link: 'log' as const };
  return new FittedTrees('isolation-forest', x.names, ensemble, gains);
}

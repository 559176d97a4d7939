import type { Task } from '../../contract/estimator.ts';
import type { Tree } from './ensemble.ts';
import type { Labels } from './labels.ts';

/** Predicts each row by the trees that did not see it. */
export class OutOfBag {
  private readonly labels: Labels;
  private readonly base: Float64Array;
  private readonly among: number;
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;

  /** `among`: by how many trees the values were divided. */
  constructor(labels: Labels, base: Float64Array, among: number) {
    this.labels = labels;
    this.base = base;
    this.among = among;
    this.sums = new Float64Array(labels.y.length * base.length);
    this.counts = new Uint32Array(labels.y.length);
  }

  /** Takes a tree (one for each output, of one shape) with the leaf of each row that it was not grown on, −1 for the others. */
  add(trees: readonly Tree[], leaves: Int32Array): void {
    for (let row = 0; row < leaves.length; row += 1) {
      const leaf = leaves[row]!;
      if (leaf < 0) continue;
      this.counts[row]! += 1;
      trees.forEach(({ value }, output) => (this.sums[row * trees.length + output]! += value[leaf]!));
    }
  }

  private prediction(row: number, output: number): number {
    const sum = this.sums[row * this.base.length + output]!;
    return this.base[output]! + (sum * this.among) / this.counts[row]!;
  }

  /** Accuracy of the likelier class, or R²; over the rows that some tree did not see, by their weights. NaN without any. */
  score(task: Task): number {
    const rows = Array.from(this.counts.keys()).filter((row) => this.counts[row]! > 0);
    const weight = (row: number) => this.labels.weights?.[row] ?? 1;
    const sum = (of: (row: number) => number) => rows.reduce((total, row) => total + weight(row) * of(row), 0);
    const y = (row: number) => this.labels.y[row]!;
    if (task !== 'regression') return sum((row) => Number(this.classOf(row) === y(row))) / sum(() => 1);
    const mean = sum(y) / sum(() => 1);
    return 1 - sum((row) => (y(row) - this.prediction(row, 0)) ** 2) / sum((row) => (y(row) - mean) ** 2);
  }

  private classOf(row: number): number {
    if (this.base.length === 1) return this.prediction(row, 0) > 0.5 ? 1 : 0;
    let best = 0;
    for (let k = 1; k < this.base.length; k += 1) if (this.prediction(row, k) > this.prediction(row, best)) best = k;
    return best;
  }
}

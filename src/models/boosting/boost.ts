import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import { seededRandom, type Random } from '../../core/random.ts';
import type { FitContext } from '../estimator.ts';
import { binsOf } from '../trees/bins.ts';
import type { Tree } from '../trees/ensemble.ts';
import { FittedTrees } from '../trees/fitted.ts';
import { Grower, type Growth } from '../trees/grow.ts';
import type { Examples } from '../trees/labels.ts';
import type { Nodes } from '../trees/nodes.ts';
import {
  keepLogistic,
  packGradients,
  packLogistic,
  workspaceOf,
  type LogisticRows,
  type Workspace,
} from '../trees/workspace.ts';
import { monotoneOf } from './directions.ts';
import { classLoss, regressionLoss, type Loss, type RegressionLoss } from './losses.ts';
import { quantileOf } from './quantiles.ts';
import { shuffled, split } from './rows.ts';
import { Watch } from './watch.ts';

/** Hyperparameters; those of scikit-learn's HistGradientBoosting under their names here, with its defaults. */
export interface BoostingParams {
  loss: RegressionLoss;
  quantile: number;
  learningRate: number;
  iterations: number;
  maxLeaves: number;
  maxDepth: number;
  minSamplesLeaf: number;
  l2: number;
  maxBins: number;
  subsample: number;
  columnShare: number;
  increasing: readonly string[];
  decreasing: readonly string[];
  earlyStopping: boolean;
  validationShare: number;
  patience: number;
}

/** LightGBM's `cat_smooth`: categories of few rows do not lead the order by chance. */
const SMOOTHING = 10;
/** scikit-learn's and LightGBM's least sum of hessians in a leaf. */
const MIN_HESSIAN = 1e-3;

function growthOf(params: BoostingParams, monotone: Int8Array | undefined): Growth {
  return {
    order: params.maxLeaves > 0 ? 'best' : 'depth',
    maxLeaves: params.maxLeaves,
    maxDepth: params.maxDepth,
    minRows: params.minSamplesLeaf,
    minSplitRows: 2,
    minHessian: MIN_HESSIAN,
    l2: params.l2,
    smoothing: SMOOTHING,
    criterion: monotone ? 'bounded' : 'gain',
    ...(monotone && { monotone }),
  };
}

/** One training: scores of all rows, and the trees so far. */
export class Booster {
  readonly trees: Tree[] = [];
  readonly gains: Float64Array;
  readonly base: Float64Array;
  readonly loss: Loss;
  private readonly params: BoostingParams;
  private readonly examples: Examples;
  private readonly space: Workspace;
  private readonly grower: Grower;
  private readonly random: Random;
  /** Before the link, of all rows, with all outputs of each. */
  readonly scores: Float64Array;
  private readonly train: Uint32Array;
  private readonly others: Uint32Array;
  private readonly watch: Watch | undefined;
  private readonly logistic: LogisticRows | undefined;

  constructor(
    params: BoostingParams,
    loss: Loss,
    examples: Examples,
    rows: { train: Uint32Array; validation: Uint32Array },
    engine: { space: Workspace; grower: Grower; random: Random },
  ) {
    this.params = params;
    this.loss = loss;
    this.examples = examples;
    this.space = engine.space;
    this.grower = engine.grower;
    this.random = engine.random;
    this.train = rows.train;
    this.others = rows.validation;
    if (!loss.gradients) this.logistic = keepLogistic(this.space, examples.y, examples.weights);
    this.gains = new Float64Array(examples.x.columns);
    this.base = loss.base(examples);
    this.scores = Float64Array.from(
      { length: examples.x.rows * loss.outputs },
      (_, at) => this.base[at % loss.outputs]!,
    );
    if (params.earlyStopping) this.watch = new Watch(loss, examples, rows.validation, params.patience);
  }

  /** Rounds until the last, or until the held-out loss no longer falls. */
  async run(context: FitContext): Promise<void> {
    const { iterations } = this.params;
    for (let round = 0; round < iterations; round += 1) {
      await context.step(round / iterations);
      await this.round();
      if (this.watch?.isOver(this.scores)) break;
    }
    if (this.watch) this.trees.length = this.watch.bestRound * this.loss.outputs;
  }

  get notes(): Record<string, number> {
    const rounds = this.trees.length / this.loss.outputs;
    return { rounds, ...(this.watch && { validationLoss: this.watch.bestLoss }) };
  }

  /** One tree for each output, all of them by the scores before the round. */
  private async round(): Promise<void> {
    const before = this.loss.outputs > 1 ? this.scores.slice() : this.scores;
    const used = this.sample();
    const columns = this.drawColumns();
    for (let output = 0; output < this.loss.outputs; output += 1) {
      this.pack(before, output);
      this.space.rows.set(used);
      const nodes = await this.grower.grow(used.length, columns);
      this.take(nodes, used.length, output);
    }
  }

  /** The derivatives at some scores, for the kernels. */
  private pack(scores: Float64Array, output: number): void {
    if (this.logistic) return packLogistic(this.space, scores, this.logistic);
    this.loss.gradients?.(scores, this.examples, output, this.space.g, this.space.h);
    packGradients(this.space);
  }

  private sample(): Uint32Array {
    if (this.params.subsample >= 1) return this.train;
    const count = Math.max(1, Math.round(this.params.subsample * this.train.length));
    return shuffled(this.train, this.random).slice(0, count).sort();
  }

  private drawColumns(): Uint32Array {
    const all = Uint32Array.from({ length: this.examples.x.columns }, (_, column) => column);
    if (this.params.columnShare >= 1) return all;
    const count = Math.max(1, Math.round(this.params.columnShare * all.length));
    return shuffled(all, this.random).slice(0, count).sort();
  }

  /** Keeps a grown tree and moves the scores of all rows by it. */
  private take(nodes: Nodes, used: number, output: number): void {
    const value = this.valuesOf(nodes, output);
    this.trees.push(nodes.toTree(value, nodes.coversOf(this.space.rows, this.examples.weights)));
    for (let node = 0; node < nodes.count; node += 1) {
      if (nodes.feature[node]! >= 0) this.gains[nodes.feature[node]!]! += nodes.gain[node]!;
      else this.move(nodes, node, value[node]!, output);
    }
    if (used < this.train.length) this.moveOthers(nodes, value, output, used);
    for (const row of this.others) {
      this.scores[row * this.loss.outputs + output]! += value[nodes.leafOf(this.space.bins, row)]!;
    }
  }

  private move(nodes: Nodes, leaf: number, value: number, output: number): void {
    const { rows } = this.space;
    const { outputs } = this.loss;
    for (let at = nodes.from[leaf]!; at < nodes.to[leaf]!; at += 1) this.scores[rows[at]! * outputs + output]! += value;
  }

  /** The rows that were left out of this round's sample. */
  private moveOthers(nodes: Nodes, value: Float64Array, output: number, used: number): void {
    const seen = new Uint8Array(this.space.bins.rows);
    for (const row of this.space.rows.subarray(0, used)) seen[row] = 1;
    for (const row of this.train) {
      if (seen[row]) continue;
      this.scores[row * this.loss.outputs + output]! += value[nodes.leafOf(this.space.bins, row)]!;
    }
  }

  private valuesOf(nodes: Nodes, output: number): Float64Array {
    const { l2, learningRate } = this.params;
    const value = new Float64Array(nodes.count);
    for (let node = nodes.count - 1; node >= 0; node -= 1) {
      const newton = -nodes.g[node]! / (nodes.h[node]! + l2);
      const bounded = Math.min(Math.max(newton, nodes.low[node]!), nodes.high[node]!);
      // Rows without any hessian have nothing to say.
      value[node] = nodes.h[node]! + l2 > 0 ? learningRate * bounded : 0;
    }
    if (this.loss.quantile !== undefined) this.refit(nodes, value, this.loss.quantile, output);
    return value;
  }

  /** Leaves get the quantile of their residuals; nodes above them the mean of what lies below. */
  private refit(nodes: Nodes, value: Float64Array, share: number, output: number): void {
    const { y, weights } = this.examples;
    for (let node = nodes.count - 1; node >= 0; node -= 1) {
      const rows = this.space.rows.subarray(nodes.from[node]!, nodes.to[node]!);
      if (nodes.feature[node]! >= 0) {
        const [left, right] = [nodes.left[node]!, nodes.right[node]!];
        const [a, b] = [nodes.to[left]! - nodes.from[left]!, nodes.to[right]! - nodes.from[right]!];
        value[node] = (a * value[left]! + b * value[right]!) / (a + b);
        continue;
      }
      const residuals = Float64Array.from(rows, (row) => y[row]! - this.scores[row * this.loss.outputs + output]!);
      const of = weights && Float64Array.from(rows, (row) => weights[row]!);
      value[node] = this.params.learningRate * quantileOf(residuals, share, of);
    }
  }
}

/** Boosts to the end. */
export async function trained(
  params: BoostingParams,
  task: Task,
  examples: Examples,
  context: FitContext,
): Promise<Booster> {
  const { x, classes } = examples;
  const loss =
    task === 'regression' ? regressionLoss(params.loss, params.quantile) : classLoss(classes, task === 'binary');
  const monotone = monotoneOf(params, x);
  if (monotone && (loss.quantile !== undefined || loss.outputs > 1)) throw new AppError('boosting.monotone-loss');
  const random = seededRandom(context.seed);
  const pause = () => context.step(0);
  const bins = await binsOf(x, params.maxBins, context.seed, pause);
  const kept = Math.min(params.maxLeaves || 64, Math.ceil(x.rows / 256));
  const space = await workspaceOf(bins, { kept, logistic: !loss.gradients, ...(monotone && { monotone }) });
  const grower = new Grower(space, growthOf(params, monotone), random, pause);
  const rows = split(examples, params.earlyStopping ? params.validationShare : 0, task, random);
  const booster = new Booster(params, loss, examples, rows, { space, grower, random });
  await booster.run(context);
  return booster;
}

/** Gradient boosting of trees over histograms. Throws what `examplesOf`, `monotoneOf` and the loss do, and `trees.too-large`. */
export async function boost(
  params: BoostingParams,
  task: Task,
  examples: Examples,
  context: FitContext,
): Promise<FittedTrees> {
  const { trees, base, gains, notes, loss } = await trained(params, task, examples, context);
  context.ranOn({ name: 'wasm' });
  await context.step(1);
  const output = Int32Array.from(trees, (_, at) => at % loss.outputs);
  return new FittedTrees('boosting', examples.x.names, { trees, output, base, link: loss.link }, gains, { notes });
}

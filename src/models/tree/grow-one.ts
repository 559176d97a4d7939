import type { Task } from '../../contract/estimator.ts';
import { seededRandom } from '../../core/random.ts';
import type { FitContext } from '../estimator.ts';
import { binsOf } from '../trees/bins.ts';
import { FittedTrees } from '../trees/fitted.ts';
import { Grower } from '../trees/grow.ts';
import type { Examples } from '../trees/labels.ts';
import { targetOf } from '../trees/target.ts';
import { workspaceOf } from '../trees/workspace.ts';
import { impurities } from './impurity.ts';
import { keptNodes, prunedLeaves, prunedTree } from './prune.ts';

/** Hyperparameters of a single tree; defaults are scikit-learn's. */
export interface TreeParams {
  criterion: 'gini' | 'entropy';
  maxDepth: number;
  maxLeaves: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  ccpAlpha: number;
  maxBins: number;
}

/** One classification or regression tree (CART), pruned by its cost. Throws what `examplesOf` does, and `trees.too-large`. */
export async function growOne(
  params: TreeParams,
  task: Task,
  examples: Examples,
  context: FitContext,
): Promise<FittedTrees> {
  const { x, weights } = examples;
  const pause = () => context.step(0.5);
  await context.step(0);
  const bins = await binsOf(x, params.maxBins, context.seed, pause);
  await context.step(0.2);
  const target = targetOf(examples, task, params.criterion);
  const space = await workspaceOf(bins, { kept: 32, classes: target.growth.classes ?? 0 });
  const growth = {
    order: params.maxLeaves > 0 ? ('best' as const) : ('depth' as const),
    maxLeaves: params.maxLeaves,
    maxDepth: params.maxDepth,
    minRows: params.minSamplesLeaf,
    minSplitRows: params.minSamplesSplit,
    minHessian: Number.MIN_VALUE,
    l2: 0,
    smoothing: 0,
    ...target.growth,
  };
  const used = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => !weights || weights[row]! > 0);
  target.load(space);
  space.rows.set(used);
  const grower = new Grower(space, growth, seededRandom(context.seed), pause);
  const columns = Uint32Array.from({ length: x.columns }, (_, column) => column);
  const nodes = await grower.grow(used.length, columns);
  const values = target.values(nodes, space);
  const whole = nodes.toTree(values[0]!, nodes.h.slice(0, nodes.count));
  const impurity = impurities(nodes, values, target.base, params.criterion, examples, space);
  const isLeaf = prunedLeaves(whole, impurity, params.ccpAlpha);
  const kept = keptNodes(whole, isLeaf);
  const shape = prunedTree(whole, isLeaf, kept);
  const gains = new Float64Array(x.columns);
  kept.forEach((node, at) => {
    if (shape.feature[at]! >= 0) gains[shape.feature[at]!]! += nodes.gain[node]!;
  });
  context.ranOn({ name: 'wasm' });
  await context.step(1);
  const trees = values.map((value) => ({ ...shape, value: Float64Array.from(kept, (node) => value[node]!) }));
  const ensemble = {
    trees,
    output: Int32Array.from(trees, (_, at) => at),
    base: target.base,
    link: 'identity' as const,
  };
  return new FittedTrees('tree', x.names, ensemble, gains, { shares: task !== 'regression' });
}

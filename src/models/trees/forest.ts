import type { Task } from '../../contract/estimator.ts';
import type { FitContext } from '../estimator.ts';
import { binsOf } from './bins.ts';
import type { Tree } from './ensemble.ts';
import { FittedTrees } from './fitted.ts';
import { growAll } from './forest-crew.ts';
import { judgesUnseen, type ForestPlan, type Grown } from './growing.ts';
import { labelsOf, type Examples } from './labels.ts';
import { OutOfBag } from './out-of-bag.ts';
import { targetOf } from './target.ts';

/** Hyperparameters of a forest; defaults are scikit-learn's. */
export interface ForestParams {
  trees: number;
  criterion: 'gini' | 'entropy';
  /** Columns asked at each split; `auto`: the square root of their number for classes, all of them for a number. */
  features: 'auto' | 'sqrt' | 'log2' | 'third' | 'all';
  maxDepth: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  bootstrap: boolean;
  /** Judge each row by the trees that did not see it. */
  outOfBag: boolean;
  maxBins: number;
}

/** What makes forests differ. */
export interface ForestKind {
  id: string;
  /** Splits are drawn at random, as extremely randomised trees do. */
  randomSplits: boolean;
}

/**
 * A forest of trees, each of a sample of rows and columns; on several threads where the page has them, the same to the bit. Throws
 * what `examplesOf` does, and `trees.too-large`.
 */
export async function growForest(
  kind: ForestKind,
  params: ForestParams,
  task: Task,
  examples: Examples,
  context: FitContext,
): Promise<FittedTrees> {
  const { x } = examples;
  const bins = await binsOf(x, params.maxBins, context.seed, () => context.step(0));
  const labels = labelsOf(examples);
  const plan: ForestPlan = { kind, params, task, labels, bins, seed: context.seed };
  const { base } = targetOf(labels, task, params.criterion);
  const gains = new Float64Array(x.columns);
  const outOfBag = judgesUnseen(params) ? new OutOfBag(labels, base, params.trees) : undefined;
  const trees: Tree[] = [];
  const take = (grown: Grown) => {
    grown.gains.forEach((gain, column) => (gains[column]! += gain));
    if (grown.unseen) outOfBag?.add(grown.trees, grown.unseen);
    trees.push(...grown.trees);
  };
  await growAll(plan, take, context);
  context.ranOn({ name: 'wasm' });
  await context.step(1);
  const output = Int32Array.from(trees, (_, at) => at % base.length);
  const notes: Record<string, number> = outOfBag ? { outOfBag: outOfBag.score(task) } : {};
  return new FittedTrees(kind.id, x.names, { trees, output, base, link: 'identity' }, gains, {
    notes,
    shares: task !== 'regression',
  });
}

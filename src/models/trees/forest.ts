import type { Task } from '../../contract/estimator.ts';
import { seededRandom, type Random } from '../../core/random.ts';
import type { FitContext } from '../estimator.ts';
import { binsOf } from './bins.ts';
import type { Tree } from './ensemble.ts';
import { FittedTrees } from './fitted.ts';
import { Grower, type Growth } from './grow.ts';
import type { Examples } from './labels.ts';
import type { Nodes } from './nodes.ts';
import { OutOfBag } from './out-of-bag.ts';
import { targetOf, type Target } from './target.ts';
import { workspaceOf, type Workspace } from './workspace.ts';

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

function columnsPerNode(features: ForestParams['features'], columns: number, task: Task): number {
  const chosen = features === 'auto' ? (task === 'regression' ? 'all' : 'sqrt') : features;
  if (chosen === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(columns)));
  if (chosen === 'log2') return Math.max(1, Math.floor(Math.log2(columns)));
  return chosen === 'third' ? Math.max(1, Math.floor(columns / 3)) : columns;
}

function growthOf(params: ForestParams, kind: ForestKind, target: Target, perNode: number, columns: number): Growth {
  return {
    order: 'depth',
    maxLeaves: 0,
    maxDepth: params.maxDepth,
    minRows: params.minSamplesLeaf,
    minSplitRows: params.minSamplesSplit,
    minHessian: Number.MIN_VALUE,
    l2: 0,
    smoothing: 0,
    ...target.growth,
    ...(perNode < columns && { perNode }),
    ...(kind.randomSplits && { randomSplits: true }),
  };
}

/** The seed of one tree of many: each can be grown by itself, in any order. */
const treeSeed = (seed: number, tree: number): number =>
  (Math.imul(seed, 0x9e3779b1) + Math.imul(tree + 1, 0x85ebca6b)) >>> 0;

/** How often each row is drawn; a row without weight never. */
function drawn(rows: Uint32Array, height: number, bootstrap: boolean, random: Random): Uint16Array {
  const times = new Uint16Array(height);
  if (!bootstrap) for (const row of rows) times[row] = 1;
  else for (let draw = 0; draw < rows.length; draw += 1) times[rows[Math.floor(random() * rows.length)]!]! += 1;
  return times;
}

/** Adds each column's share of what one tree gained, so that all trees have one say. */
function addGains(gains: Float64Array, nodes: Nodes): void {
  let total = 0;
  for (let node = 0; node < nodes.count; node += 1) if (nodes.feature[node]! >= 0) total += nodes.gain[node]!;
  for (let node = 0; node < nodes.count; node += 1) {
    if (nodes.feature[node]! >= 0) gains[nodes.feature[node]!]! += nodes.gain[node]! / total;
  }
}

/** A grown tree as one tree for each output, which share all but their values; `among` so many that are averaged. */
function treesOf(nodes: Nodes, target: Target, space: Workspace, among: number): Tree[] {
  const cover = nodes.h.slice(0, nodes.count);
  const shape = nodes.toTree(new Float64Array(0), cover);
  return target.values(nodes, space).map((value) => ({ ...shape, value: value.map((each) => each / among) }));
}

/** A forest of trees, each of a sample of rows and columns. Throws what `examplesOf` does, and `trees.too-large`. */
export async function growForest(
  kind: ForestKind,
  params: ForestParams,
  task: Task,
  examples: Examples,
  context: FitContext,
): Promise<FittedTrees> {
  const { x, weights } = examples;
  let done = 0;
  const pause = () => context.step(done / params.trees);
  const bins = await binsOf(x, params.maxBins, context.seed, pause);
  const target = targetOf(examples, task, params.criterion);
  const { classes = 0 } = target.growth;
  const space = await workspaceOf(bins, { kept: 32, classes });
  const growth = growthOf(params, kind, target, columnsPerNode(params.features, x.columns, task), x.columns);
  const rows = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => !weights || weights[row]! > 0);
  const columns = Uint32Array.from({ length: x.columns }, (_, column) => column);
  const gains = new Float64Array(x.columns);
  const outOfBag = params.outOfBag && params.bootstrap ? new OutOfBag(examples, target.base, params.trees) : undefined;
  const trees: Tree[] = [];
  for (; done < params.trees; done += 1) {
    await context.step(done / params.trees);
    const random = seededRandom(treeSeed(context.seed, done));
    const times = drawn(rows, x.rows, params.bootstrap, random);
    const used = rows.filter((row) => times[row]! > 0);
    target.load(space, times);
    space.rows.set(used);
    const nodes = await new Grower(space, growth, random, pause).grow(used.length, columns);
    const grown = treesOf(nodes, target, space, params.trees);
    outOfBag?.add(grown, nodes, bins, times);
    addGains(gains, nodes);
    trees.push(...grown);
  }
  context.ranOn({ name: 'wasm' });
  await context.step(1);
  const { base } = target;
  const output = Int32Array.from(trees, (_, at) => at % base.length);
  const notes: Record<string, number> = outOfBag ? { outOfBag: outOfBag.score(task) } : {};
  return new FittedTrees(kind.id, x.names, { trees, output, base, link: 'identity' }, gains, {
    notes,
    shares: task !== 'regression',
  });
}

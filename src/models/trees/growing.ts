import type { Task } from '../../contract/estimator.ts';
import { seededRandom, type Random } from '../../core/random.ts';
import type { BinMatrix, Pause } from './bins.ts';
import type { Tree } from './ensemble.ts';
import type { ForestKind, ForestParams } from './forest.ts';
import { Grower, type Growth } from './grow.ts';
import type { Labels } from './labels.ts';
import type { Nodes } from './nodes.ts';
import { targetOf, type Target } from './target.ts';
import { workspaceOf, type Workspace } from './workspace.ts';

/** What each tree of a forest is grown from: plain data, which another thread can be sent. */
export interface ForestPlan {
  kind: ForestKind;
  params: ForestParams;
  task: Task;
  labels: Labels;
  bins: BinMatrix;
  seed: number;
}

/** What one tree comes to. */
export interface Grown {
  /** One for each output, which share all but their values. */
  trees: Tree[];
  /** Each column's share of what the tree gained. */
  gains: Float64Array;
  /** By row the leaf of one that the tree did not see, −1 of the others; where rows are judged so. */
  unseen?: Int32Array;
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

/** Shares, so that all trees have one say. */
function gainsOf(nodes: Nodes, columns: number): Float64Array {
  const gains = new Float64Array(columns);
  let total = 0;
  for (let node = 0; node < nodes.count; node += 1) if (nodes.feature[node]! >= 0) total += nodes.gain[node]!;
  for (let node = 0; node < nodes.count; node += 1) {
    if (nodes.feature[node]! >= 0) gains[nodes.feature[node]!]! += nodes.gain[node]! / total;
  }
  return gains;
}

function unseenLeaves(nodes: Nodes, bins: BinMatrix, times: Uint16Array): Int32Array {
  const leaves = new Int32Array(times.length).fill(-1);
  for (let row = 0; row < times.length; row += 1) if (times[row] === 0) leaves[row] = nodes.leafOf(bins, row);
  return leaves;
}

/** A grown tree as one tree for each output, which share all but their values; `among` so many that are averaged. */
function treesOf(nodes: Nodes, target: Target, space: Workspace, among: number): Tree[] {
  const cover = nodes.h.slice(0, nodes.count);
  const shape = nodes.toTree(new Float64Array(0), cover);
  return target.values(nodes, space).map((value) => ({ ...shape, value: value.map((each) => each / among) }));
}

/**
 * What grows one tree of the plan after the other, by their numbers: the same tree wherever and in whatever order. Throws
 * `trees.too-large`.
 */
export async function forestGrower(plan: ForestPlan, pause: Pause): Promise<(tree: number) => Promise<Grown>> {
  const { kind, params, task, labels, bins, seed } = plan;
  const { weights } = labels;
  const target = targetOf(labels, task, params.criterion);
  const { classes = 0 } = target.growth;
  const space = await workspaceOf(bins, { kept: 32, classes });
  const perNode = columnsPerNode(params.features, bins.columns, task);
  const growth = growthOf(params, kind, target, perNode, bins.columns);
  const rows = Uint32Array.from({ length: bins.rows }, (_, row) => row).filter((row) => !weights || weights[row]! > 0);
  const columns = Uint32Array.from({ length: bins.columns }, (_, column) => column);
  return async (tree) => {
    const random = seededRandom(treeSeed(seed, tree));
    const times = drawn(rows, bins.rows, params.bootstrap, random);
    // A plain loop: with a function for each row this takes a tenth of the tree's time.
    let used = 0;
    for (const row of rows) if (times[row]! > 0) space.rows[used++] = row;
    target.load(space, times);
    const nodes = await new Grower(space, growth, random, pause).grow(used, columns);
    return {
      trees: treesOf(nodes, target, space, params.trees),
      gains: gainsOf(nodes, bins.columns),
      ...(judgesUnseen(params) && { unseen: unseenLeaves(nodes, bins, times) }),
    };
  };
}

/** Whether rows are judged by the trees that did not see them. */
export const judgesUnseen = ({ outOfBag, bootstrap }: ForestParams): boolean => outOfBag && bootstrap;

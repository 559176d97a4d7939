import type { Random } from '../../core/random.ts';
import { BINS_ROOM, type Pause } from './bins.ts';
import { Nodes } from './nodes.ts';
import { criteria, found, type Workspace } from './workspace.ts';

/** How a tree grows. */
export interface Growth {
  /** Where the next split is: at the leaf that gains most, or depth first. */
  order: 'best' | 'depth';
  /** 0: no limit; else the order must be `best`. */
  maxLeaves: number;
  /** 0: no limit. */
  maxDepth: number;
  /** Rows that a leaf has at least, and that a node has to be split. */
  minRows: number;
  minSplitRows: number;
  /** Sum of hessians (or weights) of a leaf at least. */
  minHessian: number;
  l2: number;
  /** Added to the hessians of a category before categories are put in order. */
  smoothing: number;
  criterion: keyof typeof criteria;
  /** Gradients are weights or 0, so that a node of the one or the other alone has nothing to split. */
  shares?: boolean;
  /** Of a classifier of several: the workspace has it too. */
  classes?: number;
  /** −1, 0 or 1 by column: the value may only fall or rise with it. Needs the criterion `bounded`. */
  monotone?: Int8Array;
  /** Columns drawn anew for each node; all of them where it is left out. */
  perNode?: number;
  /** One split drawn at random for each column asked. */
  randomSplits?: boolean;
}

/** Rows below which looking at them is quicker than a histogram of all bins. */
const FEW = 256;
/** The same where the histogram is there already. */
const VERY_FEW = 48;
/** Rows times columns between two pauses: some milliseconds. */
const WORK = 8_000_000;

/** Grows one tree after the other over the rows of a workspace whose gradients are packed. */
export class Grower {
  readonly nodes = new Nodes();
  private readonly space: Workspace;
  private readonly growth: Growth;
  private readonly pause: Pause;
  private readonly random: Random;
  private work = 0;
  /** Columns that the tree may ask, in an order that drawing changes. */
  private columns = new Uint32Array(0);
  /** By node the address of its histogram. */
  private readonly held = new Map<number, number>();
  private free: number[] = [];
  private readonly temporary: number;

  constructor(space: Workspace, growth: Growth, random: Random, pause: Pause) {
    this.space = space;
    this.growth = growth;
    this.random = random;
    this.pause = pause;
    this.temporary = space.histograms[0]!;
    const { minRows, minHessian, l2, smoothing, criterion } = growth;
    space.kernels.rules(l2, minRows, minHessian, smoothing, criteria[criterion], growth.classes ?? 0);
  }

  /**
   * A tree of the first `count` rows of the workspace, which end up leaf by leaf, asking only `columns`. The nodes are the
   * grower's own, until the next tree.
   */
  async grow(count: number, columns: Uint32Array): Promise<Nodes> {
    this.nodes.clear();
    this.held.clear();
    this.free = this.space.histograms.slice(1);
    this.columns = columns.slice();
    this.list(0, columns.length);
    const root = this.nodes.add(0, count, 0, -Infinity, Infinity);
    this.evaluate(root, undefined);
    await (this.growth.order === 'best' ? this.growBest(root) : this.growDeep(root));
    return this.nodes;
  }

  private async growDeep(root: number): Promise<void> {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (this.nodes.gain[node] === 0) continue;
      this.split(node, false);
      open.push(this.nodes.right[node]!, this.nodes.left[node]!);
      await this.rest();
    }
  }

  private async growBest(root: number): Promise<void> {
    const most = this.growth.maxLeaves || Infinity;
    const open = [root];
    for (let leaves = 1; leaves < most; leaves += 1) {
      const at = this.bestOf(open);
      const node = open[at];
      if (node === undefined || this.nodes.gain[node] === 0) return;
      this.split(node, leaves + 1 === most);
      open.splice(at, 1, this.nodes.left[node]!, this.nodes.right[node]!);
      await this.rest();
    }
  }

  /** The place of the leaf that gains most; of equals the first. */
  private bestOf(open: readonly number[]): number {
    let best = 0;
    for (let at = 1; at < open.length; at += 1) {
      if (this.nodes.gain[open[at]!]! > this.nodes.gain[open[best]!]!) best = at;
    }
    return best;
  }

  private async rest(): Promise<void> {
    if (this.work < WORK) return;
    this.work = 0;
    await this.pause();
  }

  private rowsOf(node: number): number {
    return this.nodes.to[node]! - this.nodes.from[node]!;
  }

  private mayBeSplit(node: number): boolean {
    const { minRows, minSplitRows, maxDepth } = this.growth;
    const depth = this.nodes.depth[node]!;
    return this.rowsOf(node) >= Math.max(2 * minRows, minSplitRows) && (maxDepth === 0 || depth < maxDepth);
  }

  /** Lists columns `from` … `to` of the drawn order for the kernels. */
  private list(from: number, to: number): void {
    this.space.columns.numbers.set(this.columns.subarray(from, to));
  }

  /** The node's rows side by side, and their totals. */
  private gather(node: number): void {
    this.space.kernels.gather(this.nodes.from[node]!, this.nodes.to[node]!);
    this.work += this.rowsOf(node);
  }

  /** Counts the gathered rows of a node into the histograms of the tree's columns, each at its own number. */
  private fillAll(node: number, histogram: number): void {
    const { kernels, bins } = this.space;
    const [from, to] = [this.nodes.from[node]!, this.nodes.to[node]!];
    kernels.clear(histogram, bins.columns * this.space.columnBytes);
    this.work += (to - from) * this.columns.length;
    for (let at = 0; at < this.columns.length;) {
      const column = this.columns[at]!;
      const into = histogram + column * this.space.columnBytes;
      const width = this.blockFrom(at);
      // Three columns one by one take as long as eight at once.
      kernels[width > 2 ? 'histogramOfEight' : 'histogramOfOne'](from, to, column, into);
      at += width > 2 ? width : 1;
    }
  }

  /** How many of the tree's columns from this place on are one block of eight (or what the last one has), side by side. */
  private blockFrom(at: number): number {
    const column = this.columns[at]!;
    const width = Math.min(8, this.space.bins.columns - column);
    return !this.growth.classes && column % 8 === 0 && this.columns[at + width - 1] === column + width - 1 ? width : 1;
  }

  /** The same for the columns drawn, one after the other. */
  private fillDrawn(node: number, first: number, until: number): void {
    const { kernels } = this.space;
    const [from, to] = [this.nodes.from[node]!, this.nodes.to[node]!];
    kernels.clear(this.temporary, (until - first) * this.space.columnBytes);
    this.work += (to - from) * (until - first);
    for (let at = first; at < until; at += 1) {
      kernels.histogramOfOne(from, to, this.columns[at]!, this.temporary + (at - first) * this.space.columnBytes);
    }
  }

  /** Looks for the best split of a leaf; `histogram` is there already, or not. */
  private evaluate(node: number, histogram: number | undefined): void {
    const { kernels } = this.space;
    kernels.bounds(this.nodes.low[node]!, this.nodes.high[node]!);
    if (!this.mayBeSplit(node)) this.gather(node);
    else if (this.growth.perNode !== undefined) this.findAmongDrawn(node, this.growth.perNode);
    else this.findAmongAll(node, histogram);
    this.note(node);
  }

  private findAmongAll(node: number, histogram: number | undefined): void {
    const count = this.columns.length;
    if (histogram === undefined || this.rowsOf(node) < VERY_FEW) {
      this.gather(node);
      if (this.isPure()) return;
      if (this.rowsOf(node) < FEW) this.findAmong(node, count);
      else this.find(this.ownHistogram(node), count, true);
      return;
    }
    this.space.kernels.totalOf(histogram, this.columns[0]!);
    this.find(histogram, count, true);
  }

  private isPure(): boolean {
    const { result } = this.space;
    if (this.growth.classes) return result[found.classes]! < 2;
    return this.growth.shares === true && (result[found.g] === 0 || result[found.g] === result[found.h]);
  }

  /** Columns are drawn until one of them has more than one value there. */
  private findAmongDrawn(node: number, perNode: number): void {
    this.gather(node);
    if (this.isPure()) return;
    for (let drawn = 0, varied = 0; varied === 0 && drawn < this.columns.length;) {
      const until = Math.min(drawn + perNode, this.columns.length);
      for (let at = drawn; at < until; at += 1) this.draw(at);
      this.list(drawn, until);
      if (this.rowsOf(node) < FEW) varied = this.findAmong(node, until - drawn);
      else {
        this.fillDrawn(node, drawn, until);
        varied = this.find(this.temporary, until - drawn, false);
      }
      drawn = until;
    }
  }

  /** Puts one of the columns not yet drawn at a place of the order. */
  private draw(at: number): void {
    const other = at + Math.floor(this.random() * (this.columns.length - at));
    const column = this.columns[other]!;
    this.columns[other] = this.columns[at]!;
    this.columns[at] = column;
  }

  /** A number for each column, where splits are drawn; gives where they lie. */
  private drawSplits(count: number): number {
    const { draws } = this.space;
    if (!this.growth.randomSplits) return 0;
    for (let at = 0; at < count; at += 1) draws.values[at] = this.random();
    return draws.at;
  }

  private find(histogram: number, count: number, spread: boolean): number {
    const { kernels, columns } = this.space;
    return kernels.find(histogram, columns.at, count, this.drawSplits(count), spread ? 1 : 0);
  }

  private findAmong(node: number, count: number): number {
    const { kernels, columns } = this.space;
    const [from, to] = [this.nodes.from[node]!, this.nodes.to[node]!];
    this.work += (to - from) * count;
    return kernels.findAmong(from, to, columns.at, count, this.drawSplits(count));
  }

  /** Counts a node whose histogram no one has, and keeps it if there is room. */
  private ownHistogram(node: number): number {
    // Totals by class are not read off a histogram: with classes every node is counted by itself.
    const kept = this.growth.classes ? undefined : this.free.pop();
    if (kept !== undefined) this.held.set(node, kept);
    this.fillAll(node, kept ?? this.temporary);
    return kept ?? this.temporary;
  }

  private release(node: number): void {
    const histogram = this.held.get(node);
    if (histogram === undefined) return;
    this.held.delete(node);
    this.free.push(histogram);
  }

  /** Keeps what the kernels found. */
  private note(node: number): void {
    const { nodes } = this;
    const { result, best } = this.space;
    nodes.g[node] = result[found.g]!;
    nodes.h[node] = result[found.h]!;
    nodes.gain[node] = result[found.gain]!;
    if (nodes.gain[node] === 0) return this.release(node);
    nodes.column[node] = result[found.column]!;
    nodes.bin[node] = result[found.bin]!;
    nodes.missingLeft[node] = result[found.missingLeft]!;
    if (result[found.isSet] === 1) nodes.flags.set(node, best.slice());
    if (this.growth.monotone) nodes.middle[node] = this.middle(node);
  }

  private middle(node: number): number {
    const { nodes, growth } = this;
    const { result } = this.space;
    const value = (g: number, h: number) =>
      Math.min(Math.max(-g / (h + growth.l2), nodes.low[node]!), nodes.high[node]!);
    const [g, h] = [result[found.leftG]!, result[found.leftH]!];
    return (value(g, h) + value(nodes.g[node]! - g, nodes.h[node]! - h)) / 2;
  }

  /** Makes two leaves of one; after the `last` split no further one is looked for. */
  private split(node: number, last: boolean): void {
    const { nodes } = this;
    const middle = this.part(node);
    const column = nodes.column[node]!;
    const flags = nodes.flags.get(node);
    nodes.feature[node] = column;
    if (flags) nodes.set[node] = nodes.addSet(flags);
    else nodes.threshold[node] = this.space.bins.edges[column * BINS_ROOM + nodes.bin[node]!]!;
    this.addChildren(node, middle);
    if (last) this.closeChildren(node);
    else this.evaluateChildren(node);
  }

  /** Parts the node's rows; gives where those on the right begin. */
  private part(node: number): number {
    const { kernels, best, bins } = this.space;
    const { nodes } = this;
    const column = nodes.column[node]!;
    const flags = nodes.flags.get(node);
    if (flags) {
      best.set(flags);
      kernels.goBest();
    } else kernels.goBelow(nodes.bin[node]!, bins.counts[column]!, nodes.missingLeft[node]!);
    this.work += 2 * this.rowsOf(node);
    return kernels.partition(nodes.from[node]!, nodes.to[node]!, column);
  }

  private addChildren(node: number, middle: number): void {
    const { nodes } = this;
    const [from, to, depth] = [nodes.from[node]!, nodes.to[node]!, nodes.depth[node]! + 1];
    const [low, high, between] = [nodes.low[node]!, nodes.high[node]!, nodes.middle[node]!];
    const direction = this.growth.monotone?.[nodes.column[node]!] ?? 0;
    const left = nodes.add(from, middle, depth, direction < 0 ? between : low, direction > 0 ? between : high);
    const right = nodes.add(middle, to, depth, direction > 0 ? between : low, direction < 0 ? between : high);
    nodes.left[node] = left;
    nodes.right[node] = right;
  }

  private closeChildren(node: number): void {
    this.release(node);
    for (const child of [this.nodes.left[node]!, this.nodes.right[node]!]) {
      this.gather(child);
      this.note(child);
    }
  }

  /** The smaller child's rows are counted; the larger one's histogram is what its parent's has beyond that. */
  private evaluateChildren(node: number): void {
    const { left, right } = this.nodes;
    const leftIsSmall = this.rowsOf(left[node]!) <= this.rowsOf(right[node]!);
    const small = leftIsSmall ? left[node]! : right[node]!;
    const large = leftIsSmall ? right[node]! : left[node]!;
    const histogram = this.held.get(node);
    if (histogram === undefined || !this.mayBeSplit(large) || this.rowsOf(large) < FEW) {
      this.release(node);
      this.evaluate(small, undefined);
      this.evaluate(large, undefined);
      return;
    }
    this.held.delete(node);
    const keep = this.mayBeSplit(small) && this.rowsOf(small) >= FEW ? this.free.pop() : undefined;
    if (keep !== undefined) this.held.set(small, keep);
    const counted = keep ?? this.temporary;
    this.gather(small);
    this.fillAll(small, counted);
    this.space.kernels.subtract(histogram, counted, this.space.columns.at, this.columns.length);
    this.evaluate(small, counted);
    this.held.set(large, histogram);
    this.evaluate(large, histogram);
  }
}

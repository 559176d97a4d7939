import * as v from 'valibot';
import { pack, unpack } from '../../core/packed.ts';
import type { Tree, TreeEnsemble } from './ensemble.ts';

/** Whole numbers below 2²⁴ as float32 are exact, and half as long. */
const whole = v.instance(Float32Array);
const real = v.instance(Float64Array);

/** A tree's shape; entries of `left`, `right`, `threshold`, `missingLeft` and `set` are those of its splits alone. */
const shapeSchema = v.object({
  feature: whole,
  left: whole,
  right: whole,
  threshold: real,
  missingLeft: whole,
  set: whole,
  sets: v.array(v.number()),
  cover: real,
});
const treesSchema = v.object({
  shapes: v.array(shapeSchema),
  /** By tree: its shape and values. */
  trees: v.array(v.object({ shape: v.number(), value: real })),
  output: v.array(v.number()),
  base: real,
  link: v.picklist(['identity', 'logit', 'softmax', 'log']),
});
type Shape = v.InferOutput<typeof shapeSchema>;
type Packed = Omit<Shape, 'threshold' | 'cover'> & Pick<Tree, 'threshold' | 'cover'>;

function shapeOf(tree: Tree): Packed {
  const isSplit = (_: number, node: number) => tree.feature[node]! >= 0;
  return {
    feature: Float32Array.from(tree.feature),
    left: Float32Array.from(tree.left.filter(isSplit)),
    right: Float32Array.from(tree.right.filter(isSplit)),
    threshold: tree.threshold.filter(isSplit),
    missingLeft: Float32Array.from(tree.missingLeft.filter(isSplit)),
    set: Float32Array.from(tree.set.filter(isSplit)),
    sets: [...tree.sets],
    cover: tree.cover,
  };
}

/** A TreeEnsemble as one line of text with a checksum (src/core/packed.ts). */
export function packEnsemble({ trees, output, base, link }: TreeEnsemble): string {
  const shapes = new Map<Int32Array, number>();
  const distinct = trees.filter(({ feature }) => !shapes.has(feature) && shapes.set(feature, shapes.size));
  return pack({
    shapes: distinct.map(shapeOf),
    trees: trees.map(({ feature, value }) => ({ shape: shapes.get(feature)!, value })),
    output: [...output],
    base,
    link,
  });
}

/** Every path ends, and asks columns that there are. */
function isSound({ feature, left, right, threshold, missingLeft, set, sets, cover }: Shape, columns: number): boolean {
  const nodes = feature.length;
  const splits = feature.reduce((sum, column) => sum + (column >= 0 ? 1 : 0), 0);
  const lengths = [left, right, threshold, missingLeft, set].every(({ length }) => length === splits);
  if (!lengths || nodes === 0 || cover.length !== nodes || sets.length % 8 !== 0) return false;
  let split = 0;
  return feature.every((column, node) => {
    if (column < 0) return true;
    const at = split++;
    const children = [left[at]!, right[at]!].every((child) => Number.isInteger(child) && child > node && child < nodes);
    return children && column < columns && set[at]! < sets.length / 8;
  });
}

function treeOf(shape: Shape): Omit<Tree, 'value'> {
  const nodes = shape.feature.length;
  const tree = {
    feature: Int32Array.from(shape.feature),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    missingLeft: new Uint8Array(nodes),
    set: new Int32Array(nodes).fill(-1),
    sets: Uint32Array.from(shape.sets),
    cover: shape.cover,
  };
  let split = 0;
  tree.feature.forEach((column, node) => {
    if (column < 0) return;
    tree.threshold[node] = shape.threshold[split]!;
    tree.left[node] = shape.left[split]!;
    tree.right[node] = shape.right[split]!;
    tree.missingLeft[node] = shape.missingLeft[split]!;
    tree.set[node] = shape.set[split]!;
    split += 1;
  });
  return tree;
}

/** The ensemble that was packed, over so many columns; undefined where the text is damaged or none. */
export function unpackEnsemble(text: unknown, columns: number): TreeEnsemble | undefined {
  const parsed = v.safeParse(treesSchema, unpack(text));
  if (!parsed.success) return undefined;
  const { shapes, trees, output, base, link } = parsed.output;
  const fits =
    shapes.every((shape) => isSound(shape, columns)) &&
    output.length === trees.length &&
    output.every((at) => at >= 0 && at < base.length) &&
    trees.every(({ shape, value }) => shapes[shape]?.feature.length === value.length);
  if (!fits) return undefined;
  const whole = shapes.map(treeOf);
  return {
    trees: trees.map(({ shape, value }) => ({ ...whole[shape]!, value })),
    output: Int32Array.from(output),
    base,
    link,
  };
}

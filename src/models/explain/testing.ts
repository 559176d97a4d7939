import type { Random } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import type { Tree, TreeEnsemble } from '../trees/ensemble.ts';

/** Every third column of the test matrices is a category of so many codes. */
const CODES = 40;
const isCategory = (column: number) => column % 3 === 2;

/** Numbers in −1 … 1 and categories, some missing. */
export function randomMatrix(rows: number, columns: number, random: Random): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, at) => {
    if (random() < 0.1) return NaN;
    return isCategory(at % columns) ? Math.floor(random() * CODES) : 2 * random() - 1;
  });
  return { data, rows, columns, names: Array.from({ length: columns }, (_, column) => `x${column}`) };
}

/** Splits on random columns, again and again on the same, down to `depth`; some branches end earlier. */
function randomTree(columns: number, depth: number, random: Random): Tree {
  const nodes: { feature: number; threshold: number; left: number; right: number; cover: number; set: number }[] = [];
  const sets: number[] = [];
  const grow = (cover: number, left: number): number => {
    const at = nodes.length;
    const node = { feature: -1, threshold: 0, left: -1, right: -1, cover, set: -1 };
    nodes.push(node);
    if (left === 0 || (left < depth && random() < 0.3)) return at;
    node.feature = Math.floor(random() * columns);
    node.threshold = 2 * random() - 1;
    if (isCategory(node.feature)) {
      node.set = sets.length / 8;
      for (let word = 0; word < 8; word += 1) sets.push(Math.floor(random() * 2 ** 32));
    }
    const share = 0.05 + 0.9 * random();
    node.left = grow(cover * share, left - 1);
    node.right = grow(cover * (1 - share), left - 1);
    return at;
  };
  grow(100, depth);
  const of = (key: keyof (typeof nodes)[number]) => nodes.map((node) => node[key]);
  return {
    feature: Int32Array.from(of('feature')),
    threshold: Float64Array.from(of('threshold')),
    left: Int32Array.from(of('left')),
    right: Int32Array.from(of('right')),
    missingLeft: Uint8Array.from(nodes, () => Number(random() < 0.5)),
    set: Int32Array.from(of('set')),
    sets: Uint32Array.from(sets),
    value: Float64Array.from(nodes, () => 2 * random() - 1),
    cover: Float64Array.from(of('cover')),
  };
}

interface Shape {
  trees: number;
  columns: number;
  depth: number;
  outputs: number;
}

export function randomEnsemble({ trees, columns, depth, outputs }: Shape, random: Random): TreeEnsemble {
  return {
    trees: Array.from({ length: trees }, () => randomTree(columns, depth, random)),
    output: Int32Array.from({ length: trees }, (_, at) => at % outputs),
    base: Float64Array.from({ length: outputs }, () => random()),
    link: 'identity',
  };
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** Shapley values by their definition, over all sets of players: players × outputs. */
export function bruteForce(
  players: number,
  outputs: number,
  worth: (known: readonly boolean[]) => readonly number[],
): Float64Array {
  const worths = Array.from({ length: 2 ** players }, (_, set) =>
    worth(Array.from({ length: players }, (_player, player) => ((set >> player) & 1) === 1)),
  );
  const values = new Float64Array(players * outputs);
  worths.forEach((without, set) => {
    const size = Array.from({ length: players }, (_, player) => (set >> player) & 1).reduce((sum, bit) => sum + bit, 0);
    for (let player = 0; player < players; player += 1) {
      if ((set >> player) & 1) continue;
      const weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
      const joined = worths[set | (1 << player)]!;
      for (let output = 0; output < outputs; output += 1) {
        values[player * outputs + output]! += weight * (joined[output]! - without[output]!);
      }
    }
  });
  return values;
}

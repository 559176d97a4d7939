import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import type { Tree, TreeEnsemble } from '../trees/ensemble.ts';
import { goesLeft } from '../trees/ensemble.ts';
import { scoresOf } from '../trees/predict.ts';
import golden from './explain.golden.json' with { type: 'json' };
import { treeShap, treeShapSteps } from './tree-shap.ts';
import { bruteForce, randomEnsemble, randomMatrix } from './testing.ts';

/** What a tree says of a row of which only some columns are known: elsewhere both ways, by cover (Lundberg 2018, algorithm 1). */
function conditional(tree: Tree, row: ArrayLike<number>, known: readonly boolean[], node = 0): number {
  const feature = tree.feature[node]!;
  if (feature < 0) return tree.value[node]!;
  const [left, right] = [tree.left[node]!, tree.right[node]!];
  if (known[feature]) return conditional(tree, row, known, goesLeft(tree, node, row[feature]!) ? left : right);
  const share = tree.cover[left]! / tree.cover[node]!;
  return share * conditional(tree, row, known, left) + (1 - share) * conditional(tree, row, known, right);
}

const rowOf = (x: Matrix, row: number) => x.data.subarray(row * x.columns, (row + 1) * x.columns);

/** Each output's sum over its trees of what `worth` says of a tree. */
const scoreBy = (ensemble: TreeEnsemble, worth: (tree: Tree) => number): number[] =>
  Array.from(ensemble.base, (base, output) =>
    ensemble.trees.reduce((sum, tree, at) => sum + (ensemble.output[at] === output ? worth(tree) : 0), base),
  );

function pathDependentGame(ensemble: TreeEnsemble, x: Matrix, row: number) {
  return (known: readonly boolean[]) => scoreBy(ensemble, (tree) => conditional(tree, rowOf(x, row), known));
}

function interventionalGame(ensemble: TreeEnsemble, x: Matrix, row: number, background: Matrix) {
  return (known: readonly boolean[]) => {
    const data = Float64Array.from(background.data, (value, at) => {
      const column = at % x.columns;
      return known[column] ? rowOf(x, row)[column]! : value;
    });
    const scores = scoresOf(ensemble, { ...background, data });
    const outputs = ensemble.base.length;
    return Array.from(ensemble.base, (_, output) => {
      const own = scores.filter((_score, at) => at % outputs === output);
      return own.reduce((sum, score) => sum + score, 0) / background.rows;
    });
  };
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9) {
  expect(found).toHaveLength(expected.length);
  let worst = 0;
  for (let at = 0; at < found.length; at += 1) worst = Math.max(worst, Math.abs(found[at]! - expected[at]!));
  expect(worst).toBeLessThanOrEqual(tolerance);
}

/** Σφ + base of each row and output, as rows × outputs. */
function sums({ values, base }: ReturnType<typeof treeShap>, columns: number): number[] {
  const outputs = base.length;
  const rows = values.length / (columns * outputs);
  return Array.from({ length: rows * outputs }, (_, at) => {
    const [row, output] = [Math.floor(at / outputs), at % outputs];
    let sum = base[output]!;
    for (let column = 0; column < columns; column += 1) sum += values[(row * columns + column) * outputs + output]!;
    return sum;
  });
}

describe('TreeSHAP', () => {
  // The truth is Shapley's formula over all 2ⁿ sets of columns; trees ask the same column several times on a path, have
  // categories and missing values, and add to two outputs.
  it.each([1, 2, 3])('equals brute force on random trees, path-dependent and interventional (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const x = randomMatrix(4, 8, random);
    const ensemble = randomEnsemble({ trees: 4, columns: 8, depth: 7, outputs: 2 }, random);
    const background = randomMatrix(5, 8, random);
    const dependent = treeShap(ensemble, x);
    const against = treeShap(ensemble, x, undefined, background);
    for (let row = 0; row < x.rows; row += 1) {
      const from = row * 8 * 2;
      expectClose(dependent.values.subarray(from, from + 16), bruteForce(8, 2, pathDependentGame(ensemble, x, row)));
      expectClose(
        against.values.subarray(from, from + 16),
        bruteForce(8, 2, interventionalGame(ensemble, x, row, background)),
      );
    }
    const nothing = Array.from({ length: 8 }, () => false);
    expectClose(dependent.base, pathDependentGame(ensemble, x, 0)(nothing));
    expectClose(against.base, interventionalGame(ensemble, x, 0, background)(nothing));
  });

  it('equals brute force on ten columns', () => {
    const random = seededRandom(9);
    const x = randomMatrix(1, 10, random);
    const ensemble = randomEnsemble({ trees: 2, columns: 10, depth: 12, outputs: 1 }, random);
    expectClose(treeShap(ensemble, x).values, bruteForce(10, 1, pathDependentGame(ensemble, x, 0)));
  });

  it('effects and base add up to the score, whatever the trees', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, columns, depth, outputs) => {
          const random = seededRandom(seed);
          const x = randomMatrix(3, columns, random);
          const ensemble = randomEnsemble({ trees: 3, columns, depth, outputs }, random);
          const scores = scoresOf(ensemble, x);
          expectClose(sums(treeShap(ensemble, x), columns), scores);
          expectClose(sums(treeShap(ensemble, x, undefined, randomMatrix(3, columns, random)), columns), scores);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a branch that no training row took counts nothing until a row takes it', () => {
    // x0 ≤ 0 ? 10 : (x1 ≤ 0 ? 1 : 3), where no training row went left at the root: the mean is that of the right side, 2.
    const tree = treeWithCovers([8, 0, 8, 4, 4]);
    const ensemble: TreeEnsemble = {
      trees: [tree],
      output: new Int32Array(1),
      base: new Float64Array(1),
      link: 'identity',
    };
    const x: Matrix = { data: Float64Array.of(-1, 1, 1, 1), rows: 2, columns: 2, names: ['a', 'b'] };
    const { values, base } = treeShap(ensemble, x);
    expect(base[0]).toBe(2);
    // By hand: row 1, v({}) = 2, v({a}) = 10, v({b}) = 3, v({a, b}) = 10; row 2, v({a}) = 2, v({b}) = v({a, b}) = 3.
    expectClose(values, [7.5, 0.5, 0, 1], 1e-12);
  });

  it('answers for the rows asked, in their order, and for none', () => {
    const random = seededRandom(4);
    const x = randomMatrix(5, 4, random);
    const ensemble = randomEnsemble({ trees: 3, columns: 4, depth: 5, outputs: 1 }, random);
    const whole = treeShap(ensemble, x).values;
    expect(treeShap(ensemble, x, [3, 0]).values).toEqual(
      Float64Array.from([...whole.subarray(12, 16), ...whole.subarray(0, 4)]),
    );
    expect(treeShap(ensemble, x, []).values).toHaveLength(0);
  });

  it('works in steps, so that long work can be stopped', () => {
    const random = seededRandom(4);
    const x = randomMatrix(4000, 8, random);
    const ensemble = randomEnsemble({ trees: 20, columns: 8, depth: 8, outputs: 1 }, random);
    const shares = [...treeShapSteps(ensemble, x)];
    expect(shares.length).toBeGreaterThan(2);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
});

function treeWithCovers(cover: number[]): Tree {
  return {
    feature: Int32Array.of(0, -1, 1, -1, -1),
    threshold: new Float64Array(5),
    left: Int32Array.of(1, -1, 3, -1, -1),
    right: Int32Array.of(2, -1, 4, -1, -1),
    missingLeft: new Uint8Array(5),
    set: new Int32Array(5).fill(-1),
    sets: new Uint32Array(0),
    value: Float64Array.of(0, 10, 0, 1, 3),
    cover: Float64Array.from(cover),
  };
}

// Values of the shap package's TreeExplainer on scikit-learn's models: reference.py.
describe.each(golden.models)('TreeSHAP of $name', (model) => {
  const { columns } = golden;
  const matrix = (data: number[]): Matrix => ({
    data: Float64Array.from(data),
    rows: data.length / columns,
    columns,
    names: Array.from({ length: columns }, (_, column) => `x${column}`),
  });
  const ensemble: TreeEnsemble = {
    trees: model.trees.map((tree) => ({
      feature: Int32Array.from(tree.feature),
      threshold: Float64Array.from(tree.threshold),
      left: Int32Array.from(tree.left),
      right: Int32Array.from(tree.right),
      missingLeft: new Uint8Array(tree.feature.length),
      set: new Int32Array(tree.feature.length).fill(-1),
      sets: new Uint32Array(0),
      value: Float64Array.from(tree.value),
      cover: Float64Array.from(tree.cover),
    })),
    output: Int32Array.from(model.trees, ({ output }) => output),
    base: Float64Array.from(model.base),
    link: 'identity',
  };
  const x = matrix(golden.rows);

  it('equals the shap package, path-dependent', () => {
    const { values, base } = treeShap(ensemble, x);
    expectClose(values, model.pathDependent);
    expectClose(base, model.expected);
  });

  it('equals the shap package against a background', () => {
    const { values, base } = treeShap(ensemble, x, undefined, matrix(golden.background));
    // The package adds up in float32 here; brute force above holds ours to 1e-9.
    expectClose(values, model.interventional, 1e-7);
    expectClose(base, model.background);
  });
});

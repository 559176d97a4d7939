import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { estimatorOf, loadFitted } from '../catalog.ts';
import { matrixOf, type Matrix } from '../matrix.ts';
import { testContext } from '../testing.ts';
import { binsOf, codeAt, edgesOf } from './bins.ts';
import { goesLeft, leafOf, type Tree } from './ensemble.ts';
import { FittedTrees } from './fitted.ts';
import { Grower, type Growth } from './grow.ts';
import { found, keepLogistic, packGradients, packLogistic, workspaceOf } from './workspace.ts';

const rest = async () => undefined;

const plain: Growth = {
  order: 'depth',
  maxLeaves: 0,
  maxDepth: 0,
  minRows: 1,
  minSplitRows: 2,
  minHessian: 1e-3,
  l2: 0,
  smoothing: 0,
  criterion: 'gain',
};

async function grown(x: Matrix, g: ArrayLike<number>, h: ArrayLike<number>, growth: Partial<Growth>): Promise<Tree> {
  const bins = await binsOf(x, 255, 1, rest);
  const monotone = growth.monotone;
  const space = await workspaceOf(bins, { kept: 8, ...(monotone && { monotone }) });
  space.g.set(g);
  space.h.set(h);
  packGradients(space);
  space.rows.set(Uint32Array.from({ length: x.rows }, (_, row) => row));
  const grower = new Grower(space, { ...plain, ...growth }, seededRandom(1), rest);
  const nodes = await grower.grow(
    x.rows,
    Uint32Array.from({ length: x.columns }, (_, column) => column),
  );
  const value = Float64Array.from({ length: nodes.count }, (_, node) => (0 - nodes.g[node]!) / nodes.h[node]!);
  return nodes.toTree(value, nodes.coversOf(space.rows, undefined));
}

/** For squared loss from 0: gradient −w·y, hessian w. */
const residuals = (y: readonly number[], w?: readonly number[]) => ({
  g: y.map((value, row) => -value * (w ? w[row]! : 1)),
  h: y.map((_, row) => (w ? w[row]! : 1)),
});

describe('bins', () => {
  it('lie midway between few values, and at quantiles of many', () => {
    expect([...edgesOf(Float64Array.of(1, 1, 2, 4), 255)]).toEqual([1.5, 3]);
    // Ten values in five bins: two in each.
    expect([...edgesOf(Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 5)]).toEqual([1.5, 3.5, 5.5, 7.5]);
    expect([...edgesOf(Float64Array.of(7, 7, 7), 255)]).toEqual([]);
    // Neighbouring floats: the bound is the lower one, so that the upper one stays above.
    const next = 1 + Number.EPSILON;
    expect([...edgesOf(Float64Array.of(1, next), 255)]).toEqual([1]);
  });

  it('put missing values and strange codes behind the last', async () => {
    const x = {
      ...matrixOf(
        ['n', 'c'],
        [
          [2, NaN, 1, 3],
          [0, 2, 5, NaN],
        ],
        4,
      ),
      categories: Int32Array.of(0, 3),
    };
    const bins = await binsOf(x, 255, 1, rest);
    expect([...bins.counts]).toEqual([3, 3]);
    const codes = (column: number) => [0, 1, 2, 3].map((row) => codeAt(bins, row, column));
    expect(codes(0)).toEqual([1, 3, 0, 2]);
    expect(codes(1)).toEqual([0, 2, 3, 3]);
  });
});

describe('a tree', () => {
  it('splits where a person would', async () => {
    const x = matrixOf(
      ['a', 'b'],
      [
        [5, 5, 5, 5],
        [1, 2, 3, 4],
      ],
      4,
    );
    const { g, h } = residuals([0, 0, 10, 10]);
    const tree = await grown(x, g, h, { maxDepth: 1 });
    expect([...tree.feature]).toEqual([1, -1, -1]);
    expect(tree.threshold[0]).toBe(2.5);
    expect([...tree.value]).toEqual([5, 0, 10]);
    expect([...tree.cover]).toEqual([4, 2, 2]);
  });

  it('sends missing values where they belong, or apart from all others', async () => {
    const x = matrixOf(['a'], [[1, 2, NaN, 3, 4, NaN]], 6);
    const near = residuals([0, 0, 0, 9, 9, 0]);
    const tree = await grown(x, near.g, near.h, { maxDepth: 1 });
    expect([tree.threshold[0], tree.missingLeft[0]]).toEqual([2.5, 1]);
    const apart = residuals([5, 5, 0, 5, 5, 0]);
    const alone = await grown(x, apart.g, apart.h, { maxDepth: 1 });
    expect([alone.threshold[0], alone.missingLeft[0]]).toEqual([Infinity, 0]);
    expect([...alone.value.subarray(1)]).toEqual([5, 0]);
  });

  it('parts categories by what they mean; one never seen goes with the missing', async () => {
    const x = { ...matrixOf(['c'], [[0, 1, 2, 3, 0, 1, 2, 3, NaN]], 9), categories: Int32Array.of(5) };
    const { g, h } = residuals([0, 9, 0, 9, 0, 9, 0, 9, 9]);
    const tree = await grown(x, g, h, { maxDepth: 1 });
    const left = [0, 1, 2, 3].map((code) => goesLeft(tree, 0, code));
    expect(left[0]).toBe(left[2]);
    expect(left[1]).toBe(!left[0]);
    expect(left[3]).toBe(left[1]);
    expect(goesLeft(tree, 0, NaN)).toBe(left[1]);
    for (const stranger of [4, 200, 1000, -1]) expect(goesLeft(tree, 0, stranger)).toBe(left[1]);
  });

  it('keeps to rows, depth and leaves', async () => {
    const x = matrixOf(['a'], [Array.from({ length: 64 }, (_, row) => row)], 64);
    const { g, h } = residuals(Array.from({ length: 64 }, (_, row) => row ** 2));
    const leaves = (tree: Tree) => tree.feature.filter((column) => column < 0).length;
    expect(leaves(await grown(x, g, h, {}))).toBe(64);
    expect(leaves(await grown(x, g, h, { maxDepth: 3 }))).toBe(8);
    expect(leaves(await grown(x, g, h, { order: 'best', maxLeaves: 5 }))).toBe(5);
    const wide = await grown(x, g, h, { minRows: 10 });
    expect(Math.min(...wide.cover)).toBeGreaterThanOrEqual(10);
    const few = await grown(x, g, h, { minSplitRows: 33 });
    few.feature.forEach((column, node) => expect(column >= 0).toBe(few.cover[node]! >= 33));
  });
});

/** All ways to part rows by one column: thresholds with missing values on either side, or subsets of categories. */
function* partings(values: readonly number[], isCategory: boolean): Generator<(value: number) => boolean> {
  const distinct = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  if (isCategory) {
    const all: unknown[] = values.some(Number.isNaN) ? [...distinct, NaN] : distinct;
    for (let mask = 1; mask < 2 ** all.length - 1; mask += 1) {
      const left = new Set(all.filter((_, at) => (mask >> at) & 1));
      yield (value) => left.has(value);
    }
    return;
  }
  for (const threshold of distinct) {
    yield (value) => value <= threshold;
    yield (value) => Number.isNaN(value) || value <= threshold;
  }
}

interface Problem {
  x: Matrix;
  y: number[];
  w: number[];
  l2: number;
  minRows: number;
}

/** What the best split of some rows gains, by trying all. */
function bestGain({ x, y, w, l2, minRows }: Problem, rows: readonly number[]): number {
  const worth = (some: readonly number[]) => {
    const g = some.reduce((sum, row) => sum + w[row]! * y[row]!, 0);
    return g ** 2 / (some.reduce((sum, row) => sum + w[row]!, 0) + l2);
  };
  let best = 0;
  for (let column = 0; column < x.columns; column += 1) {
    const value = (row: number) => x.data[row * x.columns + column]!;
    for (const isLeft of partings(rows.map(value), (x.categories?.[column] ?? 0) > 0)) {
      const left = rows.filter((row) => isLeft(value(row)));
      const right = rows.filter((row) => !isLeft(value(row)));
      if (Math.min(left.length, right.length) < Math.max(minRows, 1)) continue;
      best = Math.max(best, worth(left) + worth(right) - worth(rows));
    }
  }
  return best;
}

/** Walks down with the rows: each split must gain as much as the best there is, and a leaf must have none left. */
function check(problem: Problem, tree: Tree, node: number, rows: readonly number[], depth: number): void {
  const { x, y, w, l2 } = problem;
  const column = tree.feature[node]!;
  const sum = (some: readonly number[], of: (row: number) => number) => some.reduce((total, row) => total + of(row), 0);
  const worth = (some: readonly number[]) =>
    sum(some, (row) => w[row]! * y[row]!) ** 2 / (sum(some, (row) => w[row]!) + l2);
  expect(tree.cover[node]).toBe(rows.length);
  expect(tree.value[node]).toBeCloseTo(sum(rows, (row) => w[row]! * y[row]!) / sum(rows, (row) => w[row]!), 9);
  const best = bestGain(problem, rows);
  if (column < 0) {
    if (depth > 0) expect(best).toBeLessThan(1e-9);
    return;
  }
  const left = rows.filter((row) => goesLeft(tree, node, x.data[row * x.columns + column]!));
  const right = rows.filter((row) => !left.includes(row));
  expect(worth(left) + worth(right) - worth(rows)).toBeCloseTo(best, 8);
  check(problem, tree, tree.left[node]!, left, depth - 1);
  check(problem, tree, tree.right[node]!, right, depth - 1);
}

/** Few distinct values, so that each has its own bin; gaps, weights, a category. */
function problemOf(rows: number, seed: number, l2: number, minRows: number): Problem {
  const random = seededRandom(seed);
  const pick = (n: number) => Math.floor(n * random());
  const columns = [12, 5, 2, 30].map((n) => Array.from({ length: rows }, () => (random() < 0.1 ? NaN : pick(n))));
  columns.push(Array.from({ length: rows }, () => (random() < 0.05 ? NaN : pick(5))));
  const x = { ...matrixOf(['a', 'b', 'c', 'd', 'k'], columns, rows), categories: Int32Array.of(0, 0, 0, 0, 5) };
  const y = Array.from({ length: rows }, (_, row) => {
    const [a, , , d, k] = columns.map((column) => column[row]!);
    return (a! > 6 ? 3 : 0) + (k === 2 || k === 4 ? 2 : 0) + (d! || 0) / 10 + random();
  });
  return { x, y, w: Array.from({ length: rows }, () => 0.5 + pick(4) / 2), l2, minRows };
}

describe('every split is the best there is, tried against all others', () => {
  // 900 rows: histograms of all bins, and siblings by subtraction; 60: only rows that are few.
  it.each([
    [60, 3, 0, 1],
    [60, 4, 2, 4],
    [900, 5, 0, 5],
    [900, 6, 3, 1],
  ])('%i rows (seed %i, l2 %i, at least %i rows)', async (rows, seed, l2, minRows) => {
    const problem = problemOf(rows, seed, l2, minRows);
    const { g, h } = residuals(problem.y, problem.w);
    const tree = await grown(problem.x, g, h, { l2, minRows, maxDepth: 4 });
    check(problem, tree, 0, [...problem.y.keys()], 4);
    // The order of growth does not matter where nothing limits it.
    const best = await grown(problem.x, g, h, { l2, minRows, maxDepth: 4, order: 'best' });
    for (const row of problem.y.keys()) {
      const at = row * problem.x.columns;
      expect(best.value[leafOf(best, problem.x.data, at)]).toBe(tree.value[leafOf(tree, problem.x.data, at)]);
    }
  });
});

describe('the logistic loss of the kernels', () => {
  it('has the derivatives that Math.exp gives, out to where nothing is left of them', async () => {
    const scores = Float64Array.from({ length: 601 }, (_, at) => (at - 300) / 4 + Number(at === 600) * 1e4);
    const x = matrixOf(['a'], [scores], scores.length);
    const y = scores.map((_, at) => at % 2);
    const weights = scores.map((_, at) => 1 + (at % 3));
    const space = await workspaceOf(await binsOf(x, 255, 1, rest), { kept: 0, logistic: true });
    const kept = keepLogistic(space, y, weights);
    packLogistic(space, scores, kept);
    // Each row as a node of its own: its totals are its derivatives.
    scores.forEach((score, row) => {
      space.rows[0] = row;
      space.kernels.gather(0, 1);
      const p = 1 / (1 + Math.exp(-score));
      expect(space.result[found.g]).toBeCloseTo(weights[row]! * (p - y[row]!), 12);
      expect(space.result[found.h]).toBeCloseTo(weights[row]! * p * (1 - p), 12);
    });
  });
});

describe('a saved ensemble', () => {
  it('is refused where it was altered', async () => {
    const x = matrixOf(['a'], [[1, 2, 3, 4]], 4);
    const estimator = await estimatorOf('tree', {}, 'binary');
    const state = JSON.parse(JSON.stringify(await estimator.fit(x, [0, 1, 1, 0], testContext()))) as { trees: string };
    expect(await loadFitted('tree', state)).toBeInstanceOf(FittedTrees);
    const altered = { ...state, trees: state.trees.replace(/link":"identity/, 'link":"logit') };
    expect(altered.trees).not.toBe(state.trees);
    await expect(loadFitted('tree', altered)).rejects.toMatchObject({ name: 'model.unreadable' });
    await expect(loadFitted('random-forest', state)).rejects.toMatchObject({ name: 'model.unreadable' });
  });
});

describe('labels and weights', () => {
  it.each([
    ['binary', [0, 2], undefined, 'model.bad-label'],
    ['multiclass', [0, 1.5], undefined, 'trees.bad-class'],
    ['regression', [0, NaN], undefined, 'trees.bad-target'],
    ['binary', [0, 1], [1, -1], 'trees.bad-weight'],
    ['binary', [0, 1], [0, 0], 'model.no-rows'],
    ['binary', [1, 1], undefined, 'model.one-class'],
  ] as const)('%s %j with weights %j: %s', async (task, y, weights, name) => {
    const estimator = await estimatorOf('tree', {}, task);
    const x = matrixOf(['a'], [[1, 2]], 2);
    await expect(estimator.fit(x, y, testContext(), weights)).rejects.toMatchObject({ name });
  });
});

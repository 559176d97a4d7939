import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import { matrixOf } from '../matrix.ts';
import { principalComponents, project } from '../projection/pca.ts';
import { adjustedRandIndex } from './agreement.ts';
import { dbscan, neighbourDistances } from './dbscan.ts';
import { gapChoice, gapStatistic } from './gap.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import { HIERARCHY_LIMIT, cutHierarchy, hierarchy, linkages } from './hierarchical.ts';
import { calinskiHarabasz, daviesBouldin } from './indices.ts';
import { kMeans } from './k-means.ts';
import { miniBatchKMeans } from './mini-batch.ts';
import type { ClusterContext } from './rows.ts';
import { bySize, nearestCentre, sampleRows, sizesOf } from './rows.ts';
import { silhouette } from './silhouette.ts';
import { stability } from './stability.ts';

interface Indices {
  inertia: number;
  sizes: number[];
  silhouette: number;
  davies_bouldin: number;
  calinski_harabasz: number;
}

interface Golden {
  cdnow: {
    kmeans: Record<string, Indices>;
    gmm: Record<string, { bic: number; mean_log_likelihood: number }>;
    ward: Record<string, number[]>;
    dbscan: { clusters: number; noise: number; sizes: number[] };
    pca: number[];
  };
  small: {
    x: number[][];
    kmeans: Record<string, Indices>;
    gmm: Record<string, { bic: number; mean_log_likelihood: number }>;
    hierarchical: Record<string, Record<string, number[]>>;
    dbscan: number[];
    pca: { variances: number[]; directions: number[][] };
    ari: { one: number[]; two: number[]; index: number };
  };
}

const file = (name: string) => readFileSync(new URL(name, import.meta.url));
const golden = JSON.parse(file('clustering.golden.json').toString()) as Golden;

const matrixFrom = (rows: readonly (readonly number[])[]): Matrix =>
  matrixOf(
    rows[0]!.map((_, c) => `c${c}`),
    rows[0]!.map((_, c) => rows.map((row) => row[c]!)),
    rows.length,
  );

/** The customers of CDNOW: repeat purchases, recency, age and mean value, as log1p and then z-scores. */
function cdnow(): Matrix {
  const lines = gunzipSync(file('cdnow-summary.csv.gz')).toString().trim().split('\n').slice(1);
  const logs = lines.map((line) =>
    line
      .split(',')
      .slice(1)
      .map((cell) => Math.log1p(Number(cell))),
  );
  const columns = logs[0]!.map((_, c) => logs.map((row) => row[c]!));
  const scaled = columns.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / sd);
  });
  return matrixOf(['x', 't_x', 'T', 'zbar'], scaled, lines.length);
}

const customers = cdnow();
const small = matrixFrom(golden.small.x);
const context: ClusterContext = { seed: 1, step: () => Promise.resolve() };

/** Rows of noise, rounded so that some are alike. */
function noise(rows: number, columns: number, seed: number, digits = 1): Matrix {
  const random = seededRandom(seed);
  return matrixFrom(
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => Number((10 * random()).toFixed(digits)))),
  );
}

const distance = (x: Matrix, i: number, j: number): number =>
  Math.hypot(...Array.from({ length: x.columns }, (_, c) => x.data[i * x.columns + c]! - x.data[j * x.columns + c]!));

const sizes = (clustering: { labels: Int32Array; k: number }) => Array.from(sizesOf(clustering));

describe('k-means', () => {
  const tables = [
    ...Object.entries(golden.cdnow.kmeans).map(([k, truth]) => ['CDNOW', customers, Number(k), truth] as const),
    ...Object.entries(golden.small.kmeans).map(([k, truth]) => ['blobs', small, Number(k), truth] as const),
  ];

  test.each(tables)('%s %#: inertia and indices as scikit-learn’s best', async (_name, x, k, truth) => {
    const found = await kMeans(x, { k, restarts: x === small ? 60 : 20 }, context);
    expect(found.inertia / truth.inertia).toBeLessThan(1.001);
    expect(found.inertia / truth.inertia).toBeGreaterThan(0.999);
    expect((await silhouette(x, found, context)).mean).toBeCloseTo(truth.silhouette, 3);
    expect(Math.abs(daviesBouldin(x, found)! - truth.davies_bouldin)).toBeLessThan(2e-3);
    expect(calinskiHarabasz(x, found)! / truth.calinski_harabasz).toBeCloseTo(1, 3);
  });

  // The kernel takes rows and centres by four: all remainders, and more rows than it takes in one call.
  test.each([
    [700, 7, 6],
    [701, 2, 5],
    [702, 1, 3],
    [703, 4, 9],
    [5001, 31, 30],
  ])('%i rows of %i columns: each has the nearest of %i centres, and these are the means', async (n, d, k) => {
    const x = noise(n, d, 3);
    const found = await kMeans(x, { k, restarts: 2, tolerance: 0 }, context);
    expect(found.labels).toEqual(nearestCentre(x, found.centres));
    for (let c = 0; c < k; c++) {
      const rows = Array.from(found.labels.keys()).filter((row) => found.labels[row] === c);
      const mean = rows.reduce((sum, row) => sum + x.data[(row + 1) * d - 1]!, 0) / rows.length;
      expect(found.centres[(c + 1) * d - 1]).toBeCloseTo(mean, 9);
    }
    expect(sizes(found)).toEqual(sizes(found).sort((a, b) => b - a));
  });

  test('fewer different rows than groups give fewer groups', async () => {
    const x = matrixFrom([[1], [1], [1], [5], [5], [9]]);
    const found = await kMeans(x, { k: 5 }, context);
    expect([...found.labels]).toEqual([0, 0, 0, 1, 1, 2]);
    expect(found.inertia).toBe(0);
  });

  test('same seed, same groups; the table is left as it was', async () => {
    const x = noise(300, 4, 8);
    const before = x.data.slice();
    const [one, two] = [await kMeans(x, { k: 4 }, context), await kMeans(x, { k: 4 }, context)];
    expect(one).toEqual(two);
    expect(x.data).toEqual(before);
  });

  test('a number that is none, and no rows, are refused', async () => {
    const refused = (x: Matrix) => kMeans(x, { k: 2 }, context);
    await expect(refused(matrixFrom([[1], [NaN]]))).rejects.toMatchObject({ name: 'model.not-finite' });
    await expect(refused({ ...small, data: new Float64Array(0), rows: 0 })).rejects.toMatchObject({
      name: 'model.no-rows',
    });
  });

  test('mini-batches come close to the best inertia', async () => {
    const truth = golden.cdnow.kmeans['4']!;
    const found = await miniBatchKMeans(customers, { k: 4 }, context);
    expect(found.inertia / truth.inertia).toBeGreaterThan(0.999);
    expect(found.inertia / truth.inertia).toBeLessThan(1.1);
  });
});

describe('Gaussian mixture', () => {
  const tables = [
    ...Object.entries(golden.cdnow.gmm).map(([k, truth]) => ['CDNOW', customers, Number(k), 1e-4, truth] as const),
    ...Object.entries(golden.small.gmm).map(([k, truth]) => ['blobs', small, Number(k), 1e-6, truth] as const),
  ];

  test.each(tables)('%s %#: at least as likely as scikit-learn’s best of ten', async (_name, x, k, regCovar, truth) => {
    const found = await gaussianMixture(x, { k, regCovar, tolerance: 1e-3, restarts: 30 }, context);
    expect(found.meanLogLikelihood).toBeGreaterThan(truth.mean_log_likelihood - 0.01);
    expect(found.bic).toBeLessThan(truth.bic + 0.02 * x.rows);
    // The number of free parameters, from the definition of the criterion.
    const free = (found.bic + 2 * found.meanLogLikelihood * x.rows) / Math.log(x.rows);
    expect(free).toBeCloseTo(k * x.columns + (k * x.columns * (x.columns + 1)) / 2 + k - 1, 6);
  });

  test('one component: the likelihood of the normal distribution with the table’s own moments', async () => {
    const x = matrixFrom([[0], [2], [4], [6]]);
    const found = await gaussianMixture(x, { k: 1, regCovar: 0 }, context);
    expect(found.meanLogLikelihood).toBeCloseTo(-0.5 * Math.log(2 * Math.PI * 5) - 0.5, 9);
  });
});

describe('hierarchical', () => {
  const cases = Object.entries(golden.small.hierarchical).flatMap(([linkage, byK]) =>
    Object.entries(byK).map(([k, labels]) => [linkage as (typeof linkages)[number], Number(k), labels] as const),
  );

  test.each(cases)('%s, %i groups as scikit-learn', async (linkage, k, labels) => {
    const found = cutHierarchy(await hierarchy(small, linkage, context), k);
    expect(adjustedRandIndex(found.labels, labels)).toBe(1);
  });

  test('Ward’s sizes of CDNOW', async () => {
    const tree = await hierarchy(customers, 'ward', context);
    for (const [k, truth] of Object.entries(golden.cdnow.ward))
      expect(sizes(cutHierarchy(tree, Number(k)))).toEqual(truth);
  });

  test.each(linkages)('%s merges the nearest two groups each time', async (linkage) => {
    const x = noise(40, 3, 5, 6);
    const { merges } = await hierarchy(x, linkage, context);
    const between = (a: number[], b: number[]): number => {
      const all = a.flatMap((i) => b.map((j) => distance(x, i, j)));
      if (linkage === 'single') return Math.min(...all);
      if (linkage === 'complete') return Math.max(...all);
      if (linkage === 'average') return all.reduce((sum, each) => sum + each, 0) / all.length;
      const spread = (rows: number[]) =>
        rows.reduce((sum, i) => sum + rows.reduce((inner, j) => inner + distance(x, i, j) ** 2, 0), 0) /
        (2 * rows.length);
      return Math.sqrt(2 * (spread([...a, ...b]) - spread(a) - spread(b)));
    };
    let groups = Array.from({ length: x.rows }, (_, row) => [row]);
    for (const { height } of merges) {
      const pairs = groups.flatMap((a, n) => groups.slice(n + 1).map((b) => ({ a, b, height: between(a, b) })));
      const least = pairs.reduce((best, pair) => (pair.height < best.height ? pair : best));
      expect(height).toBeCloseTo(least.height, 6);
      groups = [...groups.filter((group) => group !== least.a && group !== least.b), [...least.a, ...least.b]];
    }
  });

  test('more rows than memory holds are refused by name', async () => {
    const rows = HIERARCHY_LIMIT + 1;
    const x = { data: new Float64Array(rows), rows, columns: 1, names: ['a'] };
    const refusal = await hierarchy(x, 'ward', context).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ name: 'clustering.too-many-rows', values: { rows, limit: HIERARCHY_LIMIT } });
  });
});

/** The definition, word for word, in quadratic time. */
function dbscanByDefinition(x: Matrix, eps: number, minPoints: number): number[] {
  const rows = Array.from({ length: x.rows }, (_, row) => row);
  const near = rows.map((i) => rows.filter((j) => distance(x, i, j) <= eps));
  const labels = rows.map(() => -1);
  let k = 0;
  for (const row of rows) {
    if (labels[row]! >= 0 || near[row]!.length < minPoints) continue;
    const queue = [row];
    labels[row] = k;
    for (const member of queue) {
      if (near[member]!.length < minPoints) continue;
      for (const other of near[member]!.filter((each) => labels[each] === -1)) {
        labels[other] = k;
        queue.push(other);
      }
    }
    k++;
  }
  return labels;
}

describe('DBSCAN', () => {
  test('CDNOW and blobs as scikit-learn', async () => {
    const found = await dbscan(customers, { eps: 0.3, minPoints: 10 }, context);
    expect([found.k, found.noise]).toEqual([golden.cdnow.dbscan.clusters, golden.cdnow.dbscan.noise]);
    expect(sizes(found)).toEqual(golden.cdnow.dbscan.sizes);
    const blobs = await dbscan(small, { eps: 1.2, minPoints: 5 }, context);
    expect(adjustedRandIndex(blobs.labels, golden.small.dbscan)).toBe(1);
  });

  test.each([1, 2, 3, 4, 5, 6])('noise %i: the definition’s groups, borders and noise', async (seed) => {
    // Values of one digit at eps 1: many rows alike, and many exactly on the border.
    const x = noise(250, 1 + (seed % 3), seed);
    for (const [eps, minPoints] of [
      [0.3, 4],
      [1, 5],
      [2, 12],
    ] as const) {
      const truth = Int32Array.from(dbscanByDefinition(x, eps, minPoints));
      const ordered = bySize({ labels: truth, k: Math.max(...truth) + 1 });
      expect((await dbscan(x, { eps, minPoints }, context)).labels).toEqual(ordered.labels);
    }
  });

  test('the distances to the n-th neighbour', () => {
    expect([...neighbourDistances(matrixFrom([[0], [1], [3], [10]]), 2)]).toEqual([2, 3, 3, 9]);
  });
});

describe('how good groups are', () => {
  test('the silhouette by hand', async () => {
    // Row 0: a = 1, b = (10 + 11) / 2; and so on, symmetrically.
    const x = matrixFrom([[0], [1], [10], [11]]);
    const groups = { labels: Int32Array.of(0, 0, 1, 1), k: 2 };
    const [outer, inner] = [(10.5 - 1) / 10.5, (9.5 - 1) / 9.5];
    expect((await silhouette(x, groups, context)).mean).toBeCloseTo((outer + inner) / 2, 12);
    expect((await silhouette(x, { labels: Int32Array.of(0, 0, 0, 0), k: 1 }, context)).mean).toBeNull();
  });

  test('a sampled silhouette says so and comes close', async () => {
    const found = await kMeans(customers, { k: 4 }, context);
    const sampled = await silhouette(customers, found, context, 800);
    expect(sampled.rows).toBe(800);
    expect(Math.abs(sampled.mean! - golden.cdnow.kmeans['4']!.silhouette)).toBeLessThan(0.03);
  });

  test('the adjusted Rand index as scikit-learn; 1 for the same groups by other names', () => {
    const { one, two, index } = golden.small.ari;
    expect(adjustedRandIndex(one, two)).toBeCloseTo(index, 12);
    expect(adjustedRandIndex([0, 0, 1, 1], [5, 5, 2, 2])).toBe(1);
    expect(adjustedRandIndex([0, 0, 0], [1, 1, 1])).toBe(1);
  });

  test('the gap finds three far groups, and none in noise', async () => {
    const random = seededRandom(4);
    const three = matrixFrom(
      Array.from({ length: 150 }, (_, n) => [Number(n % 3 === 1) * 20 + random(), Number(n % 3 === 2) * 20 + random()]),
    );
    expect(gapChoice(await gapStatistic(three, { from: 1, to: 5 }, context))).toBe(3);
    expect(gapChoice(await gapStatistic(noise(200, 2, 9, 4), { from: 1, to: 4 }, context))).toBe(1);
  });

  test('groups that are there are stable, those cut out of noise are not', async () => {
    const clusterer = (x: Matrix, given: ClusterContext) => kMeans(x, { k: 3, restarts: 4 }, given);
    const random = seededRandom(4);
    const three = matrixFrom(Array.from({ length: 150 }, (_, n) => [(n % 3) * 20 + random(), random()]));
    const flat = noise(150, 6, 2, 5);
    const [sure, unsure] = [await clusterer(three, context), await clusterer(flat, context)];
    expect(await stability(three, sure, clusterer, 10, context)).toMatchObject({ mean: 1, low: 1, rounds: 10 });
    expect((await stability(flat, unsure, clusterer, 10, context)).mean).toBeLessThan(0.8);
  });

  test('a sample has different rows in order', () => {
    const rows = [...sampleRows(50, 20, seededRandom(3))];
    expect(new Set(rows).size).toBe(20);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect([...sampleRows(3, 9, seededRandom(3))]).toEqual([0, 1, 2]);
  });
});

describe('principal components', () => {
  test('variances of CDNOW and directions of the blobs as scikit-learn', () => {
    const found = principalComponents(customers, 4);
    golden.cdnow.pca.forEach((variance, n) => expect(found.variances[n]).toBeCloseTo(variance, 9));
    const blobs = principalComponents(small, 2);
    golden.small.pca.directions.forEach((direction, k) => {
      const along = direction.reduce((sum, value, c) => sum + value * blobs.directions[k * 3 + c]!, 0);
      expect(Math.abs(along)).toBeCloseTo(1, 9);
    });
    const projected = project(small, blobs);
    const variance = (k: number) =>
      Array.from({ length: small.rows }, (_, row) => projected.data[row * 2 + k]! ** 2).reduce(
        (sum, each) => sum + each,
        0,
      ) /
      (small.rows - 1);
    golden.small.pca.variances.forEach((truth, k) => expect(variance(k)).toBeCloseTo(truth, 9));
  });
});
